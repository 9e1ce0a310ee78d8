"""How django-allauth is fitted to this house: nobody signs up, an administrator adds people."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the door that allauth leaves open, and says no in the words of this house."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask an administrator of your office."),
        "enter_current_password": _("This is not your present password. Type it again."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "too_many_login_attempts": _(
            "That was wrong too often. "
            "Wait five minutes, then try again, or ask for a new password."
        ),
        "username_password_mismatch": _(
            "Login ID and password do not belong together. Type both again."
        ),
        "rate_limited": _("That was too often. Wait some minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: accounts are made by administrators."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Lead back to the person's own page."""
        return reverse("people:me")

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say what changed; that one is signed in or out is plain to see."""
        template = kwargs.get("message_template") or (args[1] if len(args) > 1 else "")
        if not str(template).endswith(("logged_in.txt", "logged_out.txt")):
            super().add_message(request, *args, **kwargs)

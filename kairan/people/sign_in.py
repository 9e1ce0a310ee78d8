"""How django-allauth is fitted to this house: nobody signs up, an administrator adds people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closes the door that allauth leaves open."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: accounts are made by administrators."""
        return False

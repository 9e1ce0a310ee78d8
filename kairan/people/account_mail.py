"""Mails about the account itself: the link with which somebody sets a new password.

They travel by Django's mail backend and not as notices, because they must leave while
notifications are switched off, and because nobody may opt out of them.
"""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import int_to_base36

from kairan.people.addresses import account_addresses
from kairan.people.models import Company, User

RESET = "account/email/password_reset_key"
INVITATION = "account/email/invitation"


def password_link(user: User) -> str:
    """Return the secret link with which ``user`` sets a new password; it works once."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": int_to_base36(user.pk), "key": key}
    )
    return f"{settings.URL}{path}"


def send_reset(user: User) -> bool:
    """Send ``user`` a link for a forgotten password. Return False when no address is on record."""
    return _send(user, RESET)


def send_invitation(user: User) -> bool:
    """Welcome ``user`` and let them choose a password. Return False when there is no address."""
    return _send(user, INVITATION)


def _send(user: User, template: str) -> bool:
    addresses = account_addresses(user)
    if not addresses:
        return False
    context = {
        "person": user,
        "company": Company.current_name(),
        "link": password_link(user),
        "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
        "office": settings.URL,
    }
    with translation.override(user.language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        body = render_to_string(f"{template}_message.txt", context).strip() + "\n"
        for address in addresses:
            EmailMessage(subject, body, to=[address]).send()
    return True

"""Who may ask who was told: the page of a record says so, for one viewer, for two hours.

This room does not know the records; only their pages do, and they are reached through
``visible_to``. So a page that draws the panel signs the viewer and the record into its links.
"""

from datetime import timedelta

from django.core import signing

from kairan.people.models import User

_SALT = "kairan.notices.panel_tokens"
VALID_FOR = timedelta(hours=2)


class NotYours(Exception):
    """The token is nobody's, somebody else's, or older than two hours."""


def make(*, viewer: User, about: str) -> str:
    """Return the token with which ``viewer`` may see who was told about the record ``about``."""
    return signing.dumps([viewer.pk, about], salt=_SALT)


def read(token: str, *, viewer: User) -> str:
    """Return the record that ``viewer`` may ask about; raise :class:`NotYours`."""
    try:
        viewer_id, about = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError) as error:
        raise NotYours from error
    if viewer_id != viewer.pk:
        raise NotYours
    return str(about)

"""The link in every mail that switches mails of its kind off, without signing in (RFC 8058)."""

from django.urls import reverse

from kairan.notices import preferences, tokens
from kairan.notices.notice import Notice, UnknownKind, notice_of
from kairan.people.models import User

PURPOSE = "unsubscribe"


def path(*, person_id: int, kind: str) -> str:
    """Return the path of this person's link for mails of ``kind``."""
    token = tokens.make(person_id=person_id, purpose=PURPOSE, about=kind)
    return reverse("notices:subscription", args=[token])


def read(token: str) -> tuple[User, type[Notice]]:
    """Return whose mails of which kind ``token`` is for; raise :class:`tokens.Invalid`."""
    bearer = tokens.read(token, PURPOSE)
    try:
        return bearer.person, notice_of(bearer.about)
    except UnknownKind as error:
        raise tokens.Invalid(PURPOSE) from error


def unsubscribe(person: User, kind: type[Notice]) -> None:
    """Mail no more of ``kind`` to ``person``; the bell stays."""
    preferences.choose(person, by_mail={kind.kind: False})


def subscribe(person: User, kind: type[Notice]) -> None:
    """Mail ``kind`` to ``person`` again."""
    preferences.choose(person, by_mail={kind.kind: True})

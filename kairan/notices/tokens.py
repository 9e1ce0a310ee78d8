"""Secret links: who follows one is the person it was made for, for one purpose and one record.

Nothing is stored: a token is its contents and a signature with the key of this installation. It
is dead once the person is deactivated, and after a year.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

from kairan.people.models import User

VALID_FOR = timedelta(days=365)


class Invalid(Exception):
    """A token that this office did not make, or not for this, or that is dead by now."""


@dataclass(frozen=True)
class Bearer:
    """Whoever holds a token: as whom they may act, and on which record."""

    person: User
    about: str

    @property
    def number(self) -> str:
        """The number of the record: what stands behind the colon of ``about``."""
        return self.about.partition(":")[2]


def make(*, person_id: int, purpose: str, about: str) -> str:
    """Return the token with which this person may do ``purpose`` to the record ``about``.

    It consists of letters, digits, ``-``, ``_`` and ``:`` only.
    """
    return signing.dumps([person_id, about], salt=_salt(purpose))


def read(token: str, purpose: str) -> Bearer:
    """Return who holds ``token``; raise :class:`Invalid` unless it is alive and for ``purpose``.

    The signature is compared in constant time.
    """
    try:
        person_id, about = signing.loads(token, salt=_salt(purpose), max_age=VALID_FOR)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(purpose) from error
    person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        raise Invalid(purpose)
    return Bearer(person=person, about=about)


def _salt(purpose: str) -> str:
    return f"kairan.notices.tokens:{purpose}"

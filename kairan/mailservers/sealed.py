"""Passwords at rest: sealed with a key that is not in the database, and never shown by accident."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from kairan.shell.refusals import Refused

MASK = "••••••••"


class Secret:
    """A password that says nothing about itself unless asked with ``reveal()``.

    Made from a plain text, or from what the database holds; the latter is unsealed only when
    it is needed, so a page opens even where the key has been lost.
    """

    __slots__ = ("_plain", "_sealed")

    def __init__(self, plain: str = "", *, sealed: str = "") -> None:
        self._plain = plain
        self._sealed = sealed

    def reveal(self) -> str:
        """Return the plain text. Raises ``Refused`` when no key of this installation fits."""
        if not self._sealed:
            return self._plain
        try:
            return _box().decrypt(self._sealed.encode("ascii")).decode("utf-8")
        except InvalidToken:
            raise Refused(
                _(
                    "A stored password cannot be read: it was sealed with a key that this "
                    "installation no longer has. Type the password again."
                )
            ) from None

    def seal(self) -> str:
        """Return the form that may be stored, sealed with the first key; empty for no password."""
        if self._sealed:
            return _sealed_again(self._sealed)
        return _box().encrypt(self._plain.encode("utf-8")).decode("ascii") if self._plain else ""

    def __bool__(self) -> bool:
        return bool(self._plain or self._sealed)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __repr__(self) -> str:
        return f"Secret({MASK if self else ''})"

    def __str__(self) -> str:
        return MASK if self else ""


class _Keeper:
    """Turns whatever is assigned to the attribute into a ``Secret``."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        return self if row is None else row.__dict__[self._name]

    def __set__(self, row: models.Model, value: object) -> None:
        row.__dict__[self._name] = value if isinstance(value, Secret) else Secret(str(value or ""))


if TYPE_CHECKING:
    Column = models.TextField[Any, Any]
else:
    Column = models.TextField


class SealedField(Column):
    """A column for a password. Reads as ``Secret``; takes a ``Secret`` or a plain text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(blank=True, default="", editable=False)
        super().__init__(*args, **kwargs)

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Guard the attribute, so that not even an unsaved row carries a bare password."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, name, _Keeper(name))

    def from_db_value(self, value: str | None, *_details: object) -> Secret:
        """Return what the database holds, still sealed."""
        return Secret(sealed=value or "")

    def get_prep_value(self, value: object) -> str:
        """Return the sealed form."""
        return (value if isinstance(value, Secret) else Secret(str(value or ""))).seal()

    def to_python(self, value: object) -> Secret:
        """Return ``value`` guarded."""
        return value if isinstance(value, Secret) else Secret(str(value or ""))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the sealed form: a dump carries no plain password."""
        return self.get_prep_value(self.value_from_object(obj))


def _box() -> MultiFernet:
    return _box_of(tuple(settings.SEALING_KEYS))


@lru_cache(maxsize=4)
def _box_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_as_fernet_key(key)) for key in keys])


def _as_fernet_key(key: str) -> bytes:
    # The keys are long random texts of any alphabet; Fernet wants exactly 32 bytes of base64.
    digest = hashlib.sha256(b"kairan.mailservers.sealed\0" + key.encode("utf-8")).digest()
    return base64.urlsafe_b64encode(digest)


def _sealed_again(token: str) -> str:
    """Return ``token`` sealed with the first key; as it is where no key fits: nothing is lost."""
    try:
        return _box().rotate(token.encode("ascii")).decode("ascii")
    except InvalidToken:
        return token

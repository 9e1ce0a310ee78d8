"""What is known of a person, as plain values: what forms, files and operations hand each other."""

from __future__ import annotations

from dataclasses import dataclass, fields

from kairan.people.models import Address, User


@dataclass(frozen=True, kw_only=True)
class Details:
    """All that can be written down about a person, less password, addresses and groups."""

    login_id: str
    first_name: str
    middle_name: str = ""
    last_name: str = ""
    title: str = ""
    department: str = ""
    phone: str = ""
    extension: str = ""
    mobile: str = ""
    language: str = User.Language.ENGLISH
    time_zone: str = "UTC"
    first_weekday: int = User.Weekday.MONDAY
    kind: str = User.Kind.USER

    @classmethod
    def of(cls, person: User) -> Details:
        """Return what is on record of ``person``."""
        return cls(**{field.name: getattr(person, field.name) for field in fields(cls)})

    def write_to(self, person: User) -> None:
        """Put these values on ``person``, without saving."""
        for field in fields(self):
            setattr(person, field.name, getattr(self, field.name))


# What only an administrator may change of a person.
GIVEN = ("login_id", "kind", "department", "title")


@dataclass(frozen=True, kw_only=True)
class GivenAddress:
    """One e-mail address as somebody gave it."""

    kind: str
    address: str
    is_public: bool = False
    takes_notifications: bool = False

    @classmethod
    def of(cls, address: Address) -> GivenAddress:
        """Return what is on record of ``address``."""
        return cls(
            kind=address.kind,
            address=address.address,
            is_public=address.is_public,
            takes_notifications=address.takes_notifications,
        )

    @classmethod
    def company(cls, address: str) -> GivenAddress:
        """Return a company address as it is by default: public, and notifications come there."""
        return cls(
            kind=Address.Kind.COMPANY, address=address, is_public=True, takes_notifications=True
        )

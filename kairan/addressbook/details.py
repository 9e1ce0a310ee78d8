"""What is written down about a contact, as plain values."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

MOST_ADDRESSES = 5


class Label(models.TextChoices):
    """What an address is for."""

    WORK = "work", pgettext_lazy("address", "Work")
    HOME = "home", pgettext_lazy("address", "Home")
    MOBILE = "mobile", pgettext_lazy("address", "Mobile")
    OTHER = "other", pgettext_lazy("address", "Other")


@dataclass(frozen=True)
class Labelled:
    """An e-mail address, and what it is for."""

    address: str
    label: str = Label.WORK


@dataclass(frozen=True, kw_only=True)
class Details:
    """All of a contact. ``addresses`` come in the order in which they are used."""

    family: str = ""
    given: str = ""
    family_reading: str = ""
    given_reading: str = ""
    company: str = ""
    company_reading: str = ""
    department: str = ""
    title: str = ""
    phone: str = ""
    mobile: str = ""
    home_phone: str = ""
    fax: str = ""
    postal_code: str = ""
    region: str = ""
    city: str = ""
    street: str = ""
    country: str = ""
    web: str = ""
    birthday: date | None = None
    notes: str = ""
    addresses: tuple[Labelled, ...] = ()

"""Contacts and their addresses, and how they are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.addressbook.details import Details, Label, Labelled
from kairan.addressbook.models.books import Book
from kairan.addressbook.names import shown_name
from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.words import split
from kairan.shell.asking import Anybody

AT_ONCE = 1000


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, person: User) -> ContactQuerySet:
        """Those in the books that ``person`` sees."""
        return self.filter(book__in=Book.objects.visible_to(person))

    def editable_by(self, person: User) -> ContactQuerySet:
        """Those in the books that ``person`` may change."""
        return self.filter(book__in=Book.objects.editable_by(person))

    def matching(self, query: str) -> ContactQuerySet:
        """Those whose names, readings, company or addresses hold every word of ``query``."""
        found = self
        for word in split(query):
            found = found.filter(words__contains=word)
        return found

    def with_address_of(self, details: Details) -> ContactQuerySet:
        """Those that have one of the addresses of ``details``."""
        keys = [each.address.lower() for each in details.addresses]
        known = ContactAddress.objects.filter(key__in=keys)
        return self.filter(pk__in=known.values("contact_id"))

    def all_details(self) -> Iterator[Details]:
        """What is on record of each: a statement names a thousand, as databases take only so many.

        Two queries, and one more for each further thousand.
        """
        for contact in self.prefetch_related("addresses").iterator(chunk_size=AT_ONCE):
            yield contact.details


def _line(label: object, length: int = 100) -> models.CharField[str, str]:
    return models.CharField(label, max_length=length, blank=True, validators=[one_line])  # type: ignore[arg-type]


class Contact(models.Model):
    """Somebody outside the office, and how to reach them; ``version`` counts the changes."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="contacts")
    family = _line(_("family name"))
    given = _line(_("given name"))
    family_reading = _line(_("reading of the family name"))
    given_reading = _line(_("reading of the given name"))
    company = _line(pgettext_lazy("contact", "company"), 200)
    company_reading = _line(_("reading of the company"), 200)
    department = _line(_("department"))
    title = _line(_("job title"))
    phone = _line(pgettext_lazy("contact", "phone"), 50)
    mobile = _line(_("mobile phone"), 50)
    home_phone = _line(_("phone at home"), 50)
    fax = _line(_("fax"), 50)
    postal_code = _line(_("postal code"), 20)
    region = _line(_("prefecture or state"))
    city = _line(_("city"))
    street = _line(_("street and building"), 300)
    country = _line(_("country"))
    web = _line(_("web page"), 300)
    birthday = models.DateField(_("birthday"), null=True, blank=True)
    notes = models.TextField(_("notes"), max_length=10_000, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    initial = models.CharField(max_length=1, editable=False)
    words = models.TextField(editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["book", "sort_key", "id"], name="contact_by_name"),
            models.Index(fields=["book", "initial", "sort_key", "id"], name="contact_by_initial"),
        ]

    def __str__(self) -> str:
        return shown_name(self.details) or "–"

    def get_absolute_url(self) -> str:
        return reverse("addressbook:show", args=[self.pk])

    @property
    def details(self) -> Details:
        """All that is on record; ask for ``addresses`` beforehand where there are many."""
        own = {each.name: getattr(self, each.name) for each in fields(Details)[:-1]}
        labelled = sorted(self.addresses.all(), key=lambda each: each.position)
        return Details(
            **own, addresses=tuple(Labelled(each.address, each.label) for each in labelled)
        )

    @property
    def reading(self) -> str:
        """How the name is read, in the order of the name."""
        return " ".join(part for part in (self.family_reading, self.given_reading) if part)

    @property
    def post(self) -> str:
        """The postal address in one line."""
        parts = (self.postal_code, self.region, self.city, self.street, self.country)
        return " ".join(part for part in parts if part)

    @property
    def web_url(self) -> str:
        """Where the web page is, or nothing where a link would lead elsewhere than to the web."""
        scheme, separator, _rest = self.web.partition("://")
        if not separator:
            return f"https://{self.web}" if self.web and ":" not in self.web else ""
        return self.web if scheme.lower() in {"http", "https"} else ""


class ContactAddressQuerySet(models.QuerySet["ContactAddress"]):
    def visible_to(self, person: User | Anybody) -> ContactAddressQuerySet:
        """Those of contacts in the books that ``person`` sees."""
        return self.filter(contact__book__in=Book.objects.visible_to(person))


class ContactAddress(models.Model):
    """One of the e-mail addresses of a contact; ``key`` is how it is compared."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(max_length=10, choices=Label.choices)
    address = models.CharField(max_length=320)
    key = models.CharField(max_length=320)
    position = models.PositiveSmallIntegerField()

    objects = ContactAddressQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "key"], name="an_address_once"),
            models.CheckConstraint(condition=~Q(address=""), name="an_address_is_one"),
        ]
        indexes = [models.Index(fields=["key"], name="contact_by_address")]

    def __str__(self) -> str:
        return self.address

"""What one writes down about a contact."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.details import MOST_ADDRESSES, Details, Label, Labelled
from kairan.addressbook.forms.choosing import BookField
from kairan.addressbook.models import Book, Contact
from kairan.addressbook.operations.contacts import OWN_FIELDS
from kairan.people.forms.addresses import AddressField
from kairan.people.names import FAMILY_NAME_FIRST

FAMILY_FIRST = ["family", "given", "family_reading", "given_reading"]
GIVEN_FIRST = ["given", "family", "given_reading", "family_reading"]
WORK = ["company", "company_reading", "department", "title"]
PHONES = ["phone", "mobile", "home_phone", "fax"]
POST = ["postal_code", "region", "city", "street", "country"]
MORE = ["web", "birthday"]
SHOWN_ADDRESSES = 2


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """All of a contact; gives plain values to an operation instead of saving by itself."""

    into = BookField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Contact
        fields = [*FAMILY_FIRST, *WORK, *PHONES, *POST, *MORE, "notes"]
        widgets = {
            "birthday": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"class": "brief"}),
        }

    def __init__(
        self,
        data: Any,
        *,
        books: Sequence[Book],
        details: Details | None = None,
        book: Book | None = None,
        version: int | None = None,
    ) -> None:
        known = details or Details()
        super().__init__(data, initial={**asdict(known), "into": book, "version": version})
        into: Any = self.fields["into"]
        into.offer(books)
        for number in range(MOST_ADDRESSES):
            self._add_address(number, known.addresses[number : number + 1])

    def _add_address(self, number: int, now: Sequence[Labelled]) -> None:
        self.fields[f"address_{number}"] = AddressField(
            label=_("E-mail %(number)s") % {"number": number + 1},
            required=False,
            initial=now[0].address if now else "",
        )
        self.fields[f"label_{number}"] = forms.ChoiceField(
            label=_("For what %(number)s") % {"number": number + 1},
            choices=Label.choices,
            initial=now[0].label if now else Label.WORK,
        )

    def names(self) -> list[forms.BoundField]:
        """Return the fields of the name, in the order of the page's language."""
        family_first = get_language() in FAMILY_NAME_FIRST
        return [self[name] for name in (FAMILY_FIRST if family_first else GIVEN_FIRST)]

    def addresses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the first addresses: where, and what for."""
        return self._address_fields(range(SHOWN_ADDRESSES))

    def more_addresses(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of the other addresses."""
        return self._address_fields(range(SHOWN_ADDRESSES, MOST_ADDRESSES))

    def uses_more_addresses(self) -> bool:
        """Whether something stands in one of the other addresses."""
        return any(address.value() for address, _label in self.more_addresses())

    def _address_fields(self, numbers: range) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"address_{number}"], self[f"label_{number}"]) for number in numbers]

    def work(self) -> list[forms.BoundField]:
        """Return the fields of where somebody works."""
        return [self[name] for name in WORK]

    def phones(self) -> list[forms.BoundField]:
        """Return the fields of how to call."""
        return [self[name] for name in PHONES]

    def post(self) -> list[forms.BoundField]:
        """Return the fields of the postal address."""
        return [self[name] for name in POST]

    def more(self) -> list[forms.BoundField]:
        """Return the other fields of one line."""
        return [self[name] for name in MORE]

    def clean(self) -> dict[str, Any]:
        """Refuse a contact that has nothing to call it by, and the same address twice."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for number in range(MOST_ADDRESSES):
            address = (cleaned.get(f"address_{number}") or "").lower()
            if address and address in seen:
                self.add_error(
                    f"address_{number}",
                    _("This address stands here already. Leave one of them empty."),
                )
            seen.add(address)
        if not any(cleaned.get(name) for name in ("family", "given", "company")) and seen <= {""}:
            self.add_error(None, _("Write a name, a company or an address."))
        return cleaned

    def otherwise_in(self, standing: Contact) -> list[tuple[Any, Any]]:
        """Return label and value of what is on record now and was typed otherwise."""
        typed, known = self.details(), standing.details
        told = [
            (self.fields[name].label, getattr(known, name))
            for name in OWN_FIELDS
            if getattr(known, name) != getattr(typed, name)
        ]
        if known.addresses != typed.addresses:
            addresses = [f"{each.address} ({Label(each.label).label})" for each in known.addresses]
            told.append((_("E-mail"), ", ".join(addresses)))
        if self.cleaned_data["into"] != standing.book:
            told.append((self.fields["into"].label, standing.book))
        return told

    def details(self) -> Details:
        """Return what was typed."""
        sent = self.cleaned_data
        own = {each.name: sent[each.name] for each in fields(Details) if each.name in sent}
        labelled = [
            Labelled(sent[f"address_{number}"], sent[f"label_{number}"])
            for number in range(MOST_ADDRESSES)
            if sent[f"address_{number}"]
        ]
        return Details(**own, addresses=tuple(labelled))

"""The two steps of an import: choose a file, then say yes to what it would do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.files.columns import ENGLISH_JAPANESE, title_of
from kairan.addressbook.files.plan import Plan, plan
from kairan.addressbook.files.tables import Table, table_in
from kairan.addressbook.files.vcards_reading import said_in
from kairan.addressbook.forms.choosing import BookField
from kairan.addressbook.models import Book

LARGEST = 5 * 1024 * 1024


class FileForm(forms.Form):
    """The file, and the book it goes into."""

    file = forms.FileField(
        label=_("CSV or vCard file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.vcf,text/csv,text/vcard"}),
    )
    into = BookField(label=_("Into the book"))

    def __init__(self, data: Any, files: Any, *, books: Sequence[Book]) -> None:
        super().__init__(data, files)
        into: Any = self.fields["into"]
        into.offer(books)

    def clean_file(self) -> bytes:
        """Return the bytes of the file."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Split it."))
        data: bytes = file.read()
        return data


def is_vcard(data: bytes) -> bool:
    """Whether a file holds vCards; what it is called proves nothing."""
    return data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")[:11].upper() == b"BEGIN:VCARD"


class TextForm(forms.Form):
    """What a file says, what each column of a table is, and the book it goes into."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    into = BookField(label=_("Into the book"), widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, books: Sequence[Book]) -> None:
        super().__init__(data)
        into: Any = self.fields["into"]
        into.offer(books)
        self.table: Table | None = None

    def clean_text(self) -> str:
        """Read a table once more; what comes back from a browser proves nothing."""
        text: str = self.cleaned_data["text"]
        if not is_vcard(text.encode("utf-8", "replace")):
            self.table = table_in(text)
        return text

    def columns(self) -> list[tuple[str, str, str]]:
        """Return heading, name of the field, and what is chosen, of each column of a table."""
        if self.table is None:
            return []
        chosen = self._chosen(self.table)
        return [
            (heading or "–", f"column_{place}", column)
            for place, (heading, column) in enumerate(zip(self.table.headings, chosen, strict=True))
        ]

    def choices(self) -> list[tuple[str, str]]:
        """Return what a column can be."""
        return [(column, title_of(column)) for column in ENGLISH_JAPANESE]

    def plan(self) -> Plan:
        """Return what it would do, with the columns as they are chosen."""
        if self.table is None:
            said = said_in(self.cleaned_data["text"].encode("utf-8", "replace"))
        else:
            said = self.table.said(self._chosen(self.table))
        return plan(said, book=self.cleaned_data["into"])

    def _chosen(self, table: Table) -> list[str]:
        if "column_0" not in self.data:
            return table.columns
        sent = [self.data.get(f"column_{place}", "") for place in range(len(table.headings))]
        return [column if column in ENGLISH_JAPANESE else "" for column in sent]

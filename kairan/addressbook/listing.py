"""Which contacts a list shows: those of a book or of all, that hold some words, under a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from kairan.addressbook.models import Book, Contact
from kairan.addressbook.models.contacts import ContactQuerySet
from kairan.people.models import User

BY_NAME = ("sort_key", "pk")
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Listing:
    """What one looks at; ``book`` is None for all that one sees."""

    viewer: User
    book: Book | None = None
    query: str = ""
    initial: str = ""

    @classmethod
    def asked_for(cls, asked: Mapping[str, str], *, by: User, books: list[Book]) -> Listing:
        """Return what the query string ``asked`` means; what makes no sense is left out."""
        wanted = asked.get("book", "")
        return cls(
            viewer=by,
            book=next((each for each in books if str(each.pk) == wanted), None),
            query=asked.get("q", "")[:LONGEST_QUERY],
            initial=asked.get("initial", "")[:1].replace("\0", ""),
        )

    @property
    def contacts(self) -> ContactQuerySet:
        """What is shown."""
        found = self._in_books().matching(self.query)
        return found.filter(initial=self.initial) if self.initial else found

    @property
    def initials(self) -> list[str]:
        """The letters and rows of kana under which somebody stands."""
        rows = self._in_books().order_by("initial").values_list("initial", flat=True)
        return sorted(rows.distinct(), key=lambda initial: (not initial.isalnum(), initial))

    @property
    def string(self) -> str:
        """The query string that asks for the same."""
        book = str(self.book.pk) if self.book else ""
        asked = {"book": book, "q": self.query, "initial": self.initial}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def without_initial(self) -> str:
        """The query string that asks for all letters."""
        return urlencode({"book": self.book.pk}) if self.book else ""

    def _in_books(self) -> ContactQuerySet:
        seen = Contact.objects.visible_to(self.viewer)
        return seen.filter(book=self.book) if self.book else seen

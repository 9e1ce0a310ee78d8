"""The field with which one says into which book."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.models import Book

OWN = "own"


class BookField(forms.ChoiceField):
    """Takes one of the books given to ``offer``; None is one's own that is yet to be made."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Book"))
        super().__init__(**kwargs)
        self._books: dict[str, Book | None] = {}

    def offer(self, books: Sequence[Book]) -> None:
        """Let one choose among ``books``, and one's own where there is none yet."""
        own = any(book.kind == Book.Kind.PRIVATE for book in books)
        self._books = {} if own else {OWN: None}
        self._books |= {str(book.pk): book for book in books}
        self.choices = [
            (value, str(book) if book else _("My contacts")) for value, book in self._books.items()
        ]

    def clean(self, value: Any) -> Book | None:
        """Return the book that was chosen."""
        return self._books[super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        """Return how a book stands in the form."""
        return str(value.pk) if isinstance(value, Book) else value

"""What one says of a group of contacts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.forms.choosing import BookField
from kairan.addressbook.models import Book
from kairan.people.one_line import one_line


class GroupNameForm(forms.Form):
    """The name of a group."""

    name = forms.CharField(label=_("Name of the group"), max_length=100, validators=[one_line])


class NewGroupForm(GroupNameForm):
    """A new group, and the book it belongs to."""

    into = BookField(label=_("In the book"))

    def __init__(self, data: Any, *, books: Sequence[Book]) -> None:
        super().__init__(data)
        into: Any = self.fields["into"]
        into.offer(books)

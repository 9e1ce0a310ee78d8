"""What one says of a book: its name, whose it is, who edits it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.models import Book
from kairan.addressbook.operations.books import Named
from kairan.people.models import Group, User
from kairan.people.one_line import one_line
from kairan.people.picker import PeopleField

GROUP = "group:"


class BookForm(forms.Form):
    """A book that exists."""

    name = forms.CharField(label=_("Name of the book"), max_length=100, validators=[one_line])
    editors = PeopleField(
        label=_("Who edits it"),
        required=False,
        help_text=_(
            "In a book of a group nobody chosen means every member; in a common book "
            "administrators edit besides whom you choose."
        ),
    )

    def __init__(self, data: Any, *, book: Book | None = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if book is not None and book.kind == Book.Kind.PRIVATE:
            del self.fields["editors"]

    def editors_chosen(self) -> list[int]:
        """Return the ids of those who edit."""
        chosen = self.cleaned_data.get("editors")
        return sorted(chosen.ids()) if chosen else []


class NewBookForm(BookForm):
    """A new book, and who sees it."""

    seen_by = forms.ChoiceField(label=_("Who sees it"))
    field_order = ("name", "seen_by", "editors")

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        groups = Group.objects.filter(members=by).order_by("name")
        self._groups = {f"{GROUP}{each.pk}": each for each in groups}
        choices: list[tuple[str, Any]] = [(Book.Kind.PRIVATE.value, _("Only I"))]
        choices += [(value, each.name) for value, each in self._groups.items()]
        if by.is_administrator:
            choices.append((Book.Kind.COMMON.value, _("Everybody")))
        seen_by: Any = self.fields["seen_by"]
        seen_by.choices = choices

    def named(self) -> Named:
        """Return what was typed."""
        seen_by = self.cleaned_data["seen_by"]
        group = self._groups.get(seen_by)
        return Named(
            name=self.cleaned_data["name"],
            kind=Book.Kind.GROUP if group else seen_by,
            group=group,
            editors=self.editors_chosen(),
        )

"""A list of mail that one opens: a folder, what has a label, or what has a star; newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kairan.people.models import User
from kairan.shell.paging import Page, page
from kairan.webmail.folders import ASIDE
from kairan.webmail.models import Folder, Label, Labelled, Message
from kairan.webmail.threads.reading import counts, newest_of_each


@dataclass(frozen=True)
class Listing:
    """Mail of ``person``: of one folder, with one label, or (neither given) with a star.

    A folder that is not stored is the inbox of whoever has none yet.

    ``by_conversation`` asks for one line for each conversation of a folder.
    """

    person: User
    folder: Folder | None = None
    label: Label | None = None
    by_conversation: bool = False

    def __str__(self) -> str:
        return str(self.folder or self.label or _("Starred"))

    @property
    def key(self) -> str:
        """How forms name it; :func:`named` finds it again."""
        if self.folder is not None:
            return f"folder-{self.folder.pk}"
        return f"label-{self.label.pk}" if self.label is not None else "starred"

    @property
    def kind(self) -> str:
        """The kind of its folder; empty for a label and for what is starred."""
        return self.folder.kind if self.folder is not None else ""

    @property
    def url(self) -> str:
        """Where it is shown."""
        if self.folder is not None:
            number = self.folder.pk
            return reverse("webmail:folder", args=[number]) if number else reverse("webmail:index")
        if self.label is not None:
            return reverse("webmail:label", args=[self.label.pk])
        return reverse("webmail:starred")

    @property
    def folds(self) -> bool:
        """Whether it has one line for each conversation; only a folder can."""
        return self.by_conversation and self.folder is not None

    def page(self, request: HttpRequest) -> "Shown":
        """Return the page that ``request`` asks for, with what its lines need."""
        if self.label is not None:
            marked = page(request, self._labelled(), keys=["-arranged_at", "-message_id"])
            return Shown([each.message for each in marked.items], marked)
        rows = newest_of_each(self._messages()) if self.folds else self._messages()
        found = page(request, rows, keys=["-arranged_at", "-pk"])
        return Shown(found.items, found, counts(found.items) if self.folds else {})

    def count(self) -> int:
        """Return how many mails it has now."""
        return self._labelled().count() if self.label is not None else self._messages().count()

    def piece(
        self, size: int, *, beyond: tuple[datetime, int] | None = None, newest: int
    ) -> list[tuple[datetime, int]]:
        """Return moment and number of the next ``size`` mails, none later stored than ``newest``.

        What is changed piece by piece may leave the list meanwhile: the last of a piece says where
        the next begins.
        """
        is_labelled = self.label is not None
        number = "message_id" if is_labelled else "pk"
        found: QuerySet[Any] = self._labelled() if is_labelled else self._messages()
        rows = found.values_list("arranged_at", number)
        rows = rows.filter(**{f"{number}__lte": newest}).order_by("-arranged_at", f"-{number}")
        if beyond is not None:
            moment, last = beyond
            earlier = Q(arranged_at__lt=moment) | Q(**{f"{number}__lt": last})
            rows = rows.filter(earlier, arranged_at__lte=moment)
        return list(rows[:size])

    def _messages(self) -> QuerySet[Message]:
        mine = Message.objects.visible_to(self.person)
        if self.folder is not None:
            return mine.filter(folder__pk=self.folder.pk) if self.folder.pk else mine.none()
        return mine.starred().exclude(folder__kind__in=ASIDE)

    def _labelled(self) -> QuerySet[Labelled]:
        marked = Labelled.objects.visible_to(self.person).filter(label=self.label)
        wanted = marked.exclude(message__folder__kind__in=ASIDE)
        return wanted.select_related("message")


@dataclass(frozen=True)
class Shown:
    """The messages of one page, and where its neighbours are."""

    messages: Sequence[Message]
    pages: Page[Message] | Page[Labelled]
    counts: Mapping[int, int] = field(default_factory=dict)


def named(key: str, person: User) -> Listing | None:
    """Return the list of ``person`` that a form names ``key``, None where there is none."""
    if key == "starred":
        return Listing(person)
    kind, _dash, typed = key.partition("-")
    number = number_in(typed)
    if kind == "folder":
        folder = Folder.objects.visible_to(person).filter(pk=number).first()
        return Listing(person, folder=folder) if folder else None
    label = Label.objects.visible_to(person).filter(pk=number).first() if kind == "label" else None
    return Listing(person, label=label) if label else None


def number_in(typed: str) -> int:
    """Return the number of a row, 0 for what is none: "²" is a digit, and databases have limits."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

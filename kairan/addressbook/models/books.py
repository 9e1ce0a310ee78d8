"""Books: whose they are, who sees them, who edits them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kairan.people.models import Group, User
from kairan.people.one_line import one_line
from kairan.shell.asking import Anybody


class BookQuerySet(models.QuerySet["Book"]):
    def visible_to(self, person: User | Anybody) -> BookQuerySet:
        """One's own, those of the groups one is in, and those of everybody.

        A book whose group is gone is seen by administrators, and by the editors whom they name.
        """
        if not person.is_active:
            return self.none()
        left_over = Q(kind=Book.Kind.GROUP, group=None)
        if not person.is_administrator:
            left_over &= _named(person)
        return self.filter(
            Q(kind=Book.Kind.PRIVATE, owner_id=person.pk)
            | Q(kind=Book.Kind.GROUP, group__in=_groups_of(person))
            | Q(kind=Book.Kind.COMMON)
            | left_over
        )

    def editable_by(self, person: User) -> BookQuerySet:
        """Those of the visible ones whose contacts ``person`` may change.

        In a book of a group that is its editors, and every member as long as no editor works in
        the group; in a common one its editors and administrators.
        """
        seen = self.visible_to(person)
        if person.is_administrator:
            return seen
        somebody = Book.editors.through.objects.filter(
            book_id=OuterRef("pk"),
            user__is_active=True,
            user__groups=OuterRef("group_id"),
        )
        open_to_all = Q(kind=Book.Kind.GROUP, group__isnull=False) & ~Exists(somebody)
        return seen.filter(Q(kind=Book.Kind.PRIVATE) | open_to_all | _named(person))

    def managed_by(self, person: User) -> BookQuerySet:
        """Those that ``person`` may rename, delete and name editors of."""
        books = self.editable_by(person)
        return books if person.is_administrator else books.exclude(kind=Book.Kind.COMMON)

    def in_order(self) -> BookQuerySet:
        """The nearest first: one's own, those of groups, those of everybody."""
        return self.order_by(nearness(), "name", "pk")


class Book(models.Model):
    """Contacts that are kept together, and who sees them."""

    class Kind(models.TextChoices):
        PRIVATE = "private", pgettext_lazy("address book", "Private")
        GROUP = "group", pgettext_lazy("address book", "Group")
        COMMON = "common", pgettext_lazy("address book", "Common")

    name = models.CharField(_("name"), max_length=100, validators=[one_line])
    kind = models.CharField(max_length=10, choices=Kind.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="address_books",
    )
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="address_books"
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="edited_address_books", blank=True
    )

    objects = BookQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="private", owner__isnull=False, group=None)
                | Q(kind="group", owner=None)
                | Q(kind="common", owner=None, group=None),
                name="a_book_is_of_one_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


def nearness(prefix: str = "") -> Case:
    """Return an expression that is lowest for private books; ``prefix`` leads to the book."""
    return Case(
        When(**{f"{prefix}kind": Book.Kind.PRIVATE}, then=Value(0)),
        When(**{f"{prefix}kind": Book.Kind.GROUP}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _named(person: User | Anybody) -> Q:
    named = Book.editors.through.objects.filter(user_id=person.pk)
    return Q(pk__in=named.values("book_id"))


def _groups_of(person: User | Anybody) -> models.QuerySet[Group]:
    return Group.objects.filter(members=person.pk).order_by().values("pk")  # type: ignore[return-value]

"""Groups of contacts, to write to together."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.addressbook.models.books import Book
from kairan.addressbook.models.contacts import Contact
from kairan.people.models import User
from kairan.people.one_line import one_line
from kairan.people.words import split


class ContactGroupQuerySet(models.QuerySet["ContactGroup"]):
    def visible_to(self, person: User) -> ContactGroupQuerySet:
        """Those in the books that ``person`` sees."""
        return self.filter(book__in=Book.objects.visible_to(person))

    def editable_by(self, person: User) -> ContactGroupQuerySet:
        """Those in the books that ``person`` may change."""
        return self.filter(book__in=Book.objects.editable_by(person))

    def matching(self, query: str) -> ContactGroupQuerySet:
        """Those whose names hold every word of ``query``."""
        found = self
        for word in split(query):
            found = found.filter(words__contains=word)
        return found


class ContactGroup(models.Model):
    """Contacts that get mail together. Each reader sees the members that they see elsewhere too."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=100, validators=[one_line])
    words = models.CharField(max_length=400, editable=False)
    members = models.ManyToManyField(Contact, related_name="groups")

    objects = ContactGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "name"], name="one_group_of_a_name_in_a_book")
        ]

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: User) -> EntryQuerySet:
        """The only way views reach an entry: what a person may not see does not exist."""
        shared = Entry.readers.through.objects.filter(entry=models.OuterRef("pk"), user=person)
        return self.filter(Q(author=person) | models.Exists(shared))


class Entry(models.Model):
    """Something written down for colleagues."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sampleapp_entries"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sampleapp:show", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"sampleapp:{self.pk}"

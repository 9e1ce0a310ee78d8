"""Where a person keeps mail."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.people.models import User


class FolderQuerySet(models.QuerySet["Folder"]):
    def visible_to(self, person: User) -> FolderQuerySet:
        """One's own folders, and nobody else's."""
        return self.filter(owner=person)


class Folder(models.Model):
    """A folder of one person. People make those of kind ``OWN``; the rest is everybody's."""

    class Kind(models.TextChoices):
        INBOX = "inbox", _("Inbox")
        SENT = "sent", _("Sent mail")
        ARCHIVE = "archive", _("Archive")
        SPAM = "spam", _("Spam")
        TRASH = "trash", _("Trash")
        OWN = "own", _("Own folder")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_folders"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OWN)
    name = models.CharField(_("name"), max_length=100, blank=True)

    unread: int
    """How many mails in it are unread: only those of `kairan.webmail.folders` know it."""

    objects = FolderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind"], condition=~Q(kind="own"), name="one_folder_of_a_kind"
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(kind="own"), name="folder_names_differ"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.Kind(self.kind).label)

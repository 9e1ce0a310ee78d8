"""A mail as lists show it; its bytes lie with the contents."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kairan.delivery.models import Letter
from kairan.people.models import User
from kairan.webmail.models.accounts import Account
from kairan.webmail.models.folders import Folder
from kairan.webmail.models.labels import Label


class MailQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: User) -> MailQuerySet:
        """One's own mail, and nobody else's."""
        return self.filter(owner=person)

    def starred(self) -> MailQuerySet:
        return self.filter(is_starred=True)

    def unread(self) -> MailQuerySet:
        return self.filter(is_read=False)

    def newest_first(self) -> MailQuerySet:
        """As lists show them, and as the index of each folder has them.

        So much as counting the first few of a folder is done by that index only when they are
        asked for in its order: PostgreSQL would rather look for them among the mail of all.
        """
        return self.order_by("-arranged_at", "-pk")


class Message(models.Model):
    """One mail in one folder. What the list shows stands here; the mail itself is in its bytes.

    A letter of one's own keeps the key of its draft: no draft becomes two letters.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_messages"
    )
    account = models.ForeignKey(
        Account, null=True, on_delete=models.SET_NULL, related_name="messages"
    )
    folder = models.ForeignKey(
        Folder, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    content_id = models.BigIntegerField()
    size = models.PositiveBigIntegerField()
    thread = models.BigIntegerField(null=True)
    message_id = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    correspondent = models.TextField(blank=True)
    preview = models.CharField(max_length=200, blank=True)
    arranged_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    has_attachments = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False)
    is_starred = models.BooleanField(default=False)
    is_answered = models.BooleanField(default=False)
    is_forwarded = models.BooleanField(default=False)
    is_searchable = models.BooleanField(default=False)
    shows_pictures = models.BooleanField(default=False)
    charset = models.CharField(max_length=20, blank=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    labels = models.ManyToManyField(Label, through="Labelled", related_name="messages")
    trashed_at = models.DateTimeField(null=True)
    draft_key = models.UUIDField(null=True, unique=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        # None of all mail begins with the owner and has more columns: without statistics, SQLite
        # would take it for finding a few by their numbers, and read through all of the owner's.
        indexes = [
            models.Index(fields=["folder", "-arranged_at", "-id"], name="message_by_folder"),
            models.Index(
                fields=["folder", "-arranged_at", "-id"],
                condition=Q(is_read=False),
                name="message_newest_unread",
            ),
            models.Index(
                fields=["thread", "owner", "folder", "arranged_at"], name="message_in_conversation"
            ),
            models.Index(
                fields=["owner", "-arranged_at", "-id"],
                condition=Q(is_starred=True),
                name="message_starred",
            ),
            models.Index(
                fields=["trashed_at"],
                condition=Q(trashed_at__isnull=False),
                name="message_in_trash",
            ),
            models.Index(
                fields=["owner", "id"], condition=Q(is_searchable=False), name="message_to_index"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

"""A letter that is being written."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.attachments.models import Attachment
from kairan.people.models import User
from kairan.webmail.models.accounts import Account
from kairan.webmail.models.messages import Message


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, person: User) -> DraftQuerySet:
        """One's own drafts, and nobody else's."""
        return self.filter(owner=person)


class Draft(models.Model):
    """What somebody has typed so far; it becomes a letter, a message in Sent, and is gone."""

    class Kind(models.TextChoices):
        NEW = "new"
        REPLY = "reply"
        FORWARD = "forward"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_drafts"
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("from")
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEW)
    answers = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.TextField(_("to"), blank=True)
    cc = models.TextField(_("Cc"), blank=True)
    bcc = models.TextField(_("Bcc"), blank=True)
    subject = models.TextField(_("subject"), blank=True)
    body = models.TextField(_("text"), blank=True)
    files = models.ManyToManyField(Attachment, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at", "-id"], name="draft_by_owner")]

    def __str__(self) -> str:
        return self.subject

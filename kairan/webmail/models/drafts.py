"""A letter that is being written."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.attachments.models import Attachment
from kairan.delivery.models import Letter
from kairan.people.models import User
from kairan.webmail.models.accounts import Account
from kairan.webmail.models.identities import Identity
from kairan.webmail.models.messages import Message


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, person: User) -> DraftQuerySet:
        """One's own drafts, and nobody else's."""
        return self.filter(owner=person)

    def being_written(self) -> DraftQuerySet:
        """Those that are no letter yet."""
        return self.filter(leaves_at=None)

    def leaving(self) -> DraftQuerySet:
        """Those whose letter waits to leave, and can be taken back; the next first."""
        return self.exclude(leaves_at=None).order_by("leaves_at", "pk")

    def gone(self, now: datetime) -> DraftQuerySet:
        """Those whose letter may have left by ``now`` (aware)."""
        return self.leaving().filter(leaves_at__lte=now)


class Draft(models.Model):
    """What somebody has typed so far; it becomes a letter, a message in Sent, and is gone.

    Until ``leaves_at`` its ``letter`` waits, and can be taken back: then it is a draft again. The
    ``version`` counts how often it was kept, so that no tab writes over what another one kept;
    ``kept_by`` is the page that kept it last, which may not have heard that it was, ``kept_turn``
    the number of what that page sent.
    Where it ``is_rich``, ``html`` is the letter, and ``body`` is made of it; the ``html`` of
    another is what it was before its formatting was taken off, until somebody changes the text.
    """

    class Kind(models.TextChoices):
        NEW = "new"
        REPLY = "reply"
        FORWARD = "forward"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_drafts"
    )
    identity = models.ForeignKey(
        Identity, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("from")
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NEW)
    answers = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.TextField(_("to"), blank=True)
    cc = models.TextField(_("Cc"), blank=True)
    bcc = models.TextField(_("Bcc"), blank=True)
    subject = models.TextField(_("subject"), blank=True)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    is_rich = models.BooleanField(default=False)
    carried = models.ManyToManyField(Message, related_name="+")
    code = models.CharField(max_length=20, blank=True)  # "": that of the settings.
    files = models.ManyToManyField(Attachment, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=0)
    kept_by = models.UUIDField(null=True)
    kept_turn = models.PositiveBigIntegerField(default=0)
    leaves_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-saved_at", "-id"], name="draft_by_owner"),
            models.Index(
                fields=["leaves_at"], condition=~Q(leaves_at=None), name="draft_that_leaves"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def account(self) -> Account:
        """The account by which the letter leaves."""
        return self.identity.account

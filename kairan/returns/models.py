from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.delivery.models import Envelope
from kairan.notices.models import Announcement
from kairan.people.models import User


class ReturnedMailQuerySet(models.QuerySet["ReturnedMail"]):
    def visible_to(self, person: User) -> ReturnedMailQuerySet:
        """Administrators see what came back; others see what became of it, where it belongs."""
        return self if person.is_administrator else self.none()

    def waiting(self) -> ReturnedMailQuerySet:
        """Those that have been stored, and not looked at."""
        return self.filter(outcome=ReturnedMail.Outcome.WAITING)

    def kept(self) -> ReturnedMailQuerySet:
        """Those that could not be placed: an administrator decides."""
        return self.filter(outcome=ReturnedMail.Outcome.KEPT)


class ReturnedMail(models.Model):
    """One mail out of the notification mailbox, and what became of it.

    Its bytes lie with the contents; ``content_id`` is empty once an administrator deleted them.
    ``answer_key`` belongs to an answer that was taken: the same answer is taken once.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("not looked at yet")
        KEPT = "kept", _("could not be placed")
        BOUNCE = "bounce", _("a mail that came back")
        DELAYED = "delayed", _("a server is still trying")
        AUTOMATIC = "automatic", _("written by a machine; ignored")
        ANSWER = "answer", _("an answer; taken")
        REPEATED = "repeated", _("the same answer again; nothing changed")
        PASSED_ON = "passed-on", _("passed on")
        PROBE = "probe", _("our own test mail")
        DELETED = "deleted", _("deleted")

    class Why(models.TextChoices):
        NOTHING = "", ""
        UNPROVEN = "unproven", _("It says that a mail came back, but carries nothing of it.")
        NO_SECRET = "no-secret", _("It answers none of the mails that the office has sent.")
        COMPLAINT = "complaint", _("Somebody complains about a mail, by way of their provider.")
        NOBODY = "nobody", _("Nobody is there whom it could be passed on to.")
        ROUND_AND_ROUND = "round", _("It has been passed on too often already.")
        TOO_LARGE = "too-large", _("It is too large; its head is kept, the rest is on the server.")
        NOT_MAILED = "not-mailed", _("It was to be passed on while nothing is mailed.")
        FAULT = "fault", _("It cannot be read: a fault in Kairan.")

    sha256 = models.CharField(max_length=64, unique=True)
    content_id = models.BigIntegerField(null=True)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    fault = models.TextField(blank=True)
    sender = models.TextField(blank=True)
    subject = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, blank=True)
    envelope = models.ForeignKey(
        Envelope, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    announcement = models.ForeignKey(
        Announcement, null=True, on_delete=models.SET_NULL, related_name="returned"
    )
    person = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    passed_to = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    answer_key = models.UUIDField(null=True, unique=True)

    objects = ReturnedMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["outcome", "id"], name="returned_by_outcome"),
            models.Index(
                fields=["message_id"], condition=~Q(message_id=""), name="returned_by_message_id"
            ),
            models.Index(fields=["received_at"], name="returned_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"

    @property
    def tone(self) -> str:
        """How a badge of what became of it is coloured."""
        return {"kept": "stop", "waiting": "wait", "bounce": "wait", "answer": "ok"}.get(
            self.outcome, ""
        )

    @property
    def may_be_read(self) -> bool:
        """Whether its bytes are still there."""
        return self.content_id is not None


class Visit(models.Model):
    """When the notification mailbox is received next, and what was wrong last time: one row.

    ``tried_at`` is when the last visit began, ``visited_at`` when the last one that went well did.
    """

    THE_ROW = 1

    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_visits")]

    def __str__(self) -> str:
        return f"next visit: {self.next_at}"

"""A message that was left for people who were not there, and each recipient's copy of it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kairan.apps.whereabouts.models.lists import Request
from kairan.people.models import User
from kairan.people.one_line import one_line


def caller_words(*, caller: str, company: str) -> str:
    """Return who called, in the order of the active language."""
    if caller and company:
        return _("%(caller)s, %(company)s") % {"caller": caller, "company": company}
    return caller or company


def headline(*, request: str, caller: str, writer: str) -> str:
    """Return the one line that says what a message is, in the active language."""
    if request and caller:
        return _("%(request)s: %(caller)s") % {"request": request, "caller": caller}
    if caller:
        return _("Message from %(caller)s") % {"caller": caller}
    return request or _("Message from %(caller)s") % {"caller": writer}


class LeftMessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: User) -> LeftMessageQuerySet:
        """Those that ``person`` wrote or got: nobody else reads a message, confidential or not."""
        received = Copy.objects.filter(message=models.OuterRef("pk"), recipient=person)
        return self.filter(Q(writer=person) | models.Exists(received))

    def written_by(self, person: User) -> LeftMessageQuerySet:
        return self.filter(writer=person)


class Message(models.Model):
    """What somebody asked to be told, and who took it down. It is never edited."""

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="messages_left",
        db_index=False,
    )
    key = models.UUIDField(default=uuid4, editable=False)
    caller = models.CharField(
        gettext_lazy("who called"), max_length=100, blank=True, validators=[one_line]
    )
    company = models.CharField(
        gettext_lazy("company"), max_length=100, blank=True, validators=[one_line]
    )
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    own_words = models.CharField(
        gettext_lazy("request in other words"), max_length=100, blank=True, validators=[one_line]
    )
    details = models.TextField(gettext_lazy("details"), blank=True)
    contact = models.CharField(
        gettext_lazy("contact"), max_length=100, blank=True, validators=[one_line]
    )
    is_confidential = models.BooleanField(gettext_lazy("confidential"), default=False)
    recipients_total = models.PositiveIntegerField(default=0)
    opened_total = models.PositiveIntegerField(default=0)
    left_at = models.DateTimeField()

    objects = LeftMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["writer", "key"], name="whereabouts_message_of_a_form"),
            models.CheckConstraint(
                condition=Q(opened_total__lte=models.F("recipients_total")),
                name="whereabouts_opened_by_some",
            ),
        ]
        indexes = [models.Index(fields=["writer", "-id"], name="whereabouts_by_writer")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("whereabouts:message", args=[self.pk])

    @property
    def about(self) -> str:
        """The name under which the office speaks of this record."""
        return f"whereabouts:{self.pk}"

    @property
    def asked(self) -> str:
        """What the caller asks for, in the language of whoever reads."""
        return self.request.name if self.request is not None else self.own_words

    @property
    def from_whom(self) -> str:
        """Who called, with their company."""
        return caller_words(caller=self.caller, company=self.company)

    @property
    def title(self) -> str:
        """The line by which one knows the message, for those who may read it."""
        return headline(request=self.asked, caller=self.from_whom, writer=str(self.writer))

    @property
    def is_opened_by_all(self) -> bool:
        return 0 < self.recipients_total == self.opened_total


class CopyQuerySet(models.QuerySet["Copy"]):
    def of(self, person_id: int) -> CopyQuerySet:
        """The messages left for a person."""
        return self.filter(recipient_id=person_id)

    def unread(self) -> CopyQuerySet:
        """Those that have not been opened."""
        return self.filter(opened_at=None)

    def counted_for_others(self) -> CopyQuerySet:
        """Those that colleagues see on the board, as a number."""
        return self.filter(message__is_confidential=False)


class Copy(models.Model):
    """A message as one recipient has it: opened, or not yet."""

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="copies", db_index=False
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="messages_received",
        db_index=False,
    )
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "recipient"], name="whereabouts_one_copy"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="whereabouts_by_recipient"),
            models.Index(
                fields=["recipient", "id"], condition=Q(opened_at=None), name="whereabouts_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} for {self.recipient_id}"

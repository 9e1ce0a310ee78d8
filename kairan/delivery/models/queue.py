"""The queue: a letter, an envelope for each recipient, every try, and servers that rest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kairan.mailservers.models import OutgoingServer
from kairan.people.models import User

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Purpose(models.TextChoices):
    """What a letter is for; it decides whether it leaves while notifications are off."""

    NOTIFICATION = "notification", _("Notification")
    ACCOUNT = "account", _("Account")  # password reset, test mail
    PERSONAL = "personal", _("Personal mail")  # written by somebody in WebMail


class WhenUncertain(models.TextChoices):
    """What happens to a letter of which nobody knows whether the server took it."""

    ASK = "ask", _("an administrator decides")
    RESEND = "resend", _("it is sent again once, with the same Message-ID")


class State(models.TextChoices):
    """The fate of an envelope, in words as exact as what is known."""

    WAITING = "waiting", _("waiting")
    HELD = "held", _("held")
    SENDING = "sending", _("sending")
    ACCEPTED = "accepted", _("accepted by the server")
    DEFERRED = "deferred", _("put off by the server")
    REFUSED = "refused", _("refused")
    UNCERTAIN = "uncertain", _("uncertain")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    BOUNCED = "bounced", _("came back")


class Reason(models.TextChoices):
    """Why an envelope is where it is, where that is not the server's doing."""

    NONE = "", ""
    NOT_MAILED = "not-mailed", _("Notification via E-mail is not in use or not set up.")
    NO_SERVER = "no-server", _("There is no outgoing server for it any more.")
    WITHDRAWN = "withdrawn", _("It was withdrawn before it left.")
    TAKEN_BACK = "taken-back", _("Its writer took it back before it left.")
    READ = "read", _("It was read in the office before it left.")
    REPLACED = "replaced", _("A newer one took its place before it left.")
    RECAST = "recast", _("It was put together anew, without what had become stale.")
    BY_ADMINISTRATOR = "by-administrator", _("An administrator decided so.")
    TOO_LATE = "too-late", _("It could not be sent in time.")
    TOO_LARGE = "too-large", _("It is larger than the server's settings allow.")
    BAD_ADDRESS = "bad-address", _("The address cannot be written to.")
    INTERNATIONAL = (
        "international",
        _("The server takes no address with such characters before the @."),
    )
    UNREADABLE = "unreadable", _("The letter cannot be put together: a fault in Kairan.")
    LOST_TOUCH = "lost-touch", _("The connection broke; nobody knows whether the server took it.")
    STOPPED = "stopped", _("Kairan was stopped in mid-sending; the server may have taken it.")
    COMES_BACK = "comes-back", _("Mail to this address comes back.")


# Nothing happens to these any more unless a person says so.
SETTLED = (
    State.ACCEPTED,
    State.REFUSED,
    State.UNCERTAIN,
    State.EXPIRED,
    State.CANCELLED,
    State.BOUNCED,
)

# What has not left and is with no worker; it can be taken back.
UNSENT = (State.WAITING, State.DEFERRED, State.HELD)

_TONES = {
    State.ACCEPTED: "ok",
    State.SENDING: "go",
    State.REFUSED: "stop",
    State.UNCERTAIN: "stop",
    State.EXPIRED: "stop",
    State.BOUNCED: "stop",
    State.CANCELLED: "",
}


class Letter(models.Model):
    """A text with slots, the same for all its envelopes; it never changes once submitted.

    ``template`` and an envelope's ``slots`` give the bytes, the same at every try.
    """

    Purpose = Purpose
    WhenUncertain = WhenUncertain

    template = models.BinaryField()
    subject = models.CharField(max_length=250)
    sender = models.CharField(max_length=320, blank=True)
    server = models.ForeignKey(
        OutgoingServer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    kind = models.CharField(max_length=100)
    about = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    when_uncertain = models.CharField(max_length=6, choices=WhenUncertain.choices)
    has_message_id = models.BooleanField()

    envelopes: RelatedManager[Envelope]

    class Meta:
        indexes = [
            models.Index(fields=["kind", "id"], name="letter_by_kind"),
            models.Index(fields=["about"], name="letter_by_about"),
            models.Index(fields=["created_at"], name="letter_by_age"),
        ]

    def __str__(self) -> str:
        return self.subject


class Lease(models.Model):
    """What one run of the engine holds: the envelopes in state ``sending`` that name it.

    The holder locks ``<journal>`` (a file of that name, or a lock in the database) for as long as
    it lives; ``runs_out_at`` counts only where that lock cannot be seen. ``boot`` tells a power
    cut from a killed process.
    """

    journal = models.CharField(max_length=40, unique=True)
    host = models.CharField(max_length=255)
    boot = models.CharField(max_length=64)
    runs_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} {self.journal}"


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def visible_to(self, person: User) -> EnvelopeQuerySet:
        """Administrators see the whole queue; others see what happened where it concerns them."""
        return self if person.is_administrator else self.none()

    def for_letters(self, letters: Collection[Letter | int]) -> EnvelopeQuerySet:
        """The envelopes of some letters."""
        ids = [each.pk if isinstance(each, Letter) else each for each in letters]
        return self.filter(letter_id__in=ids)

    def waiting(self) -> EnvelopeQuerySet:
        """Those that will be tried when their time comes."""
        return self.filter(next_try_at__isnull=False)

    def unsent(self) -> EnvelopeQuerySet:
        """Those that have not left and can be taken back: waiting, put off or held."""
        return self.filter(state__in=UNSENT)

    def due(self, now: datetime) -> EnvelopeQuerySet:
        """Those whose time has come."""
        return self.filter(next_try_at__lte=now)


class Envelope(models.Model):
    """One recipient's fate, and the values that make the letter theirs.

    ``next_try_at`` is set exactly while the envelope waits for a try; ``tries`` counts those that
    reached the server; ``code`` and ``words`` are the server's last, verbatim; ``reason`` is ours.
    """

    State = State
    Reason = Reason

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="envelopes")
    server = models.ForeignKey(
        OutgoingServer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    person_id = models.BigIntegerField(null=True)
    recipient = models.CharField(max_length=320)
    search_key = models.CharField(max_length=320, db_index=True)
    slots = models.TextField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    rank = models.SmallIntegerField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    was_resent = models.BooleanField(default=False)
    code = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    reason = models.CharField(
        max_length=20, choices=Reason.choices, default=Reason.NONE, blank=True
    )
    settled_at = models.DateTimeField(null=True)
    lease = models.ForeignKey(
        Lease, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    attempts: RelatedManager[Attempt]
    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        indexes = [
            # What is due, per server: costs the same whatever the history.
            models.Index(
                fields=["server", "rank", "next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="envelope_due",
            ),
            models.Index(
                fields=["lease"], condition=Q(lease__isnull=False), name="envelope_under_way"
            ),
            # Whole, not partial: SQLite would not see that ``state = ?`` is within a condition.
            models.Index(fields=["state", "id"], name="envelope_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.state}"

    @property
    def tone(self) -> str:
        """How a badge of its state is coloured."""
        return _TONES.get(State(self.state), "wait")

    @property
    def explanation(self) -> str:
        """Why it is in its state: our reason in the reader's language, then the server's words."""
        said = f"{self.code} {self.words}" if self.code else self.words
        return " ".join(filter(None, [str(self.get_reason_display()), said]))


class Attempt(models.Model):
    """One try: when, what came of it, the server's words verbatim. ``code`` is None without any."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        DEFERRED = "deferred", _("put off")
        REFUSED = "refused", _("refused")
        UNCERTAIN = "uncertain", _("uncertain")

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    code = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)
    reason = models.CharField(
        max_length=20, choices=Reason.choices, default=Reason.NONE, blank=True
    )
    server = models.ForeignKey(
        OutgoingServer, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["server", "ended_at"], name="attempt_by_server")]

    def __str__(self) -> str:
        return f"{self.envelope_id} #{self.number}: {self.outcome}"


class Round(models.Model):
    """The journal of a lease as rows, for many machines on one PostgreSQL: one row per turn."""

    lease = models.ForeignKey(Lease, on_delete=models.CASCADE, related_name="rounds")
    lines = models.TextField()

    def __str__(self) -> str:
        return self.lines


class Pause(models.Model):
    """A server that gets nothing until ``until``: it failed ``failures`` times in a row."""

    server = models.OneToOneField(
        OutgoingServer, primary_key=True, on_delete=models.CASCADE, related_name="pause"
    )
    since = models.DateTimeField()
    until = models.DateTimeField()
    failures = models.PositiveIntegerField(default=1)
    is_permanent = models.BooleanField(default=False)
    kind = models.CharField(max_length=30)
    code = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.server_id} until {self.until}: {self.words}"

"""What a POP3 server has shown: the identity of a mail is its account and its unique id there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kairan.people.models import User
from kairan.webmail.models.accounts import Account
from kairan.webmail.models.messages import Message


class ServedQuerySet(models.QuerySet["Served"]):
    def visible_to(self, person: User) -> ServedQuerySet:
        """What the servers of one's own accounts have shown, and nobody else's."""
        return self.filter(account__owner=person)


class Served(models.Model):
    """One mail on a server: when it came in, or why it did not.

    ``uid`` is its unique id, with the hash of its bytes behind a blank where the id is not enough.
    ``size`` is what the server's list said of it, ``head_digest`` what its head is known by.
    """

    class Outcome(models.TextChoices):
        RECEIVED = "received"
        HEAD = "head"  # large: its head and first lines came, the whole stays on the server
        SET_ASIDE = "set-aside"  # it cannot be read, or is too large
        REFUSED = "refused"  # the server did not give it; it is asked for again

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="served")
    uid = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    head_digest = models.CharField(max_length=32, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    content_id = models.BigIntegerField(null=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="served"
    )
    subject = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField()
    is_on_server = models.BooleanField(default=True)
    is_wanted = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)

    objects = ServedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "uid"], name="a_uid_comes_once")]
        indexes = [
            models.Index(
                fields=["account"], condition=Q(is_on_server=True), name="served_on_server"
            ),
            models.Index(fields=["account"], condition=Q(is_wanted=True), name="served_wanted"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.uid}: {self.outcome}"

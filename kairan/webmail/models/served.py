"""What a POP3 server has shown: the identity of a mail is its account and its unique id there."""

from django.db import models
from django.db.models import Q

from kairan.webmail.models.accounts import Account
from kairan.webmail.models.messages import Message


class Served(models.Model):
    """One mail on a server: when it came in, or why it did not.

    ``uid`` is its unique id, with the hash of its bytes behind a blank where the id is not enough.
    """

    class Outcome(models.TextChoices):
        RECEIVED = "received"
        SET_ASIDE = "set-aside"  # it cannot be read, or is too large
        REFUSED = "refused"  # the server did not give it; it is asked for again

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="served")
    uid = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    content_id = models.BigIntegerField(null=True)
    message = models.ForeignKey(
        Message, null=True, on_delete=models.SET_NULL, related_name="served"
    )
    seen_at = models.DateTimeField()
    is_on_server = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "uid"], name="a_uid_comes_once")]
        indexes = [
            models.Index(
                fields=["account"], condition=Q(is_on_server=True), name="served_on_server"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.uid}: {self.outcome}"

"""Which conversation a Message-ID belongs to, also one that a mail only names."""

from django.conf import settings
from django.db import models


class ThreadKey(models.Model):
    """A Message-ID of one person's mail, as a number (``threads.grouping``), and its conversation.

    A mail that comes after those which answer it finds their conversation here.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    key = models.BigIntegerField()
    thread = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="an_id_has_one_thread"),
        ]
        indexes = [models.Index(fields=["thread"], name="keys_of_thread")]

    def __str__(self) -> str:
        return f"{self.key} in {self.thread}"

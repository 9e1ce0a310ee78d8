"""What WebMail remembers of the index of words, which is apart and follows."""

from django.db import models


class Forgotten(models.Model):
    """A mail that was deleted for good, until the index has forgotten it too."""

    owner_id = models.BigIntegerField()
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return f"mail {self.number} of {self.owner_id}"


class KnownIndex(models.Model):
    """Which index the mails were put into; another one, or none, knows nothing of them."""

    key = models.UUIDField()

    def __str__(self) -> str:
        return str(self.key)

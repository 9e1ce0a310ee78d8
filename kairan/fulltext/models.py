"""What the index keeps, in a database file of its own where that is SQLite.

The words of a block stand in a table that ``postings`` reads and writes. Nothing here points to
rows of other rooms: owners and texts are numbers, and the whole can be made again from the texts.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Identity(models.Model):
    """Which index this is. One that was lost or is another has another key."""

    key = models.UUIDField(default=uuid4)

    def __str__(self) -> str:
        return str(self.key)


class Shelf(models.Model):
    """The index of one person, and until when a worker has it to itself."""

    owner_id = models.BigIntegerField(primary_key=True)
    claimed_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"shelf of {self.owner_id}"


class Block(models.Model):
    """Some thousand texts of one person at most, numbered from the oldest to the newest.

    ``oldest`` and ``newest`` are moments in microseconds since 1970. A text that is ``buried`` is
    gone. A block that was merged into another is ``replaced``, and kept for whoever still reads it.
    """

    owner_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    oldest = models.BigIntegerField()
    newest = models.BigIntegerField()
    buried = models.BinaryField(default=b"")
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_id", "-newest"], condition=Q(replaced_at=None), name="block_by_owner"
            ),
            models.Index(
                fields=["replaced_at"], condition=~Q(replaced_at=None), name="block_replaced"
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk} of {self.owner_id}"


class Members(models.Model):
    """Which texts a block holds: their moments, then their numbers, 64 bits each."""

    block_id = models.BigIntegerField(primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"members of block {self.block_id}"


class Text(models.Model):
    """One text as it can be shown, for phrases and for the words around a hit; compressed."""

    number = models.BigIntegerField(primary_key=True)
    owner_id = models.BigIntegerField(db_index=True)
    at = models.BigIntegerField()
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"text {self.number}"

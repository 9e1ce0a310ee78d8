"""Gives the mail of one person to others, with its index: copies of rows, made by the database.

What the index says of a text does not depend on its owner, only on its place in its block.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connections, router, transaction
from django.db.models import Max, Min, Model

from kairan.fulltext import postings
from kairan.fulltext.members import Place, Roll
from kairan.fulltext.models import Block, Members, Text
from kairan.people.models import User
from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Message


def copy_mail(owner: User, others: Iterable[User]) -> None:
    """Give each of ``others`` a copy of the mail of ``owner``, whose numbers have no gaps."""
    first = Message.objects.filter(owner=owner).aggregate(number=Min("pk"))["number"]
    for other in others:
        last = Message.objects.aggregate(number=Max("pk"))["number"]
        further = last + 1 - first
        inbox = folder(other, Folder.Kind.INBOX)
        place = {"owner_id": other.pk, "folder_id": inbox.pk, "account_id": None}
        with transaction.atomic():
            _copy(Message, owner, further, place)
        with transaction.atomic(using=postings.alias()):
            _copy(Text, owner, further, {"owner_id": other.pk})
            for block in Block.objects.filter(owner_id=owner.pk, replaced_at=None):
                _copy_block(block, other, further)
    _count_on()


def _copy(model: type[Model], owner: User, further: int, changes: Mapping[str, Any]) -> None:
    """Copy the rows of ``owner`` under numbers that lie ``further``, with ``changes``."""
    meta = model._meta  # noqa: SLF001
    columns = [str(each.column) for each in meta.concrete_fields]
    given = dict.fromkeys(changes, "%s") | {str(meta.pk.column): f"{meta.pk.column} + %s"}
    values = {**changes, str(meta.pk.column): further}
    statement = (
        f"INSERT INTO {meta.db_table} ({', '.join(columns)}) "
        f"SELECT {', '.join(given.get(each, each) for each in columns)} "
        f"FROM {meta.db_table} WHERE owner_id = %s"
    )
    with connections[router.db_for_write(model)].cursor() as cursor:
        cursor.execute(statement, [*(values[each] for each in columns if each in given), owner.pk])


def _copy_block(block: Block, other: User, further: int) -> None:
    roll = Roll.unpacked(Members.objects.get(pk=block.pk).data)
    places = [
        Place(at, number + further) for at, number in zip(roll.moments, roll.numbers, strict=True)
    ]
    source = block.pk
    block.pk, block.owner_id = None, other.pk
    block.save(force_insert=True)
    Members.objects.create(block_id=block.pk, data=Roll.of(places).packed())
    statement = (
        f"INSERT INTO {postings.TABLE} (block_id, word, numbers) "
        f"SELECT %s, word, numbers FROM {postings.TABLE} WHERE block_id = %s"
    )
    with connections[postings.alias()].cursor() as cursor:
        cursor.execute(statement, [block.pk, source])


def _count_on() -> None:
    """Let PostgreSQL give the next mail a number that is free."""
    connection: Any = connections[router.db_for_write(Message)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Message]):
            cursor.execute(statement)

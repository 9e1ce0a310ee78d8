"""Many rows are made and written at once, and are what Django would have made and written."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from kairan.fulltext.models import Identity
from kairan.shell import many_rows
from kairan.webmail.models import Message, Served, ThreadKey


@pytest.fixture
def served(account_of, aiko):
    account = account_of(aiko)
    return lambda uid, **about: many_rows.new(
        Served, account_id=account.pk, uid=uid, outcome="received", seen_at=now(), **about
    )


def test_a_new_row_is_what_the_model_makes_of_the_same_values():
    given = {"owner_id": 3, "subject": "Slides", "arranged_at": now()}
    one, other = many_rows.new(Message, **given), Message(**given)
    values = [{**each.__dict__, "_state": None} for each in (one, other)]

    assert values[0] == values[1]
    assert one._state.adding
    assert one._state is not many_rows.new(Message)._state


def test_a_default_that_differs_from_row_to_row_is_refused():
    with pytest.raises(TypeError, match="Identity"):
        many_rows.new(Identity)


def test_rows_are_stored_as_they_are_with_keys_in_their_order(db, served):
    moment = now()
    rows = [served(str(n), size=n or None, deleted_at=moment if n else None) for n in range(3)]
    with transaction.atomic():
        many_rows.insert(rows)

    assert [row.pk for row in rows] == sorted(row.pk for row in rows)
    stored = Served.objects.order_by("pk")
    assert [(row.uid, row.size, row.deleted_at) for row in stored] == [
        ("0", None, None),
        ("1", 1, moment),
        ("2", 2, moment),
    ]
    assert list(stored) == rows


def test_a_row_that_is_there_already_is_left_out_or_refused(db, aiko):
    def key(thread):
        return many_rows.new(ThreadKey, owner_id=aiko.pk, key=7, thread=thread)

    with transaction.atomic():
        many_rows.write([key(1)])
        many_rows.write([key(2)], ignore_conflicts=True)
    assert ThreadKey.objects.get().thread == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        many_rows.write([key(3)])


@pytest.mark.django_db(transaction=True)
def test_rows_are_written_in_a_transaction_only(served):
    with pytest.raises(RuntimeError, match="transaction"):
        many_rows.insert([served("1")])

"""What moved mails is taken back by one press, and by nobody else."""

import pytest

from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Message, SafeSender
from kairan.webmail.tests.test_labels_and_stars import do

BUTTON = 'data-key="z"'


def undo(client):
    return client.post("/webmail/selection/moving-back/", follow=True)


def where(*messages):
    kinds = dict(Message.objects.values_list("pk", "folder__kind"))
    return [kinds.get(each.pk) for each in messages]


@pytest.mark.parametrize("then", ["archive", "trash", "spam"])
def test_mails_of_several_folders_go_back_to_where_each_was(as_, ben, received, then):
    first, second = received(ben), received(ben)
    client = as_(ben)
    sent = folder(ben, Folder.Kind.SENT)
    Message.objects.filter(pk=second.pk).update(folder=sent)

    do(client, then, first, second)
    undo(client)

    assert where(first, second) == ["inbox", "sent"]
    assert Message.objects.filter(trashed_at__isnull=False).count() == 0


def test_only_what_moved_last_is_taken_back_and_once(as_, ben, received):
    first, second = received(ben), received(ben)
    client = as_(ben)
    do(client, "archive", first)
    do(client, "archive", second)

    undo(client)
    do(client, "read", first)
    undo(client)

    assert where(first, second) == ["archive", "inbox"]


def test_the_button_stands_where_something_moved_and_nowhere_else(as_, ben, received):
    message = received(ben)
    client = as_(ben)

    assert BUTTON not in page_after(client, "read", message)
    assert BUTTON in page_after(client, "archive", message)
    assert BUTTON not in client.get("/webmail/").content.decode()


def page_after(client, then, message):
    do(client, then, message)
    return client.get("/webmail/").content.decode()


def test_what_was_found_is_moved_and_taken_back_where_it_was_found(as_, ben, received):
    message = received(ben)
    client = as_(ben)

    answer = do(client, "archive", message, query="slides 会議", place="after=5.1")
    address = "/webmail/search/?q=slides+%E4%BC%9A%E8%AD%B0&after=5.1"
    assert answer.url == address
    assert 'name="query" value="slides 会議"' in client.get(address).content.decode()
    undo(client)

    assert where(message) == ["inbox"]


def test_what_was_deleted_for_good_stays_deleted(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    do(client, "trash", message)
    do(client, "trash", message)

    undo(client)

    assert where(message) == [None]


def test_a_folder_that_is_gone_takes_nothing_back(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    own = Folder.objects.create(owner=ben, kind=Folder.Kind.OWN, name="Suppliers")
    Message.objects.filter(pk=message.pk).update(folder=own)
    do(client, "archive", message)
    own.delete()

    undo(client)

    assert where(message) == ["archive"]


def test_not_spam_that_is_taken_back_trusts_nobody(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    do(client, "spam", message)
    do(client, "not-spam", message)

    undo(client)

    assert where(message) == ["spam"]
    assert not SafeSender.objects.exists()


@pytest.mark.parametrize("person", ["aiko", "chidi"])
def test_nobody_takes_back_what_another_moved(as_, ben, received, person, request):
    message = received(ben)
    do(as_(ben), "archive", message)

    undo(as_(request.getfixturevalue(person)))

    assert where(message) == ["archive"]

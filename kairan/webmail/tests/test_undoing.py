"""What moved mails is taken back by one press, and by nobody else."""

import re

import pytest

from kairan.webmail.folders import folder
from kairan.webmail.models import Folder, Message, SafeSender
from kairan.webmail.tests.test_labels_and_stars import do

BUTTON = 'data-key="z"'


def buttons(client, address="/webmail/"):
    """The keys of the buttons on the next page that take back what moved mails."""
    page = client.get(address).content.decode()
    return re.findall(r'name="key" value="([^"]+)"', page)


def press(client, key):
    return client.post("/webmail/selection/moving-back/", {"key": key})


def undo(client):
    press(client, ["", *buttons(client)][-1])


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


def test_a_button_takes_back_what_it_stood_for_or_nothing(as_, ben, received):
    first, second = received(ben), received(ben)
    client = as_(ben)
    do(client, "archive", first)
    [of_the_first] = buttons(client)
    do(client, "archive", second)
    [of_the_second] = buttons(client)

    press(client, of_the_first)
    assert where(first, second) == ["archive", "archive"]
    press(client, of_the_second)
    do(client, "archive", second)
    press(client, of_the_second)
    press(client, "")
    assert where(first, second) == ["archive", "archive"]


def test_a_button_is_of_no_use_once_a_whole_list_is_being_moved(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    do(client, "archive", message)
    [key] = buttons(client)
    do(client, "trash", scope="all", listing=f"folder-{folder(ben, Folder.Kind.ARCHIVE).pk}")

    press(client, key)

    assert where(message) == ["archive"]


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
    [key] = buttons(client, address)
    back = {"query": "slides 会議", "place": "after=5.1"}
    assert client.post("/webmail/selection/moving-back/", {"key": key, **back}).url == address

    assert where(message) == ["inbox"]


def test_what_was_deleted_for_good_stays_deleted(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    do(client, "trash", message)
    do(client, "delete", message)

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


def test_not_spam_that_is_taken_back_leaves_whom_one_trusted_before(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    [sender] = safe_senders_of(client, ben, message)
    do(client, f"move-{folder(ben, Folder.Kind.SPAM).pk}", message)
    do(client, "not-spam", message)

    undo(client)

    assert where(message) == ["spam"]
    assert SafeSender.objects.get(owner=ben).address == sender


def test_spam_that_is_taken_back_trusts_again_whom_one_trusted_before(as_, ben, chidi, received):
    message = received(ben)
    client = as_(ben)
    before = safe_senders_of(client, ben, message)
    SafeSender.objects.create(owner=chidi, address=before[0])
    do(client, "spam", message)
    assert not SafeSender.objects.filter(owner=ben).exists()

    undo(client)

    assert where(message) == ["inbox"]
    assert [each.address for each in SafeSender.objects.filter(owner=ben)] == before
    assert SafeSender.objects.filter(owner=chidi).count() == 1


def test_a_move_out_of_spam_that_is_taken_back_changes_nobodys_trust(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    before = safe_senders_of(client, ben, message)
    do(client, f"move-{folder(ben, Folder.Kind.SPAM).pk}", message)
    do(client, "archive", message)

    undo(client)

    assert where(message) == ["spam"]
    assert [each.address for each in SafeSender.objects.all()] == before


def safe_senders_of(client, person, message):
    """Have ``person`` trust who wrote ``message``; return all whom they trust."""
    do(client, "spam", message)
    do(client, "not-spam", message)
    return [each.address for each in SafeSender.objects.filter(owner=person)]


@pytest.mark.parametrize("person", ["aiko", "chidi"])
def test_nobody_takes_back_what_another_moved(as_, ben, received, person, request):
    message = received(ben)
    do(as_(ben), "archive", message)

    undo(as_(request.getfixturevalue(person)))

    assert where(message) == ["archive"]


def test_a_button_that_names_nothing_takes_nothing_back(as_, ben, received):
    """Not where nothing was moved, and not instead of the button that does."""
    client = as_(ben)
    assert client.post("/webmail/selection/moving-back/").status_code == 409

    message = received(ben)
    client.post("/webmail/selection/", {"message": [message.pk], "then": "trash"})
    assert client.post("/webmail/selection/moving-back/").status_code == 409

    message.refresh_from_db()
    assert message.folder.kind == "trash"

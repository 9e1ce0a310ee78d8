"""Drafts are kept as they are typed, and no tab writes over what another one has kept."""

from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.webmail.models import Draft, Identity
from kairan.webmail.tests.letters import TYPED, post
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.drafts import Written, keep_meanwhile, save_draft

SAVING = "/webmail/drafts/saving/"


@pytest.fixture
def desk(aiko, writes, mail_server):
    return writes(aiko, mail_server)


def keep(client, account, **changes):
    return client.post(SAVING, {**TYPED, "identity": account.identity.pk, **changes})


def test_what_is_typed_is_kept_before_anybody_presses_a_button(as_, aiko, desk):
    client, key = as_(aiko), uuid4()

    first = keep(client, desk, key=key, body="Dear")
    again = keep(client, desk, key=key, body="Dear Yui", version=first.json()["version"])

    assert again.json()["sentence"].startswith("Kept as a draft at")
    draft = Draft.objects.get()
    assert (draft.body, draft.version) == ("Dear Yui", 2)
    assert draft.subject == TYPED["subject"]


def test_a_page_whose_answer_was_lost_on_the_line_goes_on_keeping(as_, aiko, desk):
    client, key, this, other = as_(aiko), uuid4(), uuid4(), uuid4()
    keep(client, desk, key=key, body="Dear", page=this)
    keep(client, desk, key=key, body="Dear Yui, its answer is lost", version=1, page=this)

    answer = keep(client, desk, key=key, body="Dear Yui, how are you?", version=1, page=this)

    assert answer.json()["version"] == 3
    assert Draft.objects.get().body == "Dear Yui, how are you?"
    assert keep(client, desk, key=key, body="Old", version=2, page=other).status_code == 409
    keep(client, desk, key=key, body="Of the other tab", version=3, page=other)
    assert keep(client, desk, key=key, body="Old", version=3, page=this).status_code == 409
    assert Draft.objects.get().body == "Of the other tab"


def test_what_a_page_sent_earlier_does_not_write_over_what_it_sent_later(as_, aiko, desk):
    client, key, page = as_(aiko), uuid4(), uuid4()
    keep(client, desk, key=key, body="Dear", page=page, turn=1)
    keep(client, desk, key=key, body="Dear Yui, how are you?", version=1, page=page, turn=3)

    late = keep(client, desk, key=key, body="Dear Yui", version=1, page=page, turn=2)

    assert late.status_code == 200
    assert late.json()["version"] == 2
    assert Draft.objects.get().body == "Dear Yui, how are you?"
    keep(client, desk, key=key, body="Dear Yui!", version=2, page=page, turn=4)
    assert Draft.objects.get().body == "Dear Yui!"


def test_what_a_page_sent_by_itself_is_late_once_a_button_of_it_was_pressed(as_, aiko, desk):
    client, key, page = as_(aiko), uuid4(), uuid4()
    post(client, desk, key=key, body="Dear Yui, kept", page=page, turn=2, then="keep")

    late = keep(client, desk, key=key, body="Dear", page=page, turn=1)

    assert late.status_code == 200
    assert Draft.objects.get().body == "Dear Yui, kept"


def test_the_turns_of_one_page_say_nothing_about_those_of_another(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    keep(client, desk, key=key, body="Of the first page", page=uuid4(), turn=9)

    keep(client, desk, key=key, body="Of the next", version=1, page=uuid4(), turn=1)

    assert Draft.objects.get().body == "Of the next"


def test_two_requests_that_begin_the_same_letter_make_one_draft(as_, aiko, desk):
    first, second = (beginnings.blank(aiko, key=UUID(int=1)) for _ in range(2))
    said = {"identity": desk.identity, "page": UUID(int=2)}
    save_draft(Written(body="Dear", version=0, turn=1, **said), draft=first)

    keep_meanwhile(Written(body="Dear Yui", version=0, turn=2, **said), draft=second)

    assert Draft.objects.get().body == "Dear Yui"


def test_an_older_tab_is_told_and_loses_nothing_and_overwrites_nothing(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    keep(client, desk, key=key, body="Dear")
    keep(client, desk, key=key, body="From the other tab", version=1)

    answer = keep(client, desk, key=key, body="From the old tab", version=1)

    assert answer.status_code == 409
    assert "another tab" in answer.json()["sentence"]
    page = post(client, desk, key=key, body="From the old tab", version=1).content.decode()
    assert "another tab" in page
    assert "From the old tab" in page
    assert Draft.objects.get().body == "From the other tab"


def test_what_cannot_be_right_is_said_and_kept_out(as_, aiko, desk):
    answer = keep(as_(aiko), desk, key=uuid4(), subject="x" * 2_000)

    assert answer.json() == {"sentence": "Not kept yet: something typed cannot be right."}
    assert not Draft.objects.exists()


def test_a_letter_that_has_left_is_not_kept_again(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    post(client, desk, key=key)

    answer = keep(client, desk, key=key)

    assert answer.status_code == 409
    assert not Draft.objects.exists()


def test_nobody_keeps_into_the_draft_of_another(as_, aiko, ben, desk, writes, mail_server):
    key = uuid4()
    keep(as_(aiko), desk, key=key, body="Secret")

    keep(as_(ben), writes(ben, mail_server), key=key, body="Mine now")

    assert Draft.objects.get(owner=aiko).body == "Secret"


def test_keeping_needs_a_key_and_a_post(as_, aiko, desk):
    assert keep(as_(aiko), desk, key="").status_code == 400
    assert as_(aiko).get(SAVING).status_code == 405


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": " "}, "The letter has no subject."),
        ({"body": "See the attached plan."}, "You write “attached”, but no file is attached."),
        ({"body": "見積書を添付します。"}, "You write “添付”, but no file is attached."),
        (
            {"cc": ", ".join(f"p{number}@example.test" for number in range(12))},
            "13 people see each other&#x27;s addresses. Bcc hides them.",
        ),
    ],
)
def test_what_may_be_overlooked_is_asked_once(as_, aiko, desk, changes, sentence):
    client, key = as_(aiko), uuid4()

    page = post(client, desk, key=key, **changes).content.decode()

    assert sentence in page
    assert Draft.objects.being_written().count() == 1
    name = page.split('name="heeded" value="')[1].split('"')[0]
    sent = post(client, desk, key=key, heeded=name, **changes)
    assert sent.status_code == 302
    assert not Draft.objects.exists()


def test_what_was_refused_is_mended_and_sent_from_the_page_that_says_so(as_, aiko, desk):
    client, key = as_(aiko), uuid4()
    nobody = {"to": "", "cc": "", "bcc": "", "version": 0}
    page = post(client, desk, key=key, **nobody)
    assert "Write at least one address" in page.content.decode()

    version = page.context["form"]["version"].value()
    assert post(client, desk, key=key, version=version).status_code == 302
    assert not Draft.objects.exists()


def test_words_that_are_quoted_and_files_that_are_there_raise_no_question(as_, aiko, desk):
    client = as_(aiko)
    quoted = "Thank you.\n\nOn Monday, Yui wrote:\n> See the attached plan.\n"
    assert post(client, desk, body=quoted).status_code == 302

    plan = SimpleUploadedFile("plan.txt", b"Boxes first.")
    assert post(client, desk, body="Plan attached.", attached=[plan]).status_code == 302


def test_the_signature_stands_above_what_is_quoted_and_below_what_is_written(aiko, desk, received):
    Identity.objects.update(signature="Aiko Mori\r\nMinato")

    answer = beginnings.reply(received(aiko, account=desk), by=aiko)

    assert beginnings.blank(aiko).body == "\n\n-- \nAiko Mori\nMinato\n"
    assert answer.body.startswith("\n\n-- \nAiko Mori\nMinato\n\n\nOn ")
    assert answer.body.rstrip().endswith("> Here they are.")

"""Answers by mail: whom they are believed, what they do, and that each is taken once."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kairan.apps.circulation.models import Reading
from kairan.apps.circulation.operations import Draft, circulate, complete
from kairan.apps.report.models import Comment, Receipt
from kairan.apps.report.operations import reports
from kairan.apps.whereabouts.models import Copy
from kairan.apps.whereabouts.operations.messages import Taken as LeftMessage
from kairan.apps.whereabouts.operations.messages import leave
from kairan.delivery.models import Envelope
from kairan.delivery.testing import run_delivery
from kairan.mailservers.models import MailServerSettings
from kairan.notices import reply_secrets
from kairan.notices.models import Announcement
from kairan.notices.wording import word_due
from kairan.people.models import Address, User
from kairan.people.picker import Selection
from kairan.returns.models import ReturnedMail
from kairan.returns.tests import conftest as given
from kairan.returns.tests.conftest import Sent
from kairan.returns.tests.letters import answer, with_file

# The office with a notification mailbox, and mail that comes into it.
pop3, mailbox, comes = given.pop3, given.mailbox, given.comes
Outcome, Why = ReturnedMail.Outcome, ReturnedMail.Why
BEN, AIKO = "ben@example.test", "aiko@example.test"
PLUS = MailServerSettings.PlusAddresses


@pytest.fixture(params=["address", "message-id"])
def road(request, mailbox):
    """Both ways in which answers find back: by their address, or by the mail they answer."""
    works = PLUS.WORK if request.param == "address" else PLUS.FAIL
    MailServerSettings.objects.update(plus_addresses=works)
    return request.param


@pytest.fixture
def left(mailbox):
    """Word and deliver what is due; return the mail that went to an address."""

    def mails(address=BEN):
        word_due(timezone.now())
        run_delivery()
        rows = Envelope.objects.filter(recipient=address).select_related("letter")
        return Sent(rows.latest("pk"))

    return mails


@pytest.fixture
def circular(aiko, ben, chidi):
    return circulate(
        Draft(subject="Tidying", body="Please read.", to=Selection(people=(ben.pk, chidi.pk))),
        author=aiko,
    )


@pytest.fixture
def report(aiko, ben):
    return reports.deliver(
        reports.Draft(subject="Visit", body="Went well.", to=Selection(people=(ben.pk,))),
        author=aiko,
    )


def reply_to(mail):
    return re.search(rb"^Reply-To: (\S+)", mail.raw, re.MULTILINE)[1].decode()


def answered(mail, text="OK", *, author=BEN, **headers):
    """What a mail program makes of an answer to ``mail``."""
    quoted = f"{text}\n\nOn 4 May 2026 at 9:00, Aiko wrote:\n\n> Please read.\n"
    thread = {"In_Reply_To": mail.message_id, "References": mail.message_id}
    return answer(reply_to(mail), author=author, text=quoted, **{**thread, **headers})


def confirmed():
    rows = Reading.objects.confirmed().order_by("reader_id")
    return [(each.reader.login_id, each.comment) for each in rows]


def passed_on(mail_server):
    """Every mail that has been passed on so far: to whom, and what it says."""
    run_delivery()
    return [
        (letter.recipients[0], letter.data.decode())
        for letter in mail_server.accepted
        if b"X-Kairan-Passes" in letter.data
    ]


def test_a_mail_that_takes_answers_says_so_and_has_a_secret_of_each_reader(circular, road, left):
    bens, chidis = left(BEN), left("chidi@example.test")

    if road == "address":
        assert re.fullmatch(r"office\+r\w+-\w+-[a-z2-7]{20}@lantern.test", reply_to(bens))
        assert reply_to(bens) != reply_to(chidis)
    else:
        assert reply_to(bens) == "office@lantern.test"
    text = bens.raw.decode()
    assert "Reply-To" in text
    assert "Aiko" in text


def test_an_ok_confirms_a_circular_with_what_it_says_besides(circular, road, left, comes):
    came = comes(answered(left(), "OK\n\nThe shelf stays."))

    assert (came.outcome, came.person.login_id) == (Outcome.ANSWER, "ben")
    assert confirmed() == [("ben", "The shelf stays.")]


@pytest.mark.parametrize("text", ["", "了解しました。", "Confirmed, thanks!"])
def test_these_confirm_too(circular, road, left, comes, text):
    comes(answered(left(), text))

    assert confirmed() == [("ben", "")]


def test_a_question_is_no_seal_and_its_author_reads_it(circular, road, left, comes, mail_server):
    came = comes(answered(left(), "Who pays for the shelf?"))

    assert (came.outcome, came.passed_to.login_id) == (Outcome.PASSED_ON, "aiko")
    assert confirmed() == []
    [(recipient, sent)] = passed_on(mail_server)
    assert recipient == AIKO
    assert "Who pays for the shelf?" in sent
    assert f"Reply-To: {BEN}" in sent
    assert "Auto-Submitted: auto-generated" in sent
    assert "X-Kairan-Passes: 1" in sent


def test_a_stranger_with_the_secret_changes_nothing_and_is_passed_on(
    circular, mailbox, left, comes, mail_server
):
    MailServerSettings.objects.update(plus_addresses=PLUS.WORK)
    came = comes(answered(left(), "OK", author="mallory@evil.test"))

    assert came.outcome == Outcome.PASSED_ON
    assert confirmed() == []
    [(recipient, sent)] = passed_on(mail_server)
    assert (recipient, "mallory@evil.test" in sent) == (AIKO, True)


def test_a_colleague_with_the_secret_of_another_changes_nothing(circular, mailbox, left, comes):
    MailServerSettings.objects.update(plus_addresses=PLUS.WORK)

    came = comes(answered(left(), "OK", author="chidi@example.test"))

    assert came.outcome == Outcome.PASSED_ON
    assert confirmed() == []


@pytest.mark.parametrize(
    "to",
    [
        "office@lantern.test",
        "office+r1-2-aaaaaaaaaaaaaaaaaaaa@lantern.test",
        "office+nonsense@lantern.test",
    ],
)
def test_a_forged_from_without_the_secret_changes_nothing_and_is_kept(
    circular, road, left, comes, to
):
    left()
    forged = answer(to, author=BEN, text="OK", In_Reply_To="<guessed@lantern.test>")

    came = comes(forged)

    assert (came.outcome, came.why) == (Outcome.KEPT, Why.NO_SECRET)
    assert confirmed() == []


def test_the_secret_of_one_person_cannot_be_bent_to_another(circular, mailbox, left, comes, chidi):
    MailServerSettings.objects.update(plus_addresses=PLUS.WORK)
    secret = reply_to(left()).partition("+")[2].partition("@")[0]
    first, _person, proof = secret.split("-")
    bent = f"office+{first}-{chidi.pk:x}-{proof}@lantern.test"

    came = comes(answer(bent, author="chidi@example.test", text="OK"))

    assert came.why == Why.NO_SECRET
    assert confirmed() == []


def test_an_answer_is_taken_once_however_often_it_comes(report, road, left, comes):
    mail = left()
    first = answered(mail, "Well done.")
    comes(first)
    again = comes(b"Received: by mx; again\r\n" + first)
    reworded = answered(mail, "Well  done.", Message_ID="<another@client.test>")

    assert again.outcome == Outcome.REPEATED
    assert comes(reworded).outcome == Outcome.REPEATED
    assert [each.text for each in Comment.objects.all()] == ["Well done."]


def test_a_mail_replayed_with_other_words_changes_nothing(report, road, left, comes):
    mail = left()
    comes(answered(mail, "Well done.", Message_ID="<one@client.test>"))

    came = comes(answered(mail, "Badly done.", Message_ID="<one@client.test>"))

    assert came.outcome == Outcome.REPEATED
    assert Comment.objects.count() == 1


def test_what_is_passed_on_is_passed_on_once(circular, road, left, comes, mail_server):
    question = answered(left(), "Who pays?")
    comes(question)
    came = comes(b"Received: by mx; again\r\n" + question)

    assert came.outcome == Outcome.REPEATED
    assert len(passed_on(mail_server)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"subject": "Automatic reply: Tidying"},
        {"subject": "不在通知：Tidying"},
    ],
    ids=str,
)
def test_a_vacation_note_changes_nothing_and_nobody_reads_it(
    circular, road, left, comes, mail_server, headers
):
    came = comes(answered(left(), "OK", **headers))

    assert came.outcome == Outcome.AUTOMATIC
    assert confirmed() == []
    assert passed_on(mail_server) == []


def test_an_answer_from_another_address_of_the_same_person_counts(circular, road, left, comes, ben):
    Address.objects.create(user=ben, kind="mobile", address="b..en.@docomo.test")

    comes(answered(left(), author='"B..en."@docomo.test'))

    assert confirmed() == [("ben", "")]


def test_who_has_left_the_company_answers_nothing(circular, road, left, comes, ben):
    mail = left()
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert comes(answered(mail)).why == Why.NO_SECRET

    assert confirmed() == []


def test_a_secret_dies_after_its_time(circular, road, left, comes):
    mail = left()
    old = timezone.now() - reply_secrets.VALID_FOR - timedelta(minutes=1)
    Announcement.objects.update(due_at=old)

    assert comes(answered(mail)).why == Why.NO_SECRET

    assert confirmed() == []


def test_a_circular_that_takes_no_more_seals_has_its_author_read_the_answer(
    circular, road, left, comes, mail_server
):
    mail = left()
    complete(circular)

    assert comes(answered(mail)).outcome == Outcome.PASSED_ON

    assert confirmed() == []
    assert len(passed_on(mail_server)) == 1


def test_files_of_an_answer_are_passed_on_too(circular, road, left, comes, mail_server):
    came = comes(with_file(answered(left(), "OK")))

    assert came.outcome == Outcome.ANSWER
    assert confirmed() == [("ben", "")]
    [(_recipient, sent)] = passed_on(mail_server)
    assert "photo.png" in sent


def test_words_comment_a_report_and_an_ok_confirms_it(report, road, left, comes, ben):
    mail = left()
    comes(answered(mail, "What did it cost?"))
    assert Receipt.objects.unconfirmed().count() == 1

    comes(answered(mail, "OK"))

    [said] = Comment.objects.all()
    assert (said.author, said.text) == (ben, "What did it cost?")
    assert Receipt.objects.unconfirmed().count() == 0


def test_a_comment_is_answered_with_a_comment(report, road, left, comes, aiko, ben):
    reports.comment(report, author=ben, remark=reports.Remark(text="What did it cost?"))

    comes(answered(left(AIKO), "12,000 yen.", author=AIKO))

    assert [(each.author, each.text) for each in report.comments.order_by("pk")] == [
        (ben, "What did it cost?"),
        (aiko, "12,000 yen."),
    ]


def test_who_may_not_see_a_report_any_more_comments_nothing(report, road, left, comes):
    mail = left()
    Receipt.objects.all().delete()

    assert comes(answered(mail, "What did it cost?")).outcome == Outcome.PASSED_ON

    assert not Comment.objects.exists()


@pytest.mark.parametrize(("text", "is_read_on"), [("OK", False), ("I call him at noon.", True)])
def test_an_answer_to_a_message_left_reaches_who_left_it(
    first_lists, aiko, ben, road, left, comes, mail_server, text, is_read_on
):
    leave(LeftMessage(to=Selection(people=(ben.pk,)), caller="Ms Tanaka"), writer=aiko)

    came = comes(answered(left(), text))

    assert came.outcome == Outcome.ANSWER
    assert Copy.objects.get().opened_at is not None
    sent = passed_on(mail_server)
    assert [recipient for recipient, _sent in sent] == [AIKO] * is_read_on
    assert all(text in each for _recipient, each in sent)


def test_a_confidential_message_takes_no_answer_by_mail(first_lists, aiko, ben, road, left, comes):
    leave(
        LeftMessage(to=Selection(people=(ben.pk,)), caller="X", is_confidential=True), writer=aiko
    )

    assert reply_to(left()) == f"<{AIKO}>" or AIKO in left().raw.decode()
    assert Copy.objects.get().opened_at is None


def test_nothing_goes_round_and_round(circular, road, left, comes, mail_server):
    mail = answered(left(), "Who pays?", X_Kairan_Passes="3")

    came = comes(mail)

    assert (came.outcome, came.why) == (Outcome.KEPT, Why.ROUND_AND_ROUND)
    assert passed_on(mail_server) == []


def test_where_nobody_acted_an_administrator_reads_it(circular, road, left, comes):
    mail = left()
    Announcement.objects.update(by=None)

    came = comes(answered(mail, "Who pays?"))

    assert (came.outcome, came.why) == (Outcome.KEPT, Why.NOBODY)


def test_without_a_way_back_answers_go_to_whoever_acted(circular, mailbox, left):
    MailServerSettings.objects.update(adds_message_id=False, plus_addresses=PLUS.FAIL)

    assert AIKO in left().raw.decode().partition("Reply-To:")[2].partition("\r\n")[0]


def test_with_no_message_id_the_address_alone_tells_whose_answer_it_is(
    circular, mailbox, left, comes
):
    MailServerSettings.objects.update(adds_message_id=False, plus_addresses=PLUS.WORK)
    mail = left()

    comes(answer(reply_to(mail), author=BEN, text="OK"))

    assert confirmed() == [("ben", "")]


def test_a_fault_of_an_app_keeps_the_answer_and_undoes_it_all(
    circular, road, left, comes, monkeypatch
):
    def breaks(_reply):
        with transaction.atomic():
            Reading.objects.update(confirmed_at=timezone.now())
        raise ZeroDivisionError

    monkeypatch.setattr("kairan.apps.circulation.replies.take", breaks)

    came = comes(answered(left()))

    assert (came.outcome, came.why) == (Outcome.KEPT, Why.FAULT)
    assert confirmed() == []

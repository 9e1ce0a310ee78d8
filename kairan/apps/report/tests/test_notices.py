from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.apps.report.answers import Answer
from kairan.apps.report.meetings import Meeting
from kairan.apps.report.notices import ReportDelivered
from kairan.apps.report.operations.reports import Remark, comment, confirm, deliver
from kairan.mailservers.models import MailServerSettings
from kairan.people.models import Address
from kairan.people.testing import hire

ANSWERS = (
    Answer("Customer", "Minato & Co", "text"),
    Answer("Course", "They were late.\nThen they ordered.", "long-text"),
    Answer("Turnover", "1234567.5", "number"),
    Answer("Next visit", "2026-05-17", "date"),
    Answer("Mood", "", "choice"),
)
MEETING = Meeting(date(2026, 5, 1), time(9), time(10, 30), "Osaka", "Minato\nMr Mori")


@pytest.fixture
def full(draft):
    """Return a report that has everything, to the people named."""

    def typed(*to):
        file = SimpleUploadedFile("図.pdf", b"%PDF")
        return draft(*to, answers=ANSWERS, meeting=MEETING, attached=[file])

    return typed


def text_of(letter):
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_recipient_reads_the_whole_report_in_japanese(aiko, ben, full, mail_server, post_round):
    deliver(full(ben), author=aiko)

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[報告] Visit to Minato"
    text = text_of(letter)
    for words in (
        "They order twice as much.",
        "Minato & Co",
        "Course\nThey were late.\nThen they ordered.",
        "1,234,567.5",
        "2026年5月17日",
        "2026年5月1日 9:00 – 10:30",
        "Minato / Mr Mori",
        "図.pdf",
        "https://kairan.example.test/report/answer/report.report-delivered/",
    ):
        assert words in text
    assert "Mood" not in text


def test_a_recipient_reads_it_in_english(aiko, chidi, full, mail_server, post_round):
    deliver(full(chidi), author=aiko)

    [(_recipient, letter)] = post_round().sent

    assert letter["Subject"] == "[Report] Visit to Minato"
    assert "1 May 2026 09:00 – 10:30" in text_of(letter)
    assert "Aiko Mori delivered this report to you" in text_of(letter)


def test_a_report_reaches_each_recipient_at_the_addresses_they_ticked_and_nobody_else(
    aiko, ben, chidi, draft, mail_server, post_round
):
    hire("dora", first_name="Dora")
    Address.objects.create(
        user=ben, kind="mobile", address="ben@mobile.test", takes_notifications=True
    )
    Address.objects.create(
        user=chidi, kind="home", address="chidi@home.test", takes_notifications=False
    )

    deliver(draft(ben, chidi), author=aiko)

    assert sorted(recipient for recipient, _letter in post_round().sent) == [
        "ben@example.test",
        "ben@mobile.test",
        "chidi@example.test",
    ]


def test_the_author_reads_the_comment_by_mail(aiko, ben, report, mail_server, post_round):
    post_round()
    comment(report, author=ben, remark=Remark(text="Since when?"))

    [(recipient, letter)] = post_round().sent

    assert recipient == "aiko@example.test"
    assert letter["Subject"] == "[Report] Sato Ben comments: Visit to Minato"
    assert "Since when?" in text_of(letter)
    assert f"https://kairan.example.test/report/{report.pk}/#comments" in text_of(letter)


def test_one_who_commented_hears_the_answer_in_japanese(
    aiko, ben, chidi, draft, mail_server, post_round
):
    report = deliver(draft(ben, chidi), author=aiko)
    comment(report, author=ben, remark=Remark(text="Since when?"))
    post_round()
    comment(report, author=aiko, remark=Remark(text="Since May."))

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[報告] Aiko Moriさんのコメント：Visit to Minato"


def test_the_link_of_the_mail_confirms_for_its_reader(client, ben, report, mail_server, post_round):
    [(_recipient, letter)] = post_round().sent
    [link] = [line for line in text_of(letter).split() if "/report/answer/" in line]

    client.post(link.removeprefix("https://kairan.example.test"), {"text": "By mail."})

    assert report.receipts.get(recipient=ben).confirmed_at
    assert report.comments.get().text == "By mail."


def test_who_confirmed_before_the_mail_left_gets_none(aiko, ben, report, mail_server, post_round):
    confirm(report, recipient=ben)

    assert post_round().sent == []


def test_a_seal_keeps_back_no_comment(aiko, ben, report, mail_server, post_round):
    comment(report, author=ben, remark=Remark(text="Since when?"))
    post_round()
    comment(report, author=aiko, remark=Remark(text="Since May."))
    confirm(report, recipient=ben)

    assert [recipient for recipient, _letter in post_round().sent] == ["ben@example.test"]


def test_with_notification_by_mail_off_none_leaves_and_the_page_says_why(
    as_, aiko, report, mail_server, post_round
):
    MailServerSettings.objects.update(uses_notifications=False)

    assert post_round().sent == []
    why = MailServerSettings.current().why_nothing_is_mailed()
    assert why
    page = as_(aiko).get(report.get_absolute_url()).content.decode()
    assert str(why) in page
    assert str(why) in as_(aiko).get("/report/new/general/").content.decode()


def test_a_notice_can_be_worded_after_its_report_is_gone(report):
    notice = ReportDelivered.of(report)
    report.delete()

    assert ReportDelivered.from_payload(notice.payload()) == notice
    assert notice.title() == "Visit to Minato"


INJECTIONS = ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test", "x\rBcc: e@e.test"]


@pytest.mark.parametrize("evil", INJECTIONS)
def test_nothing_that_people_type_adds_a_header(aiko, ben, draft, mail_server, post_round, evil):
    aiko.first_name = evil
    aiko.save()
    answers = [Answer(evil, evil, "text"), Answer(evil, evil, "number")]
    meeting = Meeting(place=evil, company=evil)
    report = deliver(draft(ben, subject=evil, answers=answers, meeting=meeting), author=aiko)
    comment(report, author=ben, remark=Remark(text=evil))

    for _recipient, letter in post_round().sent:
        assert letter["Bcc"] is None
        head = letter.as_string().split("\n\n")[0]
        assert "Bcc:" not in {line.split(" ")[0] for line in head.splitlines()}

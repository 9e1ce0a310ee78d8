import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.approvals.models import Seat
from kairan.apps.workflow.notices import ApplicationDelivered
from kairan.apps.workflow.operations.decisions import approve, deny, send_back
from kairan.apps.workflow.operations.papers import send, sheet_of, withdraw
from kairan.mailservers.models import MailServerSettings
from kairan.notices import tokens
from kairan.people.models import Address

SITE = "https://kairan.example.test"


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def course(paper):
    return paper.submissions.latest("pk").course_id


def link_in(letter):
    [link] = [line for line in text_of(letter).split() if "/workflow/answer/" in line]
    return link.removeprefix(SITE)


def test_an_approver_reads_the_whole_application_in_their_language(
    ben, paper, mail_server, post_round
):
    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[ワークフロー] 承認のお願い：Trip to Osaka"
    text = text_of(letter)
    for words in (
        "Business trip",
        "Hara",
        "Osaka 大阪",
        "See the plant.",
        "¥125,000",
        "2030年5月17日",
        "Train",
    ):
        assert words in text


def test_the_next_approver_reads_it_in_english(ben, dana, paper, mail_server, post_round):
    post_round()
    approve(paper, course=course(paper), by=ben)

    [(recipient, letter)] = post_round().sent

    assert recipient == "dana@example.test"
    assert letter["Subject"] == "[Workflow] To decide: Trip to Osaka"
    assert "17 May 2030 to 19 May 2030 (3 days)" in text_of(letter).replace("\n", " ")


def test_a_mail_goes_to_every_address_that_was_ticked(ben, paper, mail_server, post_round):
    Address.objects.create(
        user=ben, kind="mobile", address="ben@mobile.test", takes_notifications=True
    )
    Address.objects.create(user=ben, kind="home", address="ben@home.test")

    recipients = {recipient for recipient, _letter in post_round().sent}

    assert recipients == {"ben@example.test", "ben@mobile.test"}


RESULTS = [
    (approve, "Approved: Trip to Osaka"),
    (deny, "Denied: Trip to Osaka"),
    (send_back, "Sent back: Trip to Osaka"),
]


@pytest.mark.parametrize(("verb", "subject"), RESULTS)
def test_the_applicant_hears_how_it_ended(
    emi, ben, form_for, written, mail_server, post_round, verb, subject
):
    paper = send(written(form_for([ben])), author=emi)
    post_round()
    verb(paper, course=course(paper), by=ben, comment="Because of the budget.")

    [(recipient, letter)] = post_round().sent

    assert recipient == "emi@example.test"
    assert letter["Subject"] == f"[Workflow] {subject}"
    assert "Because of the budget." in text_of(letter)


def test_the_applicant_hears_in_japanese(ben, dana, form_for, written, mail_server, post_round):
    paper = send(written(form_for([dana])), author=ben)
    post_round()
    send_back(paper, course=course(paper), by=dana, comment="Hotel?")

    [(_recipient, letter)] = post_round().sent

    assert letter["Subject"] == "[ワークフロー] 差し戻し：Trip to Osaka"


def test_approvers_who_heard_read_that_it_is_withdrawn(emi, ben, paper, mail_server, post_round):
    post_round()
    withdraw(paper, by=emi)

    [(recipient, letter)] = post_round().sent

    assert recipient == "ben@example.test"
    assert letter["Subject"] == "[ワークフロー] 取り下げ：Trip to Osaka"


def test_none_leaves_while_mail_is_not_used_and_the_page_says_why(
    as_, emi, ben, paper, mail_server, post_round
):
    servers = MailServerSettings.current()
    servers.uses_notifications = False
    servers.save()

    assert post_round().sent == []
    assert "do not use" in as_(emi).get(paper.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("decision", "state"), [("approval", "running"), ("return", "returned"), ("denial", "denied")]
)
def test_the_link_of_the_mail_decides_for_its_reader(
    client, ben, paper, mail_server, post_round, decision, state
):
    [(_recipient, letter)] = post_round().sent
    link = link_in(letter)
    page = client.get(link)
    assert "¥125,000" in page.content.decode()
    assert 'lang="ja"' in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"

    client.post(link, {"course": course(paper), "comment": "From the train.", "decision": decision})

    paper.refresh_from_db()
    assert paper.state == state
    assert Seat.objects.get(person=ben).comment == "From the train."
    assert client.get(link).status_code == 200


def link(paper, person):
    kind = ApplicationDelivered.kind
    token = tokens.make(person_id=person.pk, purpose=kind, about=paper.about)
    return f"/workflow/answer/{kind}/{token}/"


def test_looking_at_the_link_decides_nothing(client, ben, paper):
    for method in (client.get, client.head):
        assert method(link(paper, ben)).status_code == 200

    assert Seat.objects.turns_of(ben).count() == 1


def test_a_refusal_is_said_in_the_language_of_the_reader_and_keeps_the_text(client, ben, paper):
    sent = {"course": course(paper), "comment": "", "decision": "denial"}
    response = client.post(link(paper, ben), sent)
    assert response.status_code == 409
    assert "理由" in response.content.decode()

    approve(paper, course=course(paper), by=ben)
    sent["comment"] = "Second thoughts."
    response = client.post(link(paper, ben), sent)
    assert response.status_code == 409
    assert "Second thoughts." in response.content.decode()


def test_a_button_that_is_none_decides_nothing(client, ben, paper):
    sent = {"course": course(paper), "comment": "x", "decision": "withdrawal"}

    assert client.post(link(paper, ben), sent).status_code == 409
    assert Seat.objects.turns_of(ben).count() == 1


def test_a_link_opens_nothing_for_those_who_are_not_asked(client, ben, dana, chidi, paper):
    for person in (dana, chidi):
        assert client.get(link(paper, person)).status_code == 404
        sent = {"course": course(paper), "comment": "x", "decision": "approval"}
        assert client.post(link(paper, person), sent).status_code == 404
    assert client.get(link(paper, ben)[:-3] + "AA/").status_code == 404
    other = link(paper, ben).replace("application-delivered", "application-approved")
    assert client.get(other).status_code == 404


def test_a_link_of_somebody_who_left_is_dead(client, ben, paper):
    ben.is_active = False
    ben.save()

    assert client.get(link(paper, ben)).status_code == 404


def test_a_file_comes_through_the_link_as_a_download(client, emi, ben, dana, form_for, written):
    plan = {"f8": [SimpleUploadedFile("plan.html", b"<b>plan</b>")]}
    paper = send(written(form_for([ben], [dana]), attached=plan), author=emi)
    file = paper.files.get()

    response = client.get(f"{link(paper, ben)}files/{file.pk}/")

    assert response.content == b"<b>plan</b>"
    assert response["Content-Disposition"] == 'attachment; filename="plan.html"'
    assert client.get(f"{link(paper, dana)}files/{file.pk}/").status_code == 404
    assert client.get(f"{link(paper, ben)}files/{file.pk + 1}/").status_code == 404


def test_a_notice_can_be_worded_after_its_paper_is_gone(paper):
    submission = paper.submissions.select_related("version__form", "paper__author").get()
    notice = ApplicationDelivered.of(
        submission, step=submission.course.steps.first(), sheet=sheet_of(submission)
    )
    paper.delete()

    assert ApplicationDelivered.from_payload(notice.payload()) == notice
    assert "¥125,000" in [fact.value for fact in notice.facts()]


@pytest.mark.parametrize("evil", ["x\r\nBcc: evil@example.test", "x\nBcc: evil@example.test"])
def test_no_answer_adds_a_header(emi, ben, form_for, written, mail_server, post_round, evil):
    emi.first_name = evil
    emi.save()
    answers = {"f1": evil, "f2": evil}
    send(written(form_for([ben]), subject=evil, answers=answers), author=emi)

    [(_recipient, letter)] = post_round().sent

    assert letter["Bcc"] is None
    assert "Bcc: evil" not in {line.strip() for line in letter.as_string().splitlines()}

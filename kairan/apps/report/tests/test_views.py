from datetime import date, time
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kairan.apps.report.models import Comment, Report
from kairan.apps.report.notices import ReportCommented, ReportDelivered
from kairan.apps.report.operations.kinds import Shape, make_kind, remove_question, retire
from kairan.apps.report.operations.reports import Remark, comment, confirm, deliver, save_draft
from kairan.apps.report.operations.saved_lists import keep_list
from kairan.notices import tokens
from kairan.people.models import Group
from kairan.people.picker import Selection

TYPED = {"subject": "Visit", "body": "They order more.", "then": "deliver"}


def link(report, person, kind=ReportDelivered.kind):
    token = tokens.make(person_id=person.pk, purpose=kind, about=report.about)
    return reverse("report:answer", args=[kind, token])


def test_one_who_writes_delivers(as_, aiko, ben):
    response = as_(aiko).post("/report/new/general/", {**TYPED, "to": f"person:{ben.pk}"})

    report = Report.objects.get()
    assert response["Location"] == report.get_absolute_url()
    assert [each.recipient for each in report.receipts.all()] == [ben]


def test_without_kinds_one_writes_at_once(as_, ben):
    assert as_(ben).get("/report/new/")["Location"] == "/report/new/general/"


def test_one_chooses_among_the_kinds_that_are_in_use(as_, ben, kind):
    assert "Visit" in as_(ben).get("/report/new/").content.decode()

    retire(kind)
    assert as_(ben).get(f"/report/new/{kind.pk}/").status_code == 404


def test_a_kind_fills_in_subject_and_text(as_, ben, kind):
    form = as_(ben).get(f"/report/new/{kind.pk}/").context["form"]

    assert (form["subject"].value(), form["body"].value()) == ("Visit to …", "What we agreed:")
    assert [each.label for each in form.question_fields] == [
        "Customer",
        "Course",
        "Turnover",
        "Next visit",
        "Mood",
    ]


def answers(kind, *values):
    named = zip(kind.fields.all(), values, strict=False)
    return {f"question-{field.pk}": value for field, value in named}


def test_what_the_form_asks_is_kept_with_the_report(as_, aiko, ben, kind):
    given = answers(kind, "Minato", "Long.\nLonger.", "1200.50", "2026-05-17", "good")
    as_(aiko).post(
        f"/report/new/{kind.pk}/",
        {
            **TYPED,
            **given,
            "to": f"person:{ben.pk}",
            "meeting_on": "2026-05-01",
            "meeting_from": "09:00",
            "meeting_until": "10:30",
            "meeting_place": "大阪",
            "meeting_with": "Minato\nMr Mori",
        },
    )

    report = Report.objects.get()
    assert [each.value for each in report.answers] == [
        "Minato",
        "Long.\r\nLonger." if "\r" in report.answers[1].value else "Long.\nLonger.",
        "1200.50",
        "2026-05-17",
        "good",
    ]
    assert (report.meeting.on, report.meeting.begins) == (date(2026, 5, 1), time(9))
    page = as_(ben).get(report.get_absolute_url()).content.decode()
    assert "1,200.50" in page
    assert "2026年5月17日" in page
    assert "2026年5月1日 9:00 – 10:30" in page


def test_what_has_to_be_answered_holds_back_the_delivery_not_the_draft(as_, aiko, ben, kind):
    client, url = as_(aiko), f"/report/new/{kind.pk}/"
    typed = {**TYPED, **answers(kind, "", "", "", "", ""), "to": f"person:{ben.pk}"}

    page = client.post(url, typed)
    assert list(page.context["form"].errors) == [f"question-{kind.fields.first().pk}"]
    assert "They order more." in page.content.decode()
    assert not Report.objects.exists()

    client.post(url, {**typed, "then": "keep"})
    assert Report.objects.get().is_draft


@pytest.mark.parametrize(
    ("meeting", "wrong"),
    [
        ({"meeting_from": "09:00"}, "meeting_on"),
        ({"meeting_on": "2026-05-01", "meeting_until": "09:00"}, "meeting_from"),
        (
            {"meeting_on": "2026-05-01", "meeting_from": "10:00", "meeting_until": "09:00"},
            "meeting_until",
        ),
    ],
)
def test_hours_without_sense_are_refused_where_they_stand(as_, aiko, ben, meeting, wrong):
    page = as_(aiko).post("/report/new/general/", {**TYPED, **meeting, "to": f"person:{ben.pk}"})

    assert list(page.context["form"].errors) == [wrong]
    assert page.context["form"].is_about_meeting


def test_all_that_is_missing_is_said_at_once(as_, aiko):
    page = as_(aiko).post("/report/new/general/", {**TYPED, "subject": ""})

    assert set(page.context["form"].errors) == {"to", "subject"}


@pytest.mark.parametrize("then", ["deliver", "keep"])
def test_one_form_is_one_report_however_often_it_is_sent(as_, aiko, ben, then):
    client = as_(aiko)
    key = client.get("/report/new/general/").context["form"]["key"].value()
    typed = {**TYPED, "to": f"person:{ben.pk}", "key": str(key), "then": then}

    first = client.post("/report/new/general/", typed)
    second = client.post("/report/new/general/", typed)

    assert Report.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_the_key_of_somebody_else_opens_nothing_of_theirs(as_, aiko, chidi, ben, draft):
    theirs = save_draft(draft(subject="Secret"), author=aiko)

    as_(chidi).post(
        "/report/new/general/", {**TYPED, "to": f"person:{ben.pk}", "key": str(theirs.key)}
    )

    theirs.refresh_from_db()
    assert (theirs.subject, theirs.is_draft) == ("Secret", True)


def test_a_draft_opens_with_all_that_was_typed(as_, aiko, ben, kind):
    client = as_(aiko)
    given = answers(kind, "Minato", "", "12.5", "2026-05-17", "bad")
    client.post(
        f"/report/new/{kind.pk}/",
        {**TYPED, **given, "then": "keep", "to": f"person:{ben.pk}", "meeting_place": "Osaka"},
    )

    form = client.get(f"/report/{Report.objects.get().pk}/draft/").context["form"]

    assert [each.value() for each in form.question_fields] == list(given.values())
    assert (form["meeting_place"].value(), form["to"].value()) == ("Osaka", Selection.of([ben]))


def test_answers_that_the_form_asks_no_more_are_shown_to_who_wrote_them(as_, aiko, ben, kind):
    client = as_(aiko)
    client.post(
        f"/report/new/{kind.pk}/", {**TYPED, **answers(kind, "Minato & Co"), "then": "keep"}
    )
    remove_question(kind.fields.first())

    page = client.get(f"/report/{Report.objects.get().pk}/draft/").content.decode()

    assert "Minato &amp; Co" in page
    assert "no place on it any more" in page


def test_a_saved_list_adds_its_people_without_a_script(as_, aiko, ben, chidi):
    group = Group.objects.create(name="Sales")
    board = keep_list(owner=aiko, name="Board", people=Selection((chidi.pk,), (group.pk,)))
    typed = {**TYPED, "to": f"person:{ben.pk}", "lists": board.pk, "subject": "", "then": "add"}

    page = as_(aiko).post("/report/new/general/", typed)

    form = page.context["form"]
    assert form["to"].value().selection == Selection((ben.pk, chidi.pk), (group.pk,))
    assert not form.errors
    assert form["body"].value() == "They order more."
    assert not Report.objects.exists()


def test_a_list_that_is_ticked_when_one_delivers_counts(as_, aiko, ben, chidi):
    board = keep_list(owner=aiko, name="Board", people=Selection.of([ben, chidi]))

    as_(aiko).post("/report/new/general/", {**TYPED, "lists": board.pk})

    assert Report.objects.get().recipients_total == 2


def test_a_list_of_somebody_else_adds_nobody(as_, aiko, ben, chidi):
    theirs = keep_list(owner=ben, name="Board", people=Selection.of([chidi]))
    keep_list(owner=aiko, name="Mine", people=Selection.of([ben]))

    page = as_(aiko).post("/report/new/general/", {**TYPED, "lists": theirs.pk, "then": "add"})

    assert page.context["form"]["to"].value().selection == Selection()


REPORT_URLS = ["", "draft/", "recipients/", "files/1/"]
REPORT_DEEDS = ["removal/", "reading/", "confirmation/", "comments/"]


@pytest.mark.parametrize("url", REPORT_URLS)
def test_a_report_does_not_exist_for_others(as_, chidi, report, url):
    assert as_(chidi).get(f"/report/{report.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", REPORT_DEEDS)
def test_others_can_do_nothing_to_a_report(as_, chidi, report, url):
    assert as_(chidi).post(f"/report/{report.pk}/{url}", {"text": "x"}).status_code == 404
    assert not Comment.objects.exists()


def test_a_draft_exists_for_its_author_alone(as_, aiko, ben, draft):
    report = save_draft(draft(ben, attached=[SimpleUploadedFile("a.txt", b"a")]), author=aiko)
    file = f"/report/{report.pk}/files/{report.files.get().pk}/"

    for url in (f"/report/{report.pk}/", f"/report/{report.pk}/draft/", file):
        assert as_(ben).get(url).status_code == 404
    for deed in REPORT_DEEDS:
        assert as_(ben).post(f"/report/{report.pk}/{deed}", {"text": "x"}).status_code == 404
    assert as_(aiko).get(f"/report/{report.pk}/")["Location"] == f"/report/{report.pk}/draft/"
    assert as_(aiko).get(file).status_code == 200


def test_a_recipient_is_not_the_author(as_, ben, report):
    assert as_(ben).get(f"/report/{report.pk}/draft/").status_code == 404
    assert as_(ben).post(f"/report/{report.pk}/removal/").status_code == 404


@pytest.mark.parametrize("url", REPORT_DEEDS)
def test_looking_changes_nothing(as_, aiko, ben, report, url):
    for person in (aiko, ben):
        assert as_(person).get(f"/report/{report.pk}/{url}").status_code == 405
    as_(ben).get(f"/report/{report.pk}/")

    receipt = report.receipts.get()
    assert (receipt.opened_at, receipt.confirmed_at) == (None, None)


def test_confirming_swaps_the_answers(as_, ben, report):
    response = as_(ben).post(
        f"/report/{report.pk}/confirmation/", {"text": "Fine."}, headers={"HX-Request": "true"}
    )

    assert response.content.strip().startswith(b'<div class="stack" id="answers">')
    assert "Fine." in response.content.decode()
    assert report.receipts.get().confirmed_at


def test_confirming_works_without_javascript(as_, ben, report):
    response = as_(ben).post(f"/report/{report.pk}/confirmation/", follow=True)

    assert "確認" in response.content.decode()
    assert report.receipts.get().confirmed_at
    assert not report.comments.exists()


def test_a_comment_sent_twice_is_said_once(as_, ben, report):
    client = as_(ben)
    key = client.get(report.get_absolute_url()).context["remark_form"]["key"].value()

    for _attempt in range(2):
        client.post(f"/report/{report.pk}/comments/", {"text": "When?", "key": str(key)})

    assert [each.text for each in report.comments.all()] == ["When?"]


def test_an_empty_comment_is_asked_for(as_, ben, report):
    page = as_(ben).post(f"/report/{report.pk}/comments/", {"text": " "})

    assert page.context["remark_form"].errors["text"]
    assert not report.comments.exists()


def test_commenting_swaps_the_comments(as_, aiko, report):
    response = as_(aiko).post(
        f"/report/{report.pk}/comments/", {"text": "I add:"}, headers={"HX-Request": "true"}
    )

    assert response.content.strip().startswith(b'<section class="card" id="comments">')
    assert response.content.decode().count("I add:") == 1


def test_comments_stand_in_order_and_the_newest_are_seen_first(as_, aiko, ben, report, monkeypatch):
    monkeypatch.setattr("kairan.apps.report.views.reports.COMMENTS_SHOWN", 2)
    for number in range(5):
        comment(report, author=(aiko, ben)[number % 2], remark=Remark(text=f"No. {number}"))
    client = as_(ben)

    newest = client.get(report.get_absolute_url()).context
    earlier = client.get(f"{report.get_absolute_url()}?{newest['earlier']}").context
    later = client.get(f"{report.get_absolute_url()}?{earlier['later']}").context

    assert [each.text for each in newest["comments"]] == ["No. 3", "No. 4"]
    assert [each.text for each in earlier["comments"]] == ["No. 1", "No. 2"]
    assert [each.text for each in later["comments"]] == ["No. 3", "No. 4"]


def test_the_link_of_the_mail_only_shows_until_it_is_posted(client, ben, report):
    for method in (client.get, client.head):
        response = method(link(report, ben))
        assert response.status_code == 200
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cache-Control"] == "private, no-store"
    assert report.receipts.get().confirmed_at is None

    client.post(link(report, ben), {"text": "From the train."})

    assert report.receipts.get().confirmed_at
    assert report.comments.get().author == ben


def test_the_link_speaks_the_language_of_its_reader(client, ben, report):
    assert 'lang="ja"' in client.get(link(report, ben)).content.decode()


def test_a_link_opens_nothing_else(client, aiko, ben, chidi, report, draft):
    other = deliver(draft(chidi), author=aiko)
    begun = save_draft(draft(ben), author=aiko)

    for path in (
        link(other, ben),
        link(begun, ben),
        link(report, ben, ReportCommented.kind),
        link(report, ben)[:-3] + "AA/",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


def test_a_link_of_somebody_who_left_is_dead(client, ben, report):
    ben.is_active = False
    ben.save()

    assert client.post(link(report, ben)).status_code == 404


def test_a_file_is_for_those_who_see_the_report_and_as_a_download(
    as_, client, aiko, ben, chidi, draft
):
    plan = SimpleUploadedFile("plan.html", b"<b>plan</b>")
    report = deliver(draft(ben, attached=[plan]), author=aiko)
    file = report.files.get().pk
    url = f"/report/{report.pk}/files/{file}/"

    assert as_(ben).get(url)["Content-Disposition"] == 'attachment; filename="plan.html"'
    assert as_(chidi).get(url).status_code == 404
    assert client.get(f"{link(report, ben)}files/{file}/").content == b"<b>plan</b>"
    assert client.get(f"{link(report, chidi)}files/{file}/").status_code == 404


def test_received_shows_first_what_waits(as_, aiko, ben, draft):
    old = deliver(draft(ben, subject="Old news"), author=aiko)
    deliver(draft(ben, subject="Fresh news"), author=aiko)
    confirm(old, recipient=ben)

    page = as_(ben).get("/report/").content.decode()

    assert "Fresh news" in page
    assert "Old news" not in page
    assert "Old news" in as_(ben).get("/report/?show=confirmed").content.decode()


def test_a_reader_sees_who_has_not_confirmed(as_, aiko, ben, chidi, draft):
    report = deliver(draft(ben, chidi), author=aiko)
    confirm(report, recipient=ben)

    page = as_(ben).get(f"/report/{report.pk}/recipients/?show=unconfirmed").context["page"]

    assert [each.recipient for each in page.items] == [chidi]


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "url", ["/report/", "/report/sent/", "/report/drafts/", "/report/lists/", "/report/kinds/"]
)
def test_a_list_costs_the_same_however_long(as_, aiko, ben, draft, kind, url):
    def fill(number):
        make_kind(Shape(name=f"Kind {number}"))
        deliver(draft(aiko, ben, subject=f"To Aiko {number}", kind=kind), author=ben)
        deliver(draft(ben, subject=f"No. {number}"), author=aiko)
        save_draft(draft(ben, key=uuid4()), author=aiko)
        keep_list(owner=aiko, name=f"List {number}", people=Selection.of([ben]))

    client = as_(aiko)
    fill(0)
    few = cost(client, url)
    for number in range(1, 6):
        fill(number)

    assert cost(client, url) == few


def test_the_page_of_a_report_costs_the_same_however_much_is_said(as_, aiko, ben, chidi, draft):
    report = deliver(draft(ben, chidi), author=aiko)
    comment(report, author=aiko, remark=Remark(text="First."))
    client = as_(ben)
    few = cost(client, report.get_absolute_url())
    for number in range(20):
        comment(report, author=(aiko, ben)[number % 2], remark=Remark(text=f"No. {number}"))

    assert cost(client, report.get_absolute_url()) == few


def test_what_waits_is_asked_of_the_app(aiko, ben, draft):
    feature = apps.get_app_config("report")
    first = deliver(draft(ben, subject="First"), author=aiko)
    second = deliver(draft(ben, subject="Second"), author=aiko)
    confirm(first, recipient=ben)

    [waiting] = feature.waiting(ben, 5)
    assert (waiting.title, waiting.url) == ("Second", second.get_absolute_url())
    assert waiting.detail == str(aiko)
    assert (feature.waiting_for(ben), feature.waiting_for(aiko)) == (1, 0)

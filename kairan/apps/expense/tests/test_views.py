from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from kairan.apps.expense.models import Category, Line, Office, Report
from kairan.apps.expense.notices import ReportClaimed
from kairan.apps.expense.operations.office import settle
from kairan.apps.expense.operations.reports import approve, deny, send_back, withdraw
from kairan.notices import tokens
from kairan.people.models import User
from kairan.people.picker import Selection
from kairan.people.testing import hire
from kairan.shell.feature import features


@pytest.fixture
def typed(transport):
    """What Aiko types into the form of a line."""

    def form(**fields):
        return {
            "spent_on": "2026-05-12",
            "category": transport.pk,
            "description": "Taxi",
            "amount": "1,200",
            **fields,
        }

    return form


def link(report, person):
    token = tokens.make(person_id=person.pk, purpose=ReportClaimed.kind, about=report.about)
    return reverse("expense:answer", args=[ReportClaimed.kind, token])


def feature():
    return next(each for each in features() if each.label == "expense")


def test_what_is_typed_is_kept(as_, aiko, typed):
    receipt = SimpleUploadedFile("領収書.pdf", b"%PDF")

    response = as_(aiko).post("/expense/new/", typed(attached=receipt, note="Late."))

    assert response["Location"] == "/expense/"
    line = Line.objects.get()
    assert (line.owner, line.amount, line.note) == (aiko, 1200, "Late.")
    assert [file.name for file in line.receipts.all()] == ["領収書.pdf"]


def test_the_form_stays_open_for_the_next_line_with_day_and_category(as_, aiko, typed, transport):
    client = as_(aiko)

    page = client.post("/expense/new/", typed(then="next"), follow=True)

    form = page.context["form"]
    assert str(form["spent_on"].value()) == "2026-05-12"
    assert form["category"].value() == transport.pk
    assert not form["amount"].value()
    assert "Taxi, ¥1,200" in page.content.decode()


def test_one_form_is_one_line_however_often_it_is_sent(as_, aiko, typed):
    client = as_(aiko)
    key = client.get("/expense/new/").context["form"]["key"].value()

    client.post("/expense/new/", typed(key=str(key)))
    client.post("/expense/new/", typed(key=str(key)))

    assert Line.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount": "12.50"}, "JPY has 0 decimals"),
        ({"amount": "a lot"}, "in figures"),
        ({"amount": "0"}, "more than nothing"),
        ({"amount": "9" * 30}, "more than nothing"),
        ({"spent_on": "9999-12-31"}, "between 2000 and 2999"),
        ({"spent_on": "2999-01-01"}, "still to come"),
        ({"category": "999999"}, "Choose another"),
        ({"description": ""}, "required"),
        ({"currency": "GBP"}, "reckons in JPY"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_what_was_typed_stays(as_, aiko, typed, fields, sentence):
    page = as_(aiko).post("/expense/new/", typed(note="Stays.", **fields)).content.decode()

    assert sentence in page
    assert "Stays." in page
    assert not Line.objects.exists()


def test_a_category_out_of_use_is_offered_to_its_lines_alone(as_, aiko, spend, transport):
    line = spend()
    transport.is_in_use = False
    transport.save()

    client = as_(aiko)
    assert transport not in client.get("/expense/new/").context["form"].fields["category"].queryset
    page = client.get(line.get_absolute_url())
    assert transport in page.context["form"].fields["category"].queryset


def test_a_line_is_changed_and_deleted(as_, aiko, spend, typed):
    line, client = spend(), as_(aiko)

    client.post(line.get_absolute_url(), typed(amount="1300"))
    line.refresh_from_db()
    assert line.amount == 1300

    client.post(f"/expense/lines/{line.pk}/removal/")
    assert not Line.objects.exists()


def test_what_is_claimed_leads_to_its_report(as_, aiko, spend, claimed):
    line = spend()
    report = claimed(line)

    assert as_(aiko).get(line.get_absolute_url())["Location"] == report.get_absolute_url()


def test_the_list_shows_a_state_and_the_sums_of_all(as_, aiko, ben, spend, claimed):
    spend(300, description="Tea")
    send_back(claimed(spend(1200, description="Ship")), by=ben, reason="Why?")
    claimed(spend(50_000, description="Plane"))

    client = as_(aiko)
    page = client.get("/expense/")
    text = page.content.decode()
    assert "Tea" in text
    assert "Ship" in text
    assert "Plane" not in text
    assert "Plane" in client.get("/expense/?show=claimed").content.decode()
    sums = {key: each.written for key, _label, each, _current in page.context["sums"]}
    assert (sums["open"], sums["returned"]) == (["¥1,500"], ["¥1,200"])
    assert (sums["claimed"], sums["all"], sums["paid"]) == (["¥50,000"], ["¥51,500"], [])


def test_who_has_to_decide_is_led_there_from_the_first_page(as_, aiko, ben, spend, claimed):
    claimed(spend(1200))

    page = as_(ben).get("/expense/").content.decode()
    assert "承認待ちの経費精算書が1件あります。" in page
    assert 'href="/expense/unpaid/?show=decide"' in page
    assert "?show=decide" not in as_(aiko).get("/expense/").content.decode()


def test_my_lines_come_as_a_table_without_those_of_others(as_, aiko, chidi, spend):
    spend(description="Mine")
    spend(description="Theirs", owner=chidi)

    response = as_(aiko).get("/expense/table/")

    assert "attachment" in response["Content-Disposition"]
    assert b"Mine" in response.content
    assert b"Theirs" not in response.content


def test_lines_are_claimed_all_ticked_or_fewer(as_, aiko, ben, spend, approvers):
    first, second = spend(100), spend(200)
    client = as_(aiko)
    page = client.get("/expense/claim/")
    assert page.context["ticked"] == [first.pk, second.pk]
    key = str(page.context["form"]["key"].value())

    response = client.post("/expense/claim/", {"line": [second.pk], "key": key, "title": "Osaka"})
    again = client.post("/expense/claim/", {"line": [second.pk], "key": key, "title": "Osaka"})

    report = Report.objects.get()
    assert response["Location"] == again["Location"] == report.get_absolute_url()
    assert (report.total, report.title) == (200, "Osaka")


def test_a_refused_claim_says_why_and_keeps_the_ticks(as_, aiko, spend, approvers):
    line = spend()
    client = as_(aiko)

    page = client.post("/expense/claim/", {"title": "Osaka"})
    assert "Tick the lines" in page.content.decode()
    page = client.post("/expense/claim/", {"line": [line.pk, 999_999, "x"], "title": "Osaka"})

    assert "claimed or deleted meanwhile" in page.content.decode()
    assert page.context["ticked"] == [line.pk, 999_999]


def test_without_approval_users_the_page_leads_there(as_, aiko, ben, spend):
    spend()
    client = as_(aiko)
    assert "administrator has to set" in client.get("/expense/claim/").content.decode()

    settle(currency="JPY", candidates=Selection.of([ben]))

    assert 'href="/expense/approval-users/"' in client.get("/expense/claim/").content.decode()


def test_one_ticks_approval_users_and_reads_who_is_not_asked_any_more(as_, aiko, ben, chidi):
    settle(currency="JPY", candidates=Selection.of([ben, chidi]))
    client = as_(aiko)
    client.post("/expense/approval-users/", {"people": [ben.pk, chidi.pk]})
    settle(currency="JPY", candidates=Selection.of([ben]))

    page = client.get("/expense/approval-users/")

    assert f"{chidi} is not asked any more" in page.content.decode()
    assert list(page.context["form"].fields["people"].queryset) == [ben]
    page = client.post("/expense/approval-users/", {"people": [aiko.pk]})
    assert "no candidate" in page.content.decode()


def test_those_asked_see_it_waiting_and_decide(as_, aiko, ben, report):
    assert feature().waiting_for(ben) == 1
    [waiting] = feature().waiting(ben, 5)
    assert (waiting.title, waiting.url) == ("Osaka", report.get_absolute_url())
    client = as_(ben)
    assert "Osaka" in client.get("/expense/unpaid/").content.decode()

    client.post(f"/expense/reports/{report.pk}/decision/", {"decision": "approve"})

    report.refresh_from_db()
    assert report.is_to_pay
    assert feature().waiting_for(ben) == 0
    assert list(feature().waiting(ben, 5)) == []
    assert "Osaka" in client.get("/expense/unpaid/?show=pay").content.decode()


@pytest.mark.parametrize("decision", ["return", "deny"])
def test_a_no_without_a_reason_is_asked_for_one(as_, ben, report, decision):
    page = as_(ben).post(f"/expense/reports/{report.pk}/decision/", {"decision": decision})

    assert page.context["form"].errors["comment"]
    report.refresh_from_db()
    assert report.is_to_decide


def test_the_claimant_reads_why_it_came_back(as_, aiko, ben, report):
    send_back(report, by=ben, reason="Which hotel?")

    assert "Which hotel?" in as_(aiko).get(report.get_absolute_url()).content.decode()
    line = report.lines.first()
    assert "Which hotel?" in as_(aiko).get(line.get_absolute_url()).content.decode()


def test_several_reports_are_marked_as_paid_at_once(as_, aiko, ben, spend, claimed):
    reports = [claimed(spend(amount)) for amount in (100, 200, 300)]
    for report in reports:
        approve(report, by=ben)
    ticked = {"report": [report.pk for report in reports[:2]], "paid_on": "2026-06-01"}
    ticked["paid_on"] = str(localdate())

    page = as_(ben).post("/expense/unpaid/payment/", ticked, follow=True)

    assert "2件" in page.content.decode()
    assert [each.state for each in Report.objects.order_by("pk")] == ["paid", "paid", "approved"]


@pytest.mark.parametrize("day", ["", "9999-12-31", str(localdate() + timedelta(days=2))])
def test_a_payment_needs_a_day_that_has_come(as_, ben, report, day):
    approve(report, by=ben)

    as_(ben).post("/expense/unpaid/payment/", {"report": [report.pk], "paid_on": day})

    report.refresh_from_db()
    assert (report.state, report.paid_on) == ("approved", None)


def test_the_claimant_withdraws(as_, aiko, report):
    as_(aiko).post(f"/expense/reports/{report.pk}/withdrawal/")

    report.refresh_from_db()
    assert report.state == "withdrawn"


def test_a_report_that_nobody_can_decide_says_so(as_, aiko, ben, report):
    ben.is_active = False
    ben.save()

    assert "Everybody who was asked has left" in (
        as_(aiko).get(report.get_absolute_url()).content.decode()
    )


def test_the_link_of_the_mail_shows_the_whole_report_and_only_a_post_decides(client, ben, report):
    for method in (client.get, client.head):
        assert method(link(report, ben)).status_code == 200
    page = client.get(link(report, ben))
    assert "Hotel" in page.content.decode()
    assert 'lang="ja"' in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    report.refresh_from_db()
    assert report.is_to_decide

    client.post(link(report, ben), {"decision": "return", "comment": "どのホテルですか。"})

    report.refresh_from_db()
    assert (report.state, report.reason) == ("returned", "どのホテルですか。")
    assert "決裁済み" in client.get(link(report, ben)).content.decode()


def test_the_link_of_a_withdrawn_report_says_so(client, aiko, ben, report):
    withdraw(report, by=aiko)

    assert "取り下げました" in client.get(link(report, ben)).content.decode()
    assert client.post(link(report, ben), {"decision": "approve"}).status_code == 409


def test_a_link_is_good_for_its_report_and_its_person_alone(client, ben, chidi, report):
    assert client.get(link(report, chidi)).status_code == 404
    assert client.get(link(report, ben)[:-3] + "AA/").status_code == 404
    other = reverse("expense:answer", args=["expense.report-paid", "x"])
    assert client.get(other).status_code == 404
    ben.is_active = False
    ben.save()
    assert client.get(link(report, ben)).status_code == 404


REPORT_URLS = ["", "table/"]
REPORT_DEEDS = ["decision/", "withdrawal/"]


@pytest.mark.parametrize("url", REPORT_URLS)
def test_a_report_does_not_exist_for_others(as_, chidi, report, url):
    assert as_(chidi).get(f"/expense/reports/{report.pk}/{url}").status_code == 404


@pytest.mark.parametrize("url", REPORT_DEEDS)
def test_others_can_do_nothing_to_a_report(as_, chidi, report, url):
    data = {"decision": "approve"}
    assert as_(chidi).post(f"/expense/reports/{report.pk}/{url}", data).status_code == 404


def test_an_approver_cannot_withdraw_and_a_claimant_cannot_decide(as_, aiko, ben, report):
    assert as_(ben).post(f"/expense/reports/{report.pk}/withdrawal/").status_code == 404
    decision = {"decision": "approve"}
    assert as_(aiko).post(f"/expense/reports/{report.pk}/decision/", decision).status_code == 404


def test_a_receipt_is_for_the_claimant_and_those_asked(
    as_, client, aiko, ben, chidi, spend, claimed
):
    line = spend(attached=[SimpleUploadedFile("領収書.html", b"<b>taxi</b>")])
    report = claimed(line)
    file = report.receipts.get()
    url = f"/expense/reports/{report.pk}/receipts/{file.pk}/"

    for person in (aiko, ben):
        assert as_(person).get(url).content == b"<b>taxi</b>"
        assert "attachment" in as_(person).get(url)["Content-Disposition"]
    assert client.get(f"{link(report, ben)}files/{file.pk}/").content == b"<b>taxi</b>"
    assert as_(chidi).get(url).status_code == 404
    assert as_(ben).get(f"/expense/lines/{line.pk}/files/{file.pk}/").status_code == 404
    approve(report, by=ben)
    payer = hire("payer", first_name="Pay", kind=User.Kind.ADMINISTRATOR)
    assert as_(payer).get(report.get_absolute_url()).status_code == 200
    assert as_(payer).get(url).status_code == 404
    assert "領収書.html" not in as_(payer).get(report.get_absolute_url()).content.decode()


def test_a_line_exists_for_its_owner_alone(as_, ben, chidi, spend, typed):
    line = spend(attached=[SimpleUploadedFile("a.pdf", b"x")])

    for person in (ben, chidi):
        client = as_(person)
        assert client.get(line.get_absolute_url()).status_code == 404
        assert client.post(line.get_absolute_url(), typed()).status_code == 404
        assert client.post(f"/expense/lines/{line.pk}/removal/").status_code == 404
        file = f"/expense/lines/{line.pk}/files/{line.receipts.get().pk}/"
        assert client.get(file).status_code == 404


def test_an_administrator_sees_a_report_once_it_is_to_be_paid(as_, ben, report):
    client = as_(hire("payer", first_name="Pay", kind=User.Kind.ADMINISTRATOR))
    assert client.get(report.get_absolute_url()).status_code == 404
    assert "Osaka" not in client.get("/expense/unpaid/").content.decode()

    approve(report, by=ben)

    assert "Osaka" in client.get("/expense/unpaid/").content.decode()


def test_what_is_denied_is_hidden_from_administrators_who_were_not_asked(as_, ben, report):
    deny(report, by=ben, reason="Private.")

    client = as_(hire("payer", first_name="Pay", kind=User.Kind.ADMINISTRATOR))
    assert client.get(report.get_absolute_url()).status_code == 404


ADMINISTRATION = ["settings/", "settings/categories/", "settings/categories/{pk}/"]


@pytest.mark.parametrize("url", ADMINISTRATION)
def test_settings_are_for_administrators(as_, aiko, ben, transport, url):
    url = f"/expense/{url}".format(pk=transport.pk)

    assert as_(ben).get(url).status_code == 403
    assert as_(ben).post(url).status_code == 403
    assert as_(aiko).get(url).status_code == 200


@pytest.mark.parametrize("deed", ["place/", "removal/"])
def test_categories_are_kept_by_administrators(as_, aiko, ben, transport, deed):
    url = f"/expense/settings/categories/{transport.pk}/{deed}"

    assert as_(ben).post(url).status_code == 403
    assert as_(aiko).get(url).status_code == 405
    assert as_(aiko).post(url).status_code == 302


def test_an_administrator_settles_currency_and_candidates(as_, aiko, ben):
    as_(aiko).post("/expense/settings/", {"currency": "EUR", "candidates": f"person:{ben.pk}"})

    office = Office.current()
    assert (office.currency, office.selection) == ("EUR", Selection.of([ben]))


def test_categories_bear_one_name_or_two(as_, aiko, ben):
    client = as_(aiko)
    client.post("/expense/settings/categories/", {"name": "Parking", "is_in_use": "on"})
    parking = Category.objects.get(name="Parking")
    assert "Parking" in as_(ben).get("/expense/new/").content.decode()

    url = f"/expense/settings/categories/{parking.pk}/"
    client.post(url, {"name": "Parking", "name_ja": "駐車場代", "is_in_use": "on"})

    assert "駐車場代" in as_(ben).get("/expense/new/").content.decode()
    page = client.post("/expense/settings/categories/", {"name": "Parking"}).content.decode()
    assert "of this name already" in page


@pytest.mark.parametrize(
    "url",
    [
        "/expense/?show=all",
        "/expense/reports/",
        "/expense/unpaid/",
        "/expense/unpaid/?show=settled",
        "/expense/claim/",
    ],
)
def test_a_list_costs_the_same_however_long(as_, aiko, ben, spend, claimed, url):
    client, costs = as_(aiko), []
    for _number in range(8):
        spend(attached=[SimpleUploadedFile("a.pdf", b"x")])
        claimed(spend())
        approve(claimed(spend(owner=ben), by=ben), by=aiko)
        withdraw(claimed(spend(owner=ben), by=ben), by=ben)
        claimed(spend(owner=ben), by=ben)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))

    assert costs[1] == costs[-1]


def test_pages_of_lines_follow_each_other(as_, aiko, spend):
    for number in range(60):
        spend(description=f"Line {number:02}")

    client = as_(aiko)
    first = client.get("/expense/").context["page"]
    second = client.get(f"/expense/?{first.next}").context["page"]

    assert (len(first.items), len(second.items)) == (50, 10)
    assert not {line.pk for line in first.items} & {line.pk for line in second.items}


@pytest.mark.parametrize("url", ["/expense/lines/{line}/removal/", "/expense/unpaid/payment/"])
def test_looking_changes_nothing(as_, aiko, spend, url):
    line = spend()

    assert as_(aiko).get(url.format(line=line.pk)).status_code == 405
    assert Line.objects.exists()


def test_a_place_that_makes_no_sense_shows_the_first_page(as_, aiko, spend):
    spend()
    query = urlencode({"after": "nonsense", "show": "nothing", "on": "x", "category": "y"})

    assert as_(aiko).get(f"/expense/?{query}").status_code == 200
    assert as_(aiko).get(f"/expense/new/?{query}").status_code == 200


def test_who_only_pays_gets_the_table_without_the_names_of_receipts(
    as_, aiko, ben, chidi, spend, claimed
):
    receipt = SimpleUploadedFile("clinic.pdf", b"%PDF")
    report = claimed(spend(1200, attached=[receipt]))
    chidi.kind = User.Kind.ADMINISTRATOR
    chidi.save()
    url = reverse("expense:report-table", args=[report.pk])
    assert as_(chidi).get(url).status_code == 404
    approve(report, by=ben)

    bens, chidis = (as_(person).get(url).getvalue().decode("utf-8-sig") for person in (ben, chidi))

    assert "clinic.pdf" in bens
    assert "clinic.pdf" not in chidis
    assert "Taxi to Shinagawa" in chidis
    assert "1200" in chidis

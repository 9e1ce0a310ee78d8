"""The mails of Expense, each from the click to the mailbox: read by tests/journeys."""

import csv
import io
from datetime import date

from kairan.apps.expense.models import Category
from kairan.apps.expense.operations.lines import Spent, record
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import Claim, approve, claim
from kairan.people.models import User
from kairan.people.picker import Selection
from tests.journeys.acting import fill
from tests.journeys.rows import File, Like, Row

TITLE = "Osaka 大阪出張"


def approvers():
    """Dana and Emi decide about what Ben claims, Ben about what Dana and Emi claim."""
    people = _cast()
    settle(
        currency="JPY", candidates=Selection.of([people[each] for each in ("ben", "dana", "emi")])
    )
    choose([people["dana"].pk, people["emi"].pk], claimant=people["ben"])
    for claimant in ("dana", "emi"):
        choose([people["ben"].pk], claimant=people[claimant])


def spend_and_claim(stage):
    """Ben writes two lines down, one after the other, and claims both."""
    page = stage.page("ben")
    page.goto("/expense/new/")
    for description, amount in (("新幹線 東京～大阪", "14,520"), ("=1+1 Taxi", "1200")):
        page.locator("[name=category]").select_option(label="交通費")
        fill(page, spent_on="2026-05-12", description=description, amount=amount)
        page.locator("button[name=then][value=next]").click()
        page.locator("#messages .success", has_text=description).wait_for()
    page.goto("/expense/claim/")
    fill(page, title=TITLE, comment="As agreed. 打ち合わせのとおりです。")
    page.locator("form button.primary").click()
    page.locator("#who-was-told").wait_for()
    return page


def table(content):
    """The table has Ben's headings, plain amounts, and no formula."""
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["番号", "日付", "費目", "内容", "金額", "通貨", "領収書", "備考"],
        ["1", "2026-05-12", "交通費", "新幹線 東京～大阪", "14520", "JPY", "", ""],
        ["2", "2026-05-12", "交通費", "'=1+1 Taxi", "1200", "JPY", "", ""],
    ]


def two_reports():
    """A report of Dana's and one of Emi's wait for Ben."""
    return {each: report(each) for each in ("dana", "emi")}


def two_approved():
    """Ben has approved a report of Dana's and one of Emi's."""
    return {each: report(each, is_approved=True) for each in ("dana", "emi")}


def report(login_id, *, is_approved=False):
    approvers()
    people = _cast()
    line = record(
        Spent(
            spent_on=date(2026, 5, 12),
            category=Category.objects.earliest("pk"),
            description="Train",
            amount=14_520,
        ),
        owner=people[login_id],
    )
    made = claim(Claim(lines=[line.pk], title=TITLE), claimant=people[login_id])
    if is_approved:
        approve(made, by=people["ben"])
    return made.pk


def decision(value):
    """Ben decides about both reports in the same way."""

    def act(stage):
        page = stage.page("ben")
        for pk in stage.prepared.values():
            page.goto(f"/expense/reports/{pk}/")
            fill(page, comment="Which hotel? どのホテル")
            page.locator(f"button[name=decision][value={value}]").click()
            page.locator("#messages .success").wait_for()
        page.goto(f"/expense/reports/{stage.prepared['dana']}/")
        return page

    return act


def paid(stage):
    """Ben marks both reports as paid at once, on his Unpaid list."""
    page = stage.page("ben")
    page.goto("/expense/unpaid/?show=pay")
    for pk in stage.prepared.values():
        page.locator(f"input[name=report][value='{pk}']").check()
    page.locator("form[action$='/payment/'] button.primary").click()
    page.locator("#messages .success").wait_for()
    page.goto(f"/expense/reports/{stage.prepared['dana']}/")
    return page


def _cast():
    return {each.login_id: each for each in User.objects.all()}


def told(event, *, act, prepare, subject, says):
    """Return the row of a notice to the claimants Dana and Emi, about what Ben did."""
    return Row(
        event=event,
        who="Whoever claimed it",
        prepare=prepare,
        act=act,
        by="ben",
        to=["dana", "emi"],
        subject=subject,
        says={
            "en": ["¥14,520", TITLE, *says["en"]],
            "ja": ["¥14,520", TITLE, "2026年5月12日", *says["ja"]],
        },
    )


ROWS = [
    Row(
        event="An expense report is claimed",
        who="The approval users whom the claimant chose, with the report as a CSV",
        prepare=approvers,
        act=spend_and_claim,
        by="ben",
        to=["dana", "emi"],
        subject={
            "en": f"[Expense] 佐藤 勉 claims ¥15,720: {TITLE}",
            "ja": f"[経費] 佐藤 勉さんの経費申請 ¥15,720: {TITLE}",
        },
        says={
            "en": ["¥15,720", "佐藤 勉", "As agreed. 打ち合わせのとおりです。", "Decide"],
            "ja": ["¥15,720", "佐藤 勉", "2026年5月12日", "承認・差し戻し"],
        },
        files=[File(Like(r"経費精算書 \d+\.csv", "経費精算書 12.csv"), "text/csv", table)],
    ),
    told(
        "An expense report is approved",
        prepare=two_reports,
        act=decision("approve"),
        subject={
            "en": f"[Expense] Approved: {TITLE}, ¥14,520",
            "ja": f"[経費] 承認：{TITLE}（¥14,520）",
        },
        says={"en": ["Decided by"], "ja": ["決裁者"]},
    ),
    told(
        "An expense report is returned",
        prepare=two_reports,
        act=decision("return"),
        subject={
            "en": f"[Expense] Returned: {TITLE}, ¥14,520",
            "ja": f"[経費] 差し戻し：{TITLE}（¥14,520）",
        },
        says={"en": ["Which hotel? どのホテル"], "ja": ["Which hotel? どのホテル"]},
    ),
    told(
        "An expense report is denied",
        prepare=two_reports,
        act=decision("deny"),
        subject={
            "en": f"[Expense] Denied: {TITLE}, ¥14,520",
            "ja": f"[経費] 却下：{TITLE}（¥14,520）",
        },
        says={"en": ["Which hotel? どのホテル"], "ja": ["Which hotel? どのホテル"]},
    ),
    told(
        "An expense report is paid",
        prepare=two_approved,
        act=paid,
        subject={
            "en": f"[Expense] Paid: {TITLE}, ¥14,520",
            "ja": f"[経費] 支払い済み：{TITLE}（¥14,520）",
        },
        says={"en": ["Paid on"], "ja": ["支払日"]},
    ),
]

"""The mails of Report, each from the click to the mailbox: read by tests/journeys."""

from kairan.apps.report.models import Kind
from kairan.apps.report.operations.kinds import Question, Shape, ask, make_kind
from kairan.apps.report.operations.reports import Draft, Remark
from kairan.apps.report.operations.reports import comment as say
from kairan.apps.report.operations.reports import deliver as hand_over
from kairan.people.models import User
from kairan.people.picker import Selection
from tests.journeys.acting import fill
from tests.journeys.rows import Row, pick

SUBJECT = "Visit to Minato / 港商事訪問"


def a_form():
    """A kind of report with a question of each sort."""
    kind = Kind.objects.filter(name="Visit 訪問").first()
    if kind is None:
        kind = make_kind(Shape(name="Visit 訪問", folder="Sales", subject="Visit: "))
        ask(kind, Question(label="Customer 訪問先", is_required=True))
        ask(kind, Question(label="Next visit 次回", type="date"))
        ask(kind, Question(label="Mood 様子", type="choice", choices=["good 良", "bad 悪"]))
    return {"kind": kind.pk, "questions": [field.pk for field in kind.fields.all()]}


def deliver(stage):
    """Aiko reports about a visit, on its form, to a group and to somebody else."""
    page = stage.page("aiko")
    page.goto(f"/report/new/{stage.prepared['kind']}/")
    pick(page, "Sales", "emi")
    customer, next_visit, mood = (f"question-{pk}" for pk in stage.prepared["questions"])
    answers = {customer: "Minato 港商事", next_visit: "2026-12-04", mood: "good 良"}
    fill(page, subject=SUBJECT, body="They order more. 追加注文あり。", **answers)
    page.locator("button[name=then][value=deliver]").click()
    page.locator("#who-was-told").wait_for()
    return page


def commented():
    """Dana has reported to Emi and Aiko, and Emi has commented."""
    people = {each.login_id: each for each in User.objects.all()}
    to = Selection(people=(people["emi"].pk, people["aiko"].pk))
    report = hand_over(Draft(subject=SUBJECT, body="Read.", to=to), author=people["dana"])
    say(report, author=people["emi"], remark=Remark(text="When? いつ?"))
    return report.pk


def comment(stage):
    """Aiko comments; the author hears it, and so does who commented before."""
    pk = stage.prepared
    page = stage.page("aiko")
    page.goto(f"/report/{pk}/")
    form = page.locator("#comments form")
    form.locator("textarea").fill("In December. 12月です。")
    form.locator("button").click()
    page.locator("#comments li").nth(1).wait_for()
    page = stage.page("dana")
    page.goto(f"/report/{pk}/")
    return page


ROWS = [
    Row(
        event="A report is delivered",
        who="Its recipients",
        prepare=a_form,
        act=deliver,
        by="aiko",
        to=["ben", "dana", "emi"],
        subject={"en": f"[Report] {SUBJECT}", "ja": f"[報告] {SUBJECT}"},
        says={
            "en": [SUBJECT, "They order more. 追加注文あり。", "Minato 港商事", "4 Dec 2026"],
            "ja": [SUBJECT, "They order more. 追加注文あり。", "Minato 港商事", "2026年12月4日"],
        },
    ),
    Row(
        event="Somebody comments on a report",
        who="Its author, and recipients who commented before",
        prepare=commented,
        act=comment,
        by="aiko",
        to=["dana", "emi"],
        subject={
            "en": f"[Report] Aiko Mori comments: {SUBJECT}",
            "ja": f"[報告] Aiko Moriさんのコメント：{SUBJECT}",
        },
        says={
            "en": ["In December. 12月です。", "Dana"],
            "ja": ["In December. 12月です。", "Dana"],
        },
    ),
]

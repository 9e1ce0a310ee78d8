"""The mails of Workflow, each from the click to the mailbox: read by tests/journeys."""

from kairan.approvals.routes import WrittenRoute, WrittenStep, save_route
from kairan.apps.workflow.fields import Field, Kind
from kairan.apps.workflow.models import Form
from kairan.apps.workflow.operations.forms import WrittenForm, save_form
from kairan.apps.workflow.operations.papers import Written, send
from kairan.people.models import User
from kairan.people.picker import Selection
from tests.journeys.acting import fill
from tests.journeys.rows import Row

SUBJECT = "Trip to Osaka / 大阪出張"
FIELDS = [
    Field(key="", kind=Kind.TEXT, label="Destination 行先", is_required=True),
    Field(key="", kind=Kind.MONEY, label="Costs 費用"),
    Field(key="", kind=Kind.PERIOD, label="When 期間"),
    Field(key="", kind=Kind.LONG_TEXT, label="Purpose 目的"),
]


def form_before(*approvers):
    """A form whose only step is decided by one of several people."""
    people = {each.login_id: each for each in User.objects.all()}
    name = f"Business trip 出張 {Form.objects.count() + 1}"
    to = Selection.of([people[each] for each in approvers])
    route = save_route(
        WrittenRoute(name=name, steps=[WrittenStep(title="Section head 課長", to=to)])
    )
    return save_form(WrittenForm(name=name, route=route, fields=FIELDS))


def paper_of(applicant, *approvers):
    """A paper that is before its approvers."""
    written = Written(
        version=form_before(*approvers).latest, subject=SUBJECT, answers={"f1": "Osaka 大阪"}
    )
    return send(written, author=User.objects.get(login_id=applicant)).pk


def form_for_two():
    return form_before("ben", "dana").pk


def apply(stage):
    """Aiko fills in the form and sends it: it is the turn of Ben or Dana."""
    page = stage.page("aiko")
    page.goto(f"/workflow/new/{stage.prepared}/")
    answers = {
        "answer-f1": "Osaka 大阪",
        "answer-f2": "125000",
        "answer-f3_from": "2030-05-17",
        "answer-f3_to": "2030-05-19",
        "answer-f4": "Meet the supplier. 仕入先訪問",
    }
    fill(page, subject=SUBJECT, **answers)
    page.locator("button[name=then][value=send]").click()
    page.locator("#who-was-told").wait_for()
    return page


def one_approver_each():
    """Dana decides about Aiko's paper, Emi about Ben's."""
    return {"dana": paper_of("aiko", "dana"), "emi": paper_of("ben", "emi")}


def deciding(action, *, comment):
    """Return what lets both approvers press the button of ``action``."""

    def decide(stage):
        for approver, pk in stage.prepared.items():
            page = stage.page(approver)
            page.goto(f"/workflow/{pk}/")
            fill(page.locator("#decision"), comment=comment)
            page.locator(f"#decision button{action}").click()
            page.locator("#messages .success").wait_for()
        page = stage.page("aiko")
        page.goto(f"/workflow/{stage.prepared['dana']}/")
        return page

    return decide


def paper_before_two():
    return paper_of("aiko", "ben", "dana")


def withdraw(stage):
    """Aiko takes back what Ben and Dana have heard of."""
    page = stage.page("aiko")
    page.goto(f"/workflow/{stage.prepared}/")
    page.locator("form[action$='/withdrawal/'] button").click()
    page.locator("#messages .success").wait_for()
    return page


def decide_from_the_mail(mail):
    """The button of the mail leads to the paper without signing in."""
    assert [link for link in mail.links if "/workflow/answer/" in link]


def result(event, action, *, en, ja, comment):
    """A row that tells both applicants how it ended."""
    return Row(
        event=event,
        who="The applicant",
        prepare=one_approver_each,
        act=deciding(action, comment=comment),
        by={"aiko": "dana", "ben": "emi"},
        to=["aiko", "ben"],
        subject={"en": f"[Workflow] {en}: {SUBJECT}", "ja": f"[ワークフロー] {ja}：{SUBJECT}"},
        says={"en": ["Dana", comment], "ja": ["高橋", comment]},
    )


ROWS = [
    Row(
        event="An application is delivered",
        who="The approvers whose turn it is",
        prepare=form_for_two,
        act=apply,
        by="aiko",
        to=["ben", "dana"],
        subject={
            "en": f"[Workflow] To decide: {SUBJECT}",
            "ja": f"[ワークフロー] 承認のお願い：{SUBJECT}",
        },
        says={
            "en": [
                "Aiko Mori",
                "Section head 課長",
                "Osaka 大阪",
                "¥125,000",
                "17 May 2030 to 19 May 2030 (3 days)",
                "Meet the supplier. 仕入先訪問",
                "Decide",
            ],
            "ja": ["Aiko Mori", "¥125,000", "2030年5月17日～2030年5月19日（3日）", "申請者"],
        },
        check=decide_from_the_mail,
    ),
    result(
        "An application is approved",
        ".primary",
        en="Approved",
        ja="承認",
        comment="Have a good trip. よい旅を。",
    ),
    result(
        "An application is sent back",
        "[formaction$='/return/']",
        en="Sent back",
        ja="差し戻し",
        comment="Which hotel? 宿泊先は？",
    ),
    result(
        "An application is denied",
        ".danger",
        en="Denied",
        ja="却下",
        comment="No budget this year. 今年度の予算がありません。",
    ),
    Row(
        event="An application is withdrawn",
        who="The approvers who had heard of it",
        prepare=paper_before_two,
        act=withdraw,
        by="aiko",
        to=["ben", "dana"],
        subject={
            "en": f"[Workflow] Withdrawn: {SUBJECT}",
            "ja": f"[ワークフロー] 取り下げ：{SUBJECT}",
        },
        says={"en": ["Applicant", "Aiko Mori"], "ja": ["申請者", "Aiko Mori"]},
    ),
]

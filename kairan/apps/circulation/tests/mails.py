"""The mails of Circulation, each from the click to the mailbox: read by tests/journeys."""

from datetime import timedelta

from django.utils.timezone import now

from kairan.apps.circulation.models import Circular
from kairan.apps.circulation.operations import Draft, circulate
from kairan.apps.circulation.operations import confirm as seal
from kairan.people.models import User
from kairan.people.picker import Selection
from tests.journeys.acting import fill
from tests.journeys.rows import Row, pick

SUBJECT = "Office move / 社屋の移転"


def send(stage):
    """Aiko writes a circular to a group and to somebody else."""
    page = stage.page("aiko")
    page.goto("/circulation/new/")
    pick(page, "Sales", "emi")
    fill(page, subject=SUBJECT, body="Boxes, please. 箱をどうぞ。")
    page.locator("button[name=then][value=send]").click()
    page.locator("#who-was-told").wait_for()
    return page


def one_for_two():
    """A circular of Aiko's waits for two people; nobody else has a part in it."""
    return circular("aiko", "dana", "emi")


def remind(stage):
    """Aiko reminds those who have not confirmed."""
    page = stage.page("aiko")
    page.goto(f"/circulation/{stage.prepared}/")
    page.locator("form[action$='/reminder/'] button").click()
    page.locator("#messages .success").wait_for()
    return page


def one_reader_each():
    """Aiko's circular waits for Dana alone, Ben's for Emi."""
    return {"dana": circular("aiko", "dana"), "emi": circular("ben", "emi")}


def circular(author, *readers, confirm_by=None):
    people = {each.login_id: each for each in User.objects.all()}
    to = Selection(people=tuple(people[each].pk for each in readers))
    draft = Draft(subject=SUBJECT, body="Read.", to=to, confirm_by=confirm_by)
    return circulate(draft, author=people[author]).pk


def due_in_days():
    """Aiko's circular waits for Ben and Dana until a deadline; Emi has confirmed."""
    deadline = now() + timedelta(days=3)
    pk = circular("aiko", "ben", "dana", "emi", confirm_by=deadline)
    seal(Circular.objects.get(pk=pk), reader=User.objects.get(login_id="emi"))
    return pk


def let_days_pass(pk):
    """Two days go by in two seconds."""
    Circular.objects.filter(pk=pk).update(remind_at=now() + timedelta(seconds=2))


def wait(stage):
    """The moment comes; the page of the circular tells who was reminded."""
    stage.inside(let_days_pass, pk=stage.prepared)
    page = stage.page("aiko")
    page.goto(f"/circulation/{stage.prepared}/")
    return page


def confirm(stage):
    """Both readers confirm; the page of Aiko's circular tells how she heard of it."""
    for reader, pk in stage.prepared.items():
        page = stage.page(reader)
        page.goto(f"/circulation/{pk}/")
        page.locator("#answers form button.primary").click()
        page.locator("#answers .note.ok").wait_for()
    page = stage.page("aiko")
    page.goto(f"/circulation/{stage.prepared['dana']}/")
    return page


ROWS = [
    Row(
        event="A circular is sent",
        who="Its recipients",
        act=send,
        by="aiko",
        to=["ben", "dana", "emi"],
        subject={"en": f"[Circulation] {SUBJECT}", "ja": f"[回覧] {SUBJECT}"},
        says={
            "en": [SUBJECT, "Boxes, please. 箱をどうぞ。", "Aiko Mori", "Confirm"],
            "ja": [SUBJECT, "Boxes, please. 箱をどうぞ。", "Aiko Mori", "確認"],
        },
    ),
    Row(
        event="The author reminds",
        who="Those who have not confirmed",
        prepare=one_for_two,
        act=remind,
        by="aiko",
        to=["dana", "emi"],
        subject={
            "en": f"[Circulation] Please confirm: {SUBJECT}",
            "ja": f"[回覧] ご確認ください：{SUBJECT}",
        },
        says={"en": ["Aiko Mori", "Confirm"], "ja": ["Aiko Mori", "確認"]},
    ),
    Row(
        event="The deadline of a circular is near",
        who="Those who have not confirmed",
        prepare=due_in_days,
        act=wait,
        by="aiko",
        to=["ben", "dana"],
        subject={
            "en": f"[Circulation] The deadline is near: {SUBJECT}",
            "ja": f"[回覧] 確認期限が近づいています：{SUBJECT}",
        },
        says={
            "en": ["Confirm by", "Aiko Mori", "Confirm"],
            "ja": ["確認期限", "Aiko Mori", "確認"],
        },
    ),
    Row(
        event="Everybody has confirmed a circular",
        who="Its author",
        prepare=one_reader_each,
        act=confirm,
        by={"aiko": "dana", "ben": "emi"},
        to=["aiko", "ben"],
        subject={
            "en": f"[Circulation] All have confirmed: {SUBJECT}",
            "ja": f"[回覧] 全員が確認しました：{SUBJECT}",
        },
        says={"en": ["Confirmed by"], "ja": [SUBJECT]},
    ),
]

"""The mails of Circulation, each from the click to the mailbox: read by tests/journeys."""

from kairan.apps.circulation.operations import Draft, circulate
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


def circular(author, *readers):
    people = {each.login_id: each for each in User.objects.all()}
    to = Selection(people=tuple(people[each].pk for each in readers))
    return circulate(Draft(subject=SUBJECT, body="Read.", to=to), author=people[author]).pk


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
            "ja": f"[回覧] ご確認ください: {SUBJECT}",
        },
        says={"en": ["Aiko Mori", "Confirm"], "ja": ["Aiko Mori", "確認"]},
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
            "ja": f"[回覧] 全員が確認しました: {SUBJECT}",
        },
        says={"en": ["Confirmed by"], "ja": [SUBJECT]},
    ),
]

"""The mails of Whereabouts, each from the click to the mailbox: read by tests/journeys."""

from kairan.apps.whereabouts.models import Presence
from kairan.apps.whereabouts.operations.standings import Where, mark, prefer
from kairan.people.models import User
from tests.journeys.acting import fill
from tests.journeys.rows import Row, pick

CALLER = "Ms Tanaka 田中"


def wishes():
    """Ben wants mails always, Dana and Emi only while out; Dana is out, Emi is in."""
    people = {each.login_id: each for each in User.objects.all()}
    for login_id, when, where in [
        ("ben", "always", "In"),
        ("dana", "out", "Out"),
        ("emi", "out", "In"),
    ]:
        person = people[login_id]
        prefer(person, mails_when=when, follows_schedule=False)
        mark(Where(presence=Presence.objects.get(name_en=where)), person=person, by=person)
    return people["dana"].pk


def take_down(stage, *, confidential=False):
    """Aiko takes a call for Dana beside her name on the board, and adds Ben and Emi."""
    page = stage.page("aiko")
    page.goto("/whereabouts/?group=all")
    page.locator(f"a[href='/whereabouts/messages/new/?to={stage.prepared}']").click()
    pick(page, "ben", "emi")
    fill(
        page,
        caller=CALLER,
        company="Kita Trading 北商事",
        request="Please call back",
        contact="+81 3 5555 0100",
        details="About the invoice 請求書の件",
        is_confidential=confidential,
    )
    page.locator("main form button.primary").click()
    page.locator("#who-was-told").wait_for()
    return page


def take_down_in_confidence(stage):
    """The same, for their eyes alone."""
    return take_down(stage, confidential=True)


def tells_nothing(mail):
    """Nothing of a confidential message is in its mail, and no link that opens it."""
    for secret in ("Tanaka", "田中", "Kita", "5555", "invoice", "請求書", "/answer/"):
        assert secret not in mail.text
        assert secret not in mail.html


ROWS = [
    Row(
        event="A message is left for somebody",
        who="Its recipients, each under the condition they chose: always, only while out, never",
        prepare=wishes,
        act=take_down,
        by="aiko",
        to=["ben", "dana"],
        subject={
            "en": f"[Whereabouts] Please call back: {CALLER}, Kita Trading 北商事",
            "ja": f"[行先] 折り返しお電話ください：Kita Trading 北商事 {CALLER} 様",
        },
        says={
            "en": [CALLER, "+81 3 5555 0100", "About the invoice 請求書の件", "I have seen it"],
            "ja": [CALLER, "+81 3 5555 0100", "About the invoice 請求書の件", "確認しました"],
        },
    ),
    Row(
        event="A confidential message is left for somebody",
        who="Its recipients, as above; the mail says only that there is one",
        prepare=wishes,
        act=take_down_in_confidence,
        by="aiko",
        to=["ben", "dana"],
        subject={
            "en": "[Whereabouts] A confidential message is left for you",
            "ja": "[行先] 親展の伝言があります",
        },
        says={"en": ["Aiko Mori", "once you have signed in"], "ja": ["Aiko Mori", "サインイン"]},
        check=tells_nothing,
    ),
]

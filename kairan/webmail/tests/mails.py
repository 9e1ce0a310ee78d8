"""The mails of WebMail, each from the click to the mailbox: read by tests/journeys."""

from datetime import timedelta

from django.utils.timezone import now

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.people.models import User
from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import TOLD_AFTER
from tests.journeys.rows import Row

NAME = "Suppliers 仕入先"
OWNERS = ("ben", "dana")
SERVERS: list[ScriptedPop3] = []
"""What runs while a row does, inside the office."""
REFUSED = b"-ERR [AUTH] Authentication failed: ask the postmaster\r\n"


def refused_twice():
    """The server of Ben's and of Dana's account has refused them, but not for long yet."""
    return accounts(failures=TOLD_AFTER - 1, replies={"PASS": REFUSED})


def well_again():
    """It had refused them for so long that they were told; now it would let them in."""
    return accounts(failures=TOLD_AFTER, replies={})


def accounts(*, failures, replies):
    """Make an account of each on one server, which nobody visits before they ask for it."""
    close()
    server = ScriptedPop3(users=dict.fromkeys(OWNERS, "secret"), replies=replies)
    SERVERS.append(server.__enter__())
    made = {}
    for person in User.objects.filter(login_id__in=OWNERS):
        account = save_account(
            new_account(person),
            about={
                "name": NAME,
                "sender_name": str(person),
                "sender_address": "me@kairan.test",
                "receives": False,
            },
            incoming={
                "host": server.host,
                "port": server.port,
                "security": "none",
                "user": person.login_id,
                "password": "secret",
            },
            outgoing={"host": server.host, "port": server.port, "security": "none"},
        )
        later = now() + timedelta(hours=1)
        mine = Account.objects.filter(pk=account.pk)
        mine.update(receives=True, failures=failures, next_receive_at=later)
        made[person.login_id] = account.pk
    return made


def close():
    """The server is gone, and nobody asks for it any more."""
    Account.objects.filter(name=NAME).update(receives=False)
    while SERVERS:
        SERVERS.pop().__exit__(None, None, None)


def receive(stage):
    """Both ask for their mail, and look at how that went."""
    for owner, pk in stage.prepared.items():
        page = stage.page(owner)
        page.goto(f"/webmail/accounts/{pk}/receiving/")
        page.locator("form[action='/webmail/receiving/'] button").first.click()
        page.locator("#messages .success").wait_for()
        page.goto(f"/webmail/accounts/{pk}/receiving/")
    return page


ROWS = [
    Row(
        event="An account could not be received for half an hour",
        who="Whose account it is",
        prepare=refused_twice,
        act=receive,
        afterwards=close,
        to=OWNERS,
        subject={
            "en": f"[WebMail] Mail of “{NAME}” does not come in",
            "ja": f"[WebMail] 「{NAME}」のメールを受信できません",
        },
        says={
            "en": ["Type both again", "ask the postmaster", "an account of yours"],
            "ja": ["ask the postmaster", "再び受信できたときにお知らせします"],
        },
    ),
    Row(
        event="Such an account is received again",
        who="Whose account it is",
        prepare=well_again,
        act=receive,
        afterwards=close,
        to=OWNERS,
        subject={
            "en": f"[WebMail] Mail of “{NAME}” comes in again",
            "ja": f"[WebMail] 「{NAME}」のメールを再び受信できました",
        },
        says={"en": [NAME, "an account of yours"], "ja": [NAME]},
    ),
]

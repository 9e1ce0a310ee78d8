"""Fills a new office with one of everything: people, groups, servers, circulars, mail, drafts."""

from collections.abc import Sequence
from dataclasses import replace

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.mailservers.operations import settle
from kairan.people.details import Details, GivenAddress
from kairan.people.models import User
from kairan.people.operations import create_group, found, hire
from kairan.webmail.accounts import new_account, save_account
from kairan.webmail.models import Draft as LetterDraft
from kairan.webmail.writing.drafts import Written
from kairan.webmail.writing.drafts import save_draft as save_letter
from tests.journeys.furniture import furniture
from tests.journeys.inside.logins import POP_PASSWORD

PASSWORD = "correct horse battery"


def main() -> None:
    """Furnish the office; answer with the session of everybody who works there."""
    ports = opening.given()
    aiko, ben, chidi = people()
    create_group("Sales 営業部", members=[aiko.pk, ben.pk], by=aiko)
    servers(**ports)
    mail_account(aiko, **ports)
    mail_account(ben, **ports)
    for each in furniture():
        each.furnish(aiko, ben)
        each.furnish(ben, aiko)
    opening.answer({person.login_id: session(person) for person in (aiko, ben, chidi)})


def people() -> Sequence[User]:
    """Hire the cast: Aiko and Ben are administrators, Chidi is none and has no part in it."""
    aiko = found(
        company="Minato 港商事",
        administrator=_details("aiko", "Aiko", "Mori"),
        password=PASSWORD,
        addresses=[GivenAddress.company("aiko@kairan.test")],
    )
    ben = replace(_details("ben", "勉", "佐藤"), kind=User.Kind.ADMINISTRATOR, language="ja")
    return [aiko, *(_hired(each, by=aiko) for each in (ben, _details("chidi", "Chidi", "Obi")))]


def servers(*, smtp_port: int, pop3_port: int) -> None:
    """Set the mail servers of the office."""
    proposed = MailServerSettings.current()
    proposed.company_name, proposed.company_address = "Minato", "office@kairan.test"
    proposed.incoming = IncomingServer(host="127.0.0.1", port=pop3_port, security="none")
    proposed.outgoing_webmail = OutgoingServer(host="127.0.0.1", port=smtp_port, security="none")
    proposed.outgoing = OutgoingServer(host="127.0.0.1", port=smtp_port, security="none")
    settle(proposed)


def mail_account(person: User, *, smtp_port: int, pop3_port: int) -> None:
    """Give ``person`` a mailbox and a letter begun."""
    address = f"{person.login_id}@kairan.test"
    login = {"user": person.login_id, "password": POP_PASSWORD}
    account = save_account(
        new_account(person),
        about={
            "name": "Minato",
            "sender_name": str(person),
            "sender_address": address,
            "undo_seconds": 0,
        },
        incoming={"host": "127.0.0.1", "port": pop3_port, "security": "none", **login},
        outgoing={"host": "127.0.0.1", "port": smtp_port, "security": "none"},
    )
    save_letter(
        Written(identity=account.identity, to="ben@kairan.test", subject="Lunch", body="At noon?"),
        draft=LetterDraft(owner=person),
    )


def session(person: User) -> str:
    """Return the key of a new session in which ``person`` has signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _hired(details: Details, *, by: User) -> User:
    address = GivenAddress.company(f"{details.login_id}@kairan.test")
    return hire(details, password=PASSWORD, addresses=[address], by=by)


def _details(login_id: str, first_name: str, last_name: str) -> Details:
    return Details(
        login_id=login_id,
        first_name=first_name,
        last_name=last_name,
        department="Sales",
        title="Manager",
        time_zone="Asia/Tokyo",
    )


if __name__ == "__main__":
    main()

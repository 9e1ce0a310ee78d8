"""Fills an empty office with the demo company: people, servers, accounts, weeks of work."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kairan.config.demo.cast import COMPANY, DOMAIN, PASSWORD, Member, members
from kairan.config.demo.furnishing import furnish
from kairan.config.demo.letters import posted
from kairan.config.demo.mailserver.server import MailServer
from kairan.mailservers.models import IncomingServer, MailServerSettings, OutgoingServer
from kairan.people.details import Details, GivenAddress
from kairan.people.models import Address, User
from kairan.people.operations import create_group, found, hire
from kairan.webmail.accounts import new_account, save_account

NOTIFIER = f"office@{DOMAIN}"
LOGIN = f"relay@{DOMAIN}"


def mailbox_passwords() -> dict[str, str]:
    """Return every mailbox of the demo's mail server with its password."""
    everybody = {member.address: PASSWORD for member in members()}
    return {**everybody, NOTIFIER: PASSWORD, LOGIN: PASSWORD}


def is_settled() -> bool:
    """Whether somebody has moved in already."""
    return User.objects.exists()


def settle(server: MailServer) -> None:
    """Let the whole company move in; its mail goes through ``server``."""
    for letter in posted(members(), timezone.now()):
        server.mailboxes.deliver(
            letter.content, sender=letter.sender, recipients=[letter.to.address]
        )
    with transaction.atomic():
        people = _hire(members())
        _set_up_servers(server)
    for person in people.values():
        _open_mailbox(person, server)
    furnish(people, timezone.now())


def _hire(cast: Sequence[Member]) -> dict[str, User]:
    first, *others = cast
    administrator = found(
        company=COMPANY,
        administrator=_details(first),
        password=PASSWORD,
        addresses=_addresses(first),
    )
    people = {first.login_id: administrator}
    for member in others:
        people[member.login_id] = hire(
            _details(member), password=PASSWORD, addresses=_addresses(member), by=administrator
        )
    for department in dict.fromkeys(member.department for member in cast):
        ids = [people[each.login_id].pk for each in cast if each.department == department]
        create_group(department, members=ids, by=administrator)
    return people


def _details(member: Member) -> Details:
    return Details(
        login_id=member.login_id,
        first_name=member.first_name,
        last_name=member.last_name,
        title=member.title,
        department=member.department,
        language=member.language,
        time_zone=member.time_zone,
    )


def _addresses(member: Member) -> list[GivenAddress]:
    return [
        GivenAddress(
            kind=Address.Kind.COMPANY,
            address=member.address,
            is_public=True,
            takes_notifications=True,
        )
    ]


def _set_up_servers(server: MailServer) -> None:
    """Fill in Mail Server Settings: POP before SMTP with APOP, as a classic office has it."""
    login = IncomingServer.objects.create(
        **_pop3(server), user=LOGIN, password=PASSWORD, authentication="apop"
    )
    MailServerSettings(
        pk=1,
        incoming=IncomingServer.objects.create(**_pop3(server), authentication="apop"),
        outgoing_webmail=OutgoingServer.objects.create(**_smtp(server)),
        outgoing=OutgoingServer.objects.create(
            **_smtp(server), authentication="pop-before-smtp", pop_account=login
        ),
        company_name=COMPANY,
        company_address=NOTIFIER,
        message_id_domain=DOMAIN,
    ).save()


def _pop3(server: MailServer) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": server.pop3_port, "security": "none"}


def _smtp(server: MailServer) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": server.smtp_port, "security": "none"}


def _open_mailbox(person: User, server: MailServer) -> None:
    address = person.addresses.get().address
    account = new_account(person)
    save_account(
        account,
        about={"name": COMPANY, "sender_name": str(person), "sender_address": address},
        incoming={**_pop3(server), "authentication": "apop", "user": address, "password": PASSWORD},
        outgoing=_smtp(server),
    )

"""What people and administrators do with accounts: add, change, remove; use WebMail or not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import gettext as _

from kairan import clock
from kairan.delivery.operations import try_server_now
from kairan.mailservers.models import IncomingServer, OutgoingServer
from kairan.mailservers.models.servers import Server
from kairan.notices.operations import withdraw
from kairan.people.models import User
from kairan.shell.asking import ASKER, Questions
from kairan.shell.refusals import Refused
from kairan.webmail.folders import STANDARD, folder, inbox_of
from kairan.webmail.identities import save_identity
from kairan.webmail.models import Account, Denial, Draft, Identity
from kairan.webmail.notices import record
from kairan.webmail.receiving.operations import ROUND

_MAY = Questions(lambda: {"is_denied": Exists(Denial.objects.filter(user=ASKER))})
SENDER = {"sender_name": "name", "sender_address": "address", "signature": "signature"}
OWN_COLUMNS = ("incoming", "outgoing", "is_default", "next_receive_at", "trouble")


@transaction.atomic
def save_account(
    account: Account,
    *,
    about: Mapping[str, Any],
    incoming: Mapping[str, Any],
    outgoing: Mapping[str, Any],
) -> Account:
    """Keep an account, new or changed, with its two servers; it is received at once.

    With the first account of a person their standard folders are made.

    The maps name columns of ``Account``, ``IncomingServer`` and ``OutgoingServer``; an empty
    password keeps the one that is sealed already. ``sender_name``, ``sender_address`` and
    ``signature`` in ``about`` are those of its default identity.
    """
    sender = {SENDER[name]: value for name, value in about.items() if name in SENDER}
    about = {name: value for name, value in about.items() if name not in SENDER}
    _assign(account, about)
    if not account.folder_id:
        account.folder, *_others = [folder(account.owner, kind) for kind in STANDARD]
    account.incoming = _kept(_incoming_of(account), incoming)
    # POP before SMTP, wherever it is chosen, logs in to the account's own mailbox.
    account.outgoing = _kept(_outgoing_of(account), {**outgoing, "pop_account": account.incoming})
    first = not Account.objects.visible_to(account.owner).exclude(pk=account.pk).exists()
    account.is_default = account.is_default or first
    if account.is_default:
        others = Account.objects.filter(owner=account.owner, is_default=True)
        others.exclude(pk=account.pk).update(is_default=False)
    # Failures stay counted: whoever was told of them is told when the account works again.
    account.next_receive_at, account.trouble = timezone.now(), {}
    # A session may be under way: its claim is not ours to write.
    account.save(update_fields=[*OWN_COLUMNS, *about] if account.pk else None)
    save_identity(default_identity(account), sender)
    clock.wake(ROUND)
    try_server_now(account.outgoing)
    return account


@transaction.atomic
def remove_account(account: Account) -> None:
    """Remove an account and its servers; the mail that came through it stays, and so do drafts."""
    drafts = Draft.objects.filter(identity__account=account)
    if drafts.leaving().exists():
        raise Refused(_("A letter waits to leave by this account. Take it back, or wait for it."))
    others = Account.objects.visible_to(account.owner).exclude(pk=account.pk)
    heir = others.order_by("-is_default", "pk").first()
    if heir is not None:
        drafts.update(identity=heir.identity)
    elif drafts.exists():
        raise Refused(_("Drafts were written with this account. Send or throw them away first."))
    withdraw(about=record(account.pk))
    incoming, outgoing = account.incoming, account.outgoing
    account.delete()
    outgoing.delete()
    incoming.delete()


@transaction.atomic
def allow(person: User, *, uses_webmail: bool) -> None:
    """Let ``person`` use WebMail, or not; nothing of what they have is lost."""
    if uses_webmail:
        Denial.objects.filter(user=person).delete()
    else:
        Denial.objects.get_or_create(user=person)


def may_use(person: User) -> bool:
    """Whether an administrator has not said otherwise."""
    return not _MAY.answers(person)["is_denied"]


def new_account(person: User) -> Account:
    """Return an account of ``person`` that is not stored yet; its mail goes to their inbox."""
    inbox = inbox_of(person)
    return Account(owner=person, folder=inbox if inbox.pk else None)


def default_identity(account: Account) -> Identity:
    """Return whom one writes as with ``account``; not stored yet where the account has none."""
    stored = account.identities.filter(is_default=True).first() if account.pk else None
    return stored or Identity(account=account, is_default=True)


def _incoming_of(account: Account) -> IncomingServer:
    return account.incoming if account.incoming_id else IncomingServer()


def _outgoing_of(account: Account) -> OutgoingServer:
    return account.outgoing if account.outgoing_id else OutgoingServer()


def _kept(server: Any, columns: Mapping[str, Any]) -> Any:
    _assign(server, {name: value for name, value in columns.items() if name != "password"})
    if columns.get("password"):
        server.password = columns["password"]
    server.is_personal = True
    server.save()
    return server


def _assign(row: "Account | Server", columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)

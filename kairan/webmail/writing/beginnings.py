"""How a letter begins: empty, as an answer, as an answer to all, or as a mail passed on."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kairan.attachments.operations import attach
from kairan.mail.parse import Address
from kairan.people.models import User
from kairan.webmail.identities import own_addresses
from kairan.webmail.models import Draft, Folder, Message
from kairan.webmail.reading.mail import File, OpenedMail
from kairan.webmail.writing import formatting
from kairan.webmail.writing.quoting import forward_subject, passed_on, quoted, reply_subject
from kairan.webmail.writing.recipients import typed
from kairan.webmail.writing.senders import identity_for
from kairan.webmail.writing.signing import signed


def blank(person: User, *, key: UUID | None = None) -> Draft:
    """Return an empty letter, not stored yet; ``key`` is that of the page it was begun on."""
    identity = identity_for(person)
    body = signed("", identity)
    draft = Draft(owner=person, identity=identity, key=key or uuid4(), body=body)
    if formatting.writes_richly(person):
        formatting.begin(draft, body)
    return draft


@transaction.atomic
def reply(message: Message, *, by: User, to_all: bool = False) -> Draft:
    """Begin an answer to ``message``: addressed, with the right subject, quoting it."""
    mail = OpenedMail(message)
    identity = identity_for(by, mail)
    parsed = mail.parsed
    writers = _whom_to_answer(message, mail)
    others: Sequence[Address] = [*parsed.to, *parsed.cc] if to_all else []
    taken = own_addresses(by) | {each.addr.lower() for each in writers}
    draft = Draft.objects.create(
        owner=by,
        identity=identity,
        kind=Draft.Kind.REPLY,
        answers=message,
        to=_typed(writers),
        cc=_typed(each for each in others if each.addr.lower() not in taken),
        subject=reply_subject(message.subject),
        body=signed(quoted(parsed, mail.text), identity),
    )
    _format(draft, mail)
    return draft


@transaction.atomic
def forward(message: Message, *, by: User) -> Draft:
    """Begin to pass ``message`` on: its text inline, its files attached."""
    mail = OpenedMail(message)
    identity = identity_for(by, mail)
    draft = Draft.objects.create(
        owner=by,
        identity=identity,
        kind=Draft.Kind.FORWARD,
        answers=message,
        subject=forward_subject(message.subject),
        body=signed(passed_on(mail.parsed, mail.text), identity),
    )
    shown = _format(draft, mail)
    files = (each for each in mail.all_files if each.part.content_id.strip("<>") not in shown)
    draft.files.add(*(attach(_upload(file), by=by) for file in files))
    return draft


def rewrite(draft: Draft, *, is_rich: bool) -> None:
    """Go on writing a stored draft with formatting or as text, and begin the next ones like it."""
    if is_rich:
        formatting.give(draft, above=signed("", draft.identity))
    else:
        formatting.take_off(draft)


def _format(draft: Draft, mail: OpenedMail) -> frozenset[str]:
    """Quote with formatting for who writes so; return the ids of pictures in the text."""
    if not formatting.writes_richly(draft.owner):
        return frozenset()
    shown = formatting.begin(draft, signed("", draft.identity), mail)
    draft.save(update_fields=["html", "body", "is_rich"])
    return shown


def _whom_to_answer(message: Message, mail: OpenedMail) -> Sequence[Address]:
    """Return who gets the answer; to a letter of one's own, those it went to."""
    if message.folder.kind == Folder.Kind.SENT:
        return mail.parsed.to
    return mail.parsed.reply_to or mail.parsed.from_


def _upload(file: File) -> SimpleUploadedFile:
    name = PurePath(file.name.replace("\\", "/")).name
    return SimpleUploadedFile(name if name.strip(".") else file.plain_name, file.part.data)


def _typed(people: Iterable[Address]) -> str:
    """Return addresses as a person would type them."""
    return ", ".join(typed(each.name, each.addr) for each in people)

"""Whole mails that are passed on as files of a letter, each byte as it came (RFC 2046 5.2.1)."""

from collections.abc import Iterable, Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.attachments.operations import attach
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, Message, Served
from kairan.webmail.reading.mail import OpenedMail
from kairan.webmail.reading.packing import free_name, plain_name
from kairan.webmail.writing import formatting
from kairan.webmail.writing.quoting import forward_subject
from kairan.webmail.writing.senders import identity_for
from kairan.webmail.writing.signing import signed
from kairan.webmail.writing.sizes import refuse_larger

MOST = 50


def forward_attached(messages: Iterable[Message], *, by: User) -> Draft:
    """Begin a letter that carries ``messages``, all of ``by``, as files called by their subjects.

    Refused for none, for more than fifty, for one of which only the beginning is here, and for
    more bytes than a letter may have; nothing of them is read before.
    """
    mails = list(messages)
    if not 1 <= len(mails) <= MOST:
        raise Refused(
            _("Tick the mails to pass on, at most %(most)s for one letter.") % {"most": MOST}
        )
    _refuse_beginnings(mails)
    named = list(zip(_names(mails), mails, strict=True))
    refuse_larger((name, each.size) for name, each in named)
    draft = _begun(mails, by)
    files = [_file(name, each) for name, each in named]
    with transaction.atomic():
        draft.save()
        draft.files.add(*(attach(file, by=by) for file in files))
        draft.carried.add(*mails)
    return draft


def _refuse_beginnings(mails: list[Message]) -> None:
    heads = Served.objects.filter(outcome=Served.Outcome.HEAD, message__in=mails)
    head = heads.select_related("message").order_by("pk").first()
    if head is not None and head.message is not None:
        subject = head.message.subject or _("(no subject)")
        raise Refused(
            _("Of “%(subject)s” only the beginning is here. Fetch the whole mail first.")
            % {"subject": subject}
        )


def _begun(mails: list[Message], by: User) -> Draft:
    identity = identity_for(by, OpenedMail(mails[0]))
    draft = Draft(owner=by, identity=identity, kind=Draft.Kind.FORWARD, body=signed("", identity))
    draft.subject = _subject(mails)
    if formatting.writes_richly(by):
        formatting.begin(draft, draft.body)
    return draft


def _subject(mails: list[Message]) -> str:
    if len(mails) == 1:
        return forward_subject(mails[0].subject)
    count = len(mails)
    return ngettext("%(count)s forwarded mail", "%(count)s forwarded mails", count) % {
        "count": count
    }


def _names(mails: list[Message]) -> Iterator[str]:
    taken: set[str] = set()
    for mail in mails:
        subject = plain_name(mail.subject)[:80].strip() or "mail"
        name = free_name(f"{subject}.eml", taken)
        taken.add(name.casefold())
        yield name


def _file(name: str, mail: Message) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, OpenedMail(mail).raw, content_type="message/rfc822")

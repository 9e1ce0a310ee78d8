"""Whole mails that are passed on as files of a letter, each byte as it came (RFC 2046 5.2.1)."""

from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.attachments.operations import attach
from kairan.people.models import User
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, Message
from kairan.webmail.reading.mail import OpenedMail
from kairan.webmail.reading.packing import free_name, plain_name
from kairan.webmail.writing import formatting
from kairan.webmail.writing.quoting import forward_subject
from kairan.webmail.writing.senders import identity_for
from kairan.webmail.writing.signing import signed
from kairan.webmail.writing.sizes import refuse_too_much

MOST = 50


@transaction.atomic
def forward_attached(messages: Iterable[Message], *, by: User) -> Draft:
    """Begin a letter that carries ``messages``, all of ``by``, as files called by their subjects.

    Refused for none, for more than fifty, and for more bytes than a letter may have.
    """
    mails = [OpenedMail(each) for each in messages]
    if not 1 <= len(mails) <= MOST:
        raise Refused(
            _("Tick the mails to pass on, at most %(most)s for one letter.") % {"most": MOST}
        )
    identity = identity_for(by, mails[0])
    draft = Draft(owner=by, identity=identity, kind=Draft.Kind.FORWARD, body=signed("", identity))
    draft.subject = _subject(mails)
    if formatting.writes_richly(by):
        formatting.begin(draft, draft.body)
    files = _files(mails)
    refuse_too_much(draft, files)
    draft.save()
    draft.files.add(*(attach(file, by=by) for file in files))
    draft.carried.add(*(each.message for each in mails))
    return draft


def _subject(mails: list[OpenedMail]) -> str:
    if len(mails) == 1:
        return forward_subject(mails[0].message.subject)
    count = len(mails)
    return ngettext("%(count)s forwarded mail", "%(count)s forwarded mails", count) % {
        "count": count
    }


def _files(mails: list[OpenedMail]) -> list[SimpleUploadedFile]:
    taken: set[str] = set()
    files = []
    for mail in mails:
        subject = plain_name(mail.message.subject)[:80].strip() or "mail"
        name = free_name(f"{subject}.eml", taken)
        taken.add(name.casefold())
        files.append(SimpleUploadedFile(name, mail.raw, content_type="message/rfc822"))
    return files

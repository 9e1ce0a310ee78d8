"""Drafts: kept as they are typed, by one tab at a time, and thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kairan.attachments.models import Attachment
from kairan.attachments.operations import attach, forget
from kairan.shell.refusals import Refused
from kairan.webmail.models import Draft, Identity, Message
from kairan.webmail.writing import formatting
from kairan.webmail.writing.pictures import everything_of
from kairan.webmail.writing.sizes import refuse_too_much


class Overtaken(Refused):
    """Another tab has kept something else meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody has typed so far, upon the ``version`` of the draft that they had before them.

    Without a version it is kept whatever was kept meanwhile, and so it is where the ``page`` that
    it was typed on has kept that itself: the answer was lost on the line. What was typed has the
    signature of ``signed``; where that is not told, of whom the draft was from. ``turn`` grows with
    everything that the page sends.
    """

    identity: Identity
    signed: Identity | None = None
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    body: str = ""
    html: str = ""
    is_rich: bool = False
    code: str = ""
    attached: Sequence["UploadedFile[Any]"] = field(default=())
    without: Sequence[Attachment] = field(default=())
    version: int | None = None
    page: UUID | None = None
    turn: int | None = None


@transaction.atomic
def save_draft(written: Written, *, draft: Draft) -> Draft:
    """Keep what was typed; ``draft`` may be new.

    Raises ``Overtaken`` when another tab has kept something else meanwhile, ``Refused`` once the
    letter has left or waits to leave, and when its files are too large.
    """
    _lock(draft, upon=written.version, page=written.page)
    before = written.signed or (draft.identity if draft.identity_id else written.identity)
    draft.identity = written.identity
    draft.to, draft.cc, draft.bcc = written.to, written.cc, written.bcc
    draft.subject, draft.code = written.subject, written.code
    formatting.take(draft, body=written.body, html=written.html, is_rich=written.is_rich)
    formatting.sign_anew(draft, before=before)
    draft.version += 1
    draft.kept_by, draft.kept_turn = written.page, written.turn or 0
    _store(draft)
    forget(written.without)
    if written.attached:
        refuse_too_much(draft, written.attached)
        draft.files.add(*(attach(file, by=draft.owner) for file in written.attached))
    return draft


@transaction.atomic
def keep_meanwhile(written: Written, *, draft: Draft) -> Draft:
    """Keep what a page sends by itself while somebody types, and return the draft as it is then.

    What comes after something that the same page sent later changes nothing. Raises as
    ``save_draft`` does.
    """
    kept = _held(draft)
    if kept is not None and _is_late(written, kept):
        return kept
    return save_draft(written, draft=draft)


def _is_late(written: Written, kept: Draft) -> bool:
    if written.page is None or written.page != kept.kept_by:
        return False
    return written.turn is not None and written.turn <= kept.kept_turn


@transaction.atomic
def discard(draft: Draft) -> None:
    """Throw a draft away, with its files; refused while its letter waits to leave."""
    _lock(draft, upon=None)
    forget(everything_of(draft))
    draft.delete()


def hold_or_store(draft: Draft) -> None:
    """Hold a draft until the transaction ends, or store a new one that nobody has kept yet.

    Raises ``Refused`` once the letter has left or waits to leave.
    """
    _lock(draft, upon=None)
    if not draft.pk:
        _store(draft)


def _store(draft: Draft) -> None:
    if not draft.pk and Message.objects.filter(draft_key=draft.key).exists():
        raise Refused(_("This letter has left already."))
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as error:
        raise Refused(_("This letter has left already.")) from error


def _lock(draft: Draft, *, upon: int | None, page: UUID | None = None) -> None:
    """Hold a draft that is stored, as it is now, until the transaction ends."""
    kept = _held(draft)
    if kept is None:
        return
    is_of_another = page is None or page != kept.kept_by
    if upon is not None and upon != kept.version and is_of_another:
        raise Overtaken(
            _(
                "This letter was changed in another tab or window. Open it anew under Drafts to "
                "see that; what you have typed here is still below."
            )
        )
    draft.pk, draft.version = kept.pk, kept.version


def _held(draft: Draft) -> Draft | None:
    """Return the draft as it is stored, held until the transaction ends; None for a new one."""
    stored = Draft.objects.visible_to(draft.owner).filter(key=draft.key)
    kept = stored.being_written().select_for_update().first()
    if kept is None and draft.pk:
        raise Refused(_("This letter has left already."))
    return kept

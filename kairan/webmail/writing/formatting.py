"""Whether a letter has formatting: begun with it, kept with it, given it, and stripped of it."""

from django.db import transaction

from kairan.mail.written_text import written_text
from kairan.people.models import User
from kairan.webmail.models import Draft, Identity, Keeping, Message
from kairan.webmail.reading.mail import OpenedMail
from kairan.webmail.writing import rich, signing
from kairan.webmail.writing.pictures import TakenAlong, address_of
from kairan.webmail.writing.quoting import heading, introduction, passed_on, quotable, quoted

_BLANK = "<div><br></div>"


def writes_richly(person: User) -> bool:
    """Do the letters of ``person`` begin with formatting? They do as the last one was written."""
    return Keeping.of(person).writes_richly


def begin(draft: Draft, above: str, mail: OpenedMail | None = None) -> frozenset[str]:
    """Give a new draft formatting, not stored yet: ``above`` as text, and below it ``mail``.

    The draft is stored already where there is a mail, for the pictures in its text are taken along;
    returned are their Content-IDs.
    """
    taken = TakenAlong(draft, mail)
    below = _quotation(draft, mail, taken) if mail is not None else ""
    draft.html = f"{_BLANK}{rich.as_html(above) if above.strip() else ''}{below}"
    draft.is_rich = True
    draft.body = written_text(draft.html)
    return taken.names


def take(draft: Draft, *, body: str, html: str, is_rich: bool) -> None:
    """Take over what was typed, cleaned; formatting stays where the text made of it was left alone.

    Without scripts a letter with formatting is shown as its text.
    """
    if is_rich:
        draft.html = rich.cleaned(html, cid=address_of(draft))
        draft.is_rich = True
        draft.body = written_text(draft.html)
    elif _lines(body) != _lines(draft.body):
        draft.html, draft.is_rich, draft.body = "", False, body


def sign_anew(draft: Draft, *, before: Identity) -> None:
    """Give a draft the signature of whom it is from now, if it still has that of ``before``."""
    if before == draft.identity:
        return
    if draft.is_rich:
        draft.html = signing.richly_signed_anew(draft.html, before=before, after=draft.identity)
        draft.body = written_text(draft.html)
    else:
        draft.body = signing.signed_anew(draft.body, before=before, after=draft.identity)


@transaction.atomic
def give(draft: Draft, *, above: str) -> None:
    """Go on writing a stored draft with formatting: what it had, or that of the mail it quotes.

    ``above`` is the text that stood above the quotation when the answer was begun.
    """
    answered = draft.answers
    if not draft.html and answered is not None and _is_as_begun(draft, answered, above):
        begin(draft, above, OpenedMail(answered))
    elif not draft.html:
        draft.html = rich.as_html(draft.body) or _BLANK
    _switch(draft, is_rich=True)


@transaction.atomic
def take_off(draft: Draft) -> None:
    """Go on writing a stored draft as the text that it says."""
    _switch(draft, is_rich=False)


def _is_as_begun(draft: Draft, answered: Message, above: str) -> bool:
    """Has nobody typed anything into this answer in text yet?"""
    mail = OpenedMail(answered)
    quote = passed_on if draft.kind == Draft.Kind.FORWARD else quoted
    return _lines(draft.body) == _lines(above + quote(mail.parsed, mail.text))


def _switch(draft: Draft, *, is_rich: bool) -> None:
    draft.is_rich = is_rich
    draft.save(update_fields=["html", "body", "is_rich", "saved_at"])
    Keeping.objects.update_or_create(owner=draft.owner, defaults={"writes_richly": is_rich})


def _quotation(draft: Draft, mail: OpenedMail, taken: TakenAlong) -> str:
    html = mail.parsed.html
    is_short = html.strip() and len(html) <= rich.LONGEST // 2
    source = html if is_short else rich.as_html(quotable(mail.text))
    inside = taken.embedded(rich.cleaned(source, cid=taken))
    if draft.kind == Draft.Kind.FORWARD:
        return f"{_BLANK}{rich.as_html(heading(mail.parsed))}{_BLANK}<div>{inside}</div>{_BLANK}"
    above = rich.as_html(introduction(mail.parsed))
    return f"{_BLANK}{above}<blockquote>{inside}</blockquote>{_BLANK}"


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip().split("\n")

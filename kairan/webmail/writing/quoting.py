"""What an answer begins with: the words of the mail it answers, and the right subject."""

import re

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kairan.mail.parse import Message as Parsed

MOST_QUOTED = 100_000  # Characters.

# Re, Fwd and their like in the languages of common mail programs, also numbered: "Re[2]:".
_REPLIES = re.compile(
    r"^\s*(?:re|aw|sv|antw|rif|odp|返信|回复|回覆)(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE
)
_FORWARDS = re.compile(r"^\s*(?:fwd?|wg|vs|i|転送|转发|轉寄)\s*[:：]\s*", re.IGNORECASE)


def reply_subject(subject: str) -> str:
    """Return ``Re: …`` with exactly one Re."""
    return f"Re: {_stripped(_REPLIES, subject)}"


def forward_subject(subject: str) -> str:
    """Return ``Fwd: …`` with exactly one Fwd."""
    return f"Fwd: {_stripped(_FORWARDS, subject)}"


def quoted(parsed: Parsed, text: str) -> str:
    """Return ``text`` of the mail as a reply quotes it, in the writer's language and time zone."""
    lines = "\n".join(f"> {line}".rstrip() for line in quotable(text).splitlines())
    return f"\n\n{introduction(parsed)}\n{lines}\n"


def passed_on(parsed: Parsed, text: str) -> str:
    """Return ``text`` of the mail as a forwarded mail carries it, with where it came from."""
    return f"\n\n{heading(parsed)}\n\n{quotable(text)}\n"


def quotable(text: str) -> str:
    """Return as much of ``text`` as a letter quotes, which says so where that is not all."""
    whole = text.strip()
    if len(whole) <= MOST_QUOTED:
        return whole
    begun = whole[:MOST_QUOTED]
    lines = begun[: begun.rfind("\n")] if "\n" in begun else begun
    said = _("[The rest is left out here: the mail is too long to be quoted whole.]")
    return f"{lines.rstrip()}\n\n{said}"


def heading(parsed: Parsed) -> str:
    """Return where a mail that is passed on came from, in the writer's language and time zone."""
    head = [
        _("---------- Forwarded message ----------"),
        _("From: %(sender)s") % {"sender": _people(parsed)},
        _("Date: %(date)s") % {"date": _moment(parsed)},
        _("Subject: %(subject)s") % {"subject": parsed.subject},
    ]
    return "\n".join(head)


def introduction(parsed: Parsed) -> str:
    """Return who wrote what is quoted below, and when."""
    return _("On %(date)s, %(sender)s wrote:") % {
        "date": _moment(parsed),
        "sender": _people(parsed),
    }


def _people(parsed: Parsed) -> str:
    return ", ".join(each.name or each.addr for each in parsed.from_)


def _moment(parsed: Parsed) -> str:
    return date_format(localtime(parsed.date), "DATETIME_FORMAT") if parsed.date else "?"


def _stripped(prefixes: re.Pattern[str], subject: str) -> str:
    while (shorter := prefixes.sub("", subject)) != subject:
        subject = shorter
    return subject.strip()

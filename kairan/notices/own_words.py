"""An administrator's own words for a kind of mail: plain text with ``{name}`` where a value stands.

There is no template language in it: a name between braces is replaced once, by text, and a value
that looks like a name stays what it is. What stands in a mail is escaped and kept on one line like
everything else, after the values have been put in.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from kairan.letterhead.models import Rewording
from kairan.mail.compose.letter import without_slots
from kairan.notices.notice import Notice
from kairan.notices.particulars import one_line

_NAME = re.compile(r"\{([^{}\s]{1,40})\}")


@dataclass(frozen=True)
class Words:
    """What a mail says around its facts."""

    subject: str
    opening: str
    closing: str


STANDARD = Words(subject="[{application}] {title}", opening="{title}", closing="")


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """Return what stands between braces in ``text`` and is none of ``known``, in its order."""
    return [name for name in dict.fromkeys(_NAME.findall(text)) if name not in known]


def in_own_words(own: Words, values: Mapping[str, str]) -> Words:
    """Return ``own`` with ``values`` in it.

    A part that names something which is empty here, or not known any more, or of which nothing is
    left, says what the standard words say.
    """
    return Words(
        subject=one_line(_filled(own.subject, values)) or _filled(STANDARD.subject, values),
        opening=one_line(_filled(own.opening, values)) or _filled(STANDARD.opening, values),
        closing=_filled(own.closing, values),
    )


def _filled(text: str, values: Mapping[str, str]) -> str:
    if not all(values.get(name) for name in _NAME.findall(text)):
        return ""
    return _NAME.sub(lambda name: values[name[1]], without_slots(text)).strip()


def values_of(notice: Notice, *, company: str) -> dict[str, str]:
    """Return what words for ``notice`` may name, and what it says, in the active language.

    Every kind has ``title``, its standard opening, ``application``, the name of the app, and
    ``company``; others are its own.
    """
    own = {name: one_line(says) for name, says in notice.placeholders().items()}
    of_every_kind = {"title": one_line(notice.title()), "application": one_line(str(notice.group))}
    return own | of_every_kind | {"company": company}


def own_words() -> dict[tuple[str, str], Words]:
    """Return the words by kind and language, where they are not the standard: one query."""
    return {
        (row.kind, row.language): Words(row.subject, row.opening, row.closing)
        for row in Rewording.objects.all()
    }


@transaction.atomic
def reword(kind: type[Notice], language: str, words: Words) -> None:
    """Let mails of ``kind`` in ``language`` say ``words`` from now on."""
    if words == STANDARD:
        return back_to_standard(kind, language)
    parts = {"subject": words.subject, "opening": words.opening, "closing": words.closing}
    Rewording.objects.update_or_create(kind=kind.kind, language=language, defaults=parts)
    return None


@transaction.atomic
def back_to_standard(kind: type[Notice], language: str) -> None:
    """Let mails of ``kind`` in ``language`` say what they say of themselves."""
    Rewording.objects.filter(kind=kind.kind, language=language).delete()

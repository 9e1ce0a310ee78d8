"""Mails that were found, as lines with what was looked for marked in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kairan.fulltext.finding import texts
from kairan.webmail.models import Folder, Message
from kairan.webmail.reading.lines import Line, lines
from kairan.webmail.searching.marking import excerpt, marked
from kairan.webmail.searching.operators import Asked
from kairan.webmail.searching.texts import FIELDS, FROM, SUBJECT, TO


@dataclass(frozen=True, slots=True)
class Hit:
    """One mail that was found."""

    line: Line
    who: SafeString
    subject: SafeString
    preview: SafeString
    folder: Folder


def hits(messages: Sequence[Message], asked: Asked) -> Iterator[Hit]:
    """Yield ``messages`` as lines; the words around the first hit stand for the preview."""
    anywhere = _patterns(asked, "")
    in_people, in_subject = _patterns(asked, FROM + TO), _patterns(asked, SUBJECT)
    kept = texts([each.pk for each in messages], FIELDS) if anywhere else {}
    folders = Folder.objects.in_bulk({each.folder_id for each in messages})
    for line in lines(messages):
        text = excerpt(kept.get(line.pk, {}).get("", ""), anywhere)
        yield Hit(
            line=line,
            who=marked(line.who, anywhere + in_people),
            subject=marked(line.subject, anywhere + in_subject),
            preview=marked(text or line.preview, anywhere),
            folder=folders[line.message.folder_id],
        )


def _patterns(asked: Asked, within: str) -> list[re.Pattern[str]]:
    """Return what was looked for in one of some fields; in none in particular for ""."""
    return [
        each.pattern
        for each in asked.sought
        if each.pattern is not None
        and not each.is_unwanted
        and (each.within in within if within else not each.within)
        and (each.within or not within)
    ]

"""An example of a kind of mail, worded as it would be sent, for whoever changes its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from kairan.letterhead import printing
from kairan.letterhead.models import Letterhead
from kairan.mail.compose.letter import MARKER
from kairan.mailservers.models import MailServerSettings
from kairan.notices.letters import said
from kairan.notices.models import Announcement
from kairan.notices.notice import Notice
from kairan.notices.own_words import Words, values_of
from kairan.notices.stationery import Stationery


@dataclass(frozen=True)
class Example:
    """A mail of a kind: its subject, and both of its parts."""

    subject: str
    html: str
    text: str


def example_of(kind: type[Notice], *, language: str, words: Words | None = None) -> Example:
    """Return the example of ``kind`` in ``language``: in ``words``, else in those that hold.

    It is never sent: where each reader would have a secret of their own, it has none.
    """
    stationery = Stationery.current()
    if words is not None:
        stationery = Stationery(stationery.letterhead, {(kind.kind, language): words})
    with translation.override(language):
        notice = kind.sample()
        announced = Announcement(kind=kind.kind, about=notice.about())
        settings = MailServerSettings.current()
        worded = said(announced, notice, settings=settings, stationery=stationery)
        html = printing.for_a_page("notices/mail/notice.html", worded, stationery.letterhead)
        text = render_to_string("notices/mail/notice.txt", worded)
    return Example(worded["subject"], _without_secrets(html), _without_secrets(text))


def names_for(kind: type[Notice], *, language: str) -> Mapping[str, str]:
    """Return what words for ``kind`` may name, each with what it says in the example."""
    stationery = Stationery(Letterhead.current(), {})
    with translation.override(language):
        company = stationery.company(MailServerSettings.current())
        return values_of(kind.sample(), company=company)


def _without_secrets(text: str) -> str:
    return MARKER.sub("…", text)

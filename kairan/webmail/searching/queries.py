"""Reads what somebody typed into the search box."""

from dataclasses import replace

from django.utils.translation import gettext as _

from kairan.fulltext.words import folded
from kairan.people.models import User
from kairan.webmail.searching.operators import OPERATORS, Asked, words
from kairan.webmail.searching.reading import Typed, take_apart

LONGEST = 500
MOST = 20


def read(query: str, person: User) -> Asked:
    """Return what ``query`` asks for; all of it is to be true of a mail.

    What cannot be understood is left out, and a sentence says so.
    """
    asked = Asked(person)
    typed = list(take_apart(query[:LONGEST]))
    for each in typed[:MOST]:
        _read_one(asked, each)
    if len(query) > LONGEST or len(typed) > MOST:
        asked.sentences.append(_("Only the beginning of so long a search is looked for."))
    if typed and asked.is_empty and not asked.sentences:
        asked.sentences.append(_("There is nothing to look for in this. Type a word."))
    return asked


def _read_one(asked: Asked, typed: Typed) -> None:
    operator = OPERATORS.get(folded(typed.operator))
    if operator is None:
        # A colon that belongs to the words: “Re: …”, “10:30”, “https://…”.
        words(asked, replace(typed, value=typed.whole) if typed.operator else typed)
    elif not typed.value.strip():
        asked.sentences.append(
            _("Write behind “%(typed)s” what to look for, without a blank between.")
            % {"typed": typed.whole}
        )
    else:
        operator(asked, typed)

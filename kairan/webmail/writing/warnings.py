"""What may have been overlooked in a letter; it leaves all the same if its writer says so."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.mail.quotations import unquoted
from kairan.webmail.models import Draft
from kairan.webmail.writing.codes import first_misfit
from kairan.webmail.writing.recipients import parse_recipients

MANY = 10
"""So many people who read each other's addresses are worth a question."""
# Words with which people announce a file, in the languages in which the office is used most.
_ENCLOSED = re.compile(
    r"""\b(?:attach(?:ed|ment|ments|ing)|enclosed|(?:see|find)\s+enclos\w+)\b
    |添付|別添|同封|別紙|\b(?:anbei|angehängt|im\s+anhang|ci-joint|en\s+pièce\s+jointe|adjunto)\b
    |附件|첨부""",
    re.IGNORECASE | re.VERBOSE,
)


def warnings_of(draft: Draft) -> Mapping[str, str]:
    """Return what may be wrong with a draft whose addresses are some: a sentence by its name."""
    found = {
        "subject": "" if draft.subject.strip() else _("The letter has no subject."),
        "files": _missing_file(draft),
        "crowd": _crowd(draft),
        "code": _misfit(draft),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _missing_file(draft: Draft) -> str:
    said = _ENCLOSED.search(unquoted(draft.body.replace("\r\n", "\n")))
    if said is None or draft.files.exists():
        return ""
    return _("You write “%(word)s”, but no file is attached.") % {"word": said[0]}


def _misfit(draft: Draft) -> str:
    found = first_misfit(draft)
    if found is None:
        return ""
    return _("“%(character)s” does not fit %(code)s: the letter would leave in UTF-8.") % {
        "character": found.character,
        "code": found.code.value,
    }


def _crowd(draft: Draft) -> str:
    count = len({each.wire_form for each in parse_recipients(f"{draft.to}\n{draft.cc}")})
    if count < MANY:
        return ""
    return ngettext(
        "%(count)s person sees the addresses of all others. Bcc hides them.",
        "%(count)s people see each other's addresses. Bcc hides them.",
        count,
    ) % {"count": count}

"""What one notice says in a mail: as values for a template, cleaned of slots and stray line breaks.

A mail of one notice and a mail of many draw them with the same fragments,
``notices/mail/_particulars.html`` and ``.txt``.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings as deployed

from kairan.mail.compose.letter import slot, without_slots
from kairan.mail.headers import HeaderValue
from kairan.notices.notice import TOKEN, Notice

TOKEN_SLOT = slot("token")


def particulars(notice: Notice, *, token: str = TOKEN_SLOT) -> Mapping[str, Any]:
    """Return what ``notice`` says, in the active language and time zone.

    ``token`` stands where its buttons want the secret of the reader. Whatever the notice raises
    is let through.
    """
    return {
        "group": one_line(str(notice.group)),
        "title": one_line(notice.title()),
        "facts": [(one_line(each.label), one_line(each.value)) for each in notice.facts()],
        "body": _plain(notice.body()),
        "actions": [
            (one_line(each.label), absolute(without_slots(each.path)).replace(TOKEN, token))
            for each in notice.actions()
        ],
        "record": absolute(without_slots(notice.path())),
    }


def one_line(text: str) -> str:
    """Return ``text`` on one line, without slots."""
    return str(HeaderValue.clean(without_slots(text)))


def absolute(path: str) -> str:
    """Return the address at which ``path`` is reached from a mail."""
    return f"{deployed.URL}{path}"


def _plain(text: str) -> str:
    return without_slots(text).replace("\r\n", "\n").replace("\r", "\n").strip("\n")

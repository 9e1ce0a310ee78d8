"""What the filter of a mail server wrote into the head of a mail: whether it takes it for spam.

These headers may be forged, which can only make a sender's own mail spam: none of them is read as
"this is no spam". Of Authentication-Results only the topmost counts, which the last server wrote.
"""

import re
from collections.abc import Callable

_YES = re.compile(r"\s*(?:yes|true|spam)\b", re.IGNORECASE)
_RSPAMD = re.compile(r"^[^:;]*:\s*true\b|\baction\s*[:=]\s*(?:add header|reject)", re.IGNORECASE)
_REPORT = re.compile(r"(?:^|;)\s*SFV:(?:SPM|SKS|SKB)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\s*(\d{1,3})")
_SPAM_LEVEL = 5
_DMARC = re.compile(r"\bdmarc=fail\b([^;]*)", re.IGNORECASE)
_ACTED = re.compile(r"\b(?:dis|action)=(?:quarantine|reject|oreject)\b", re.IGNORECASE)


def _says_yes(value: str) -> bool:
    return _YES.match(value) is not None


def _has_level(value: str) -> bool:
    found = _LEVEL.match(value)
    return found is not None and int(found[1]) >= _SPAM_LEVEL


def _was_quarantined(value: str) -> bool:
    failed = _DMARC.search(value)
    return failed is not None and _ACTED.search(failed[1]) is not None


# SpamAssassin, rspamd, bogofilter and amavis, Microsoft's filters, and RFC 8601 (DMARC, RFC 7489).
_READERS: dict[str, Callable[[str], bool]] = {
    "x-spam-flag": _says_yes,
    "x-spam": _says_yes,
    "x-spam-status": _says_yes,
    "x-spamd-result": lambda value: _RSPAMD.search(value) is not None,
    "x-rspamd-action": lambda value: value.strip().lower() in {"add header", "reject"},
    "x-bogosity": _says_yes,
    "x-ms-exchange-organization-scl": _has_level,
    "x-forefront-antispam-report": lambda value: _REPORT.search(value) is not None,
    "authentication-results": _was_quarantined,
}
_TOPMOST = b"authentication-results"
_RESULTS = re.compile(rb"^%s[ \t]*:([^\n]{0,4000})" % _TOPMOST, re.IGNORECASE | re.MULTILINE)
_FIELDS = re.compile(
    b"^(%s)[ \\t]*:([^\\n]{0,4000})" % "|".join(_READERS).encode(), re.IGNORECASE | re.MULTILINE
)


def says_spam(head: bytes) -> str:
    """Return the name of the first field of ``head`` that calls the mail spam, "" without one.

    ``head`` is unfolded, a field per line, as :attr:`kairan.mail.parse.Summary.head` is.
    """
    saw_topmost = False
    for found in _FIELDS.finditer(head):
        name = found[1].lower()
        if name == _TOPMOST and saw_topmost:
            continue
        saw_topmost = saw_topmost or name == _TOPMOST
        if _READERS[name.decode()](found[2].decode("latin-1")):
            return found[1].decode()
    return ""


def says_forged(head: bytes) -> bool:
    """Whether the last server found that the mail is not from whom it says (RFC 7489 6.6.2).

    ``head`` is as :func:`says_spam` takes it.
    """
    topmost = _RESULTS.search(head)
    return topmost is not None and _DMARC.search(topmost[1].decode("latin-1")) is not None

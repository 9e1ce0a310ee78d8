"""The character code that a writer chose for one letter, and what of the letter does not fit it."""

from collections.abc import Iterator

from kairan.mail.charsets import Code, DoesNotFit, encode
from kairan.webmail.models import Draft
from kairan.webmail.writing.recipients import parse_recipients


def first_misfit(draft: Draft) -> DoesNotFit | None:
    """Return what of a draft whose addresses are some does not fit the code chosen for it."""
    if not draft.code:
        return None
    try:
        for text in _texts(draft):
            encode(text, Code(draft.code))
    except DoesNotFit as found:
        return found
    return None


def _texts(draft: Draft) -> Iterator[str]:
    yield draft.subject
    yield draft.body
    yield draft.html if draft.is_rich else ""
    yield from (str(each.name) for each in parse_recipients(f"{draft.to}\n{draft.cc}"))
    yield draft.identity.name
    yield draft.identity.organisation
    yield from draft.files.values_list("name", flat=True)

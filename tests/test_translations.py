"""What a room says in Japanese is what its pages show, though all rooms share one catalogue."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(
    path.relative_to(ROOT) for path in (ROOT / "kairan").rglob("locale/ja/LC_MESSAGES/django.po")
)


def said(message):
    """What Django shows for a message: of two rooms with the same words, one wins."""
    words = message.id[0] if isinstance(message.id, tuple) else message.id
    plural = message.id[1] if isinstance(message.id, tuple) else None
    if plural is not None:
        if message.context:
            return translation.npgettext(message.context, words, plural, 2)
        return translation.ngettext(words, plural, 2)
    return (
        translation.pgettext(message.context, words)
        if message.context
        else translation.gettext(words)
    )


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-5])
def test_no_other_room_speaks_for_this_one(catalogue):
    with (ROOT / catalogue).open("rb") as file:
        messages = [each for each in read_po(file, locale="ja") if each.id]
    with translation.override("ja"):
        shown = {
            str(each.id): (each.string, said(each))
            for each in messages
            if said(each) not in ([each.string] if isinstance(each.string, str) else each.string)
        }
    assert shown == {}, "Give these words a context (pgettext), or say them alike."

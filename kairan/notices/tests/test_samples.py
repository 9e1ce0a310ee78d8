"""Every kind of notice makes an example of itself; as a mail, both its parts say the same."""

import re
from html.parser import HTMLParser

import pytest
import time_machine
from django.utils import translation
from django.utils.timezone import now

from kairan.notices.notice import kinds
from kairan.notices.operations import announce

KINDS = [each for each in kinds() if ".tests." not in each.__module__]
URL = re.compile(r"https?://[!-~]+")
# What only the layout of the text needs: colons before a value or a link, dashes, the signature.
LAYOUT = re.compile(r"[\s:：]|^-- ?$|^- ", re.MULTILINE)


class Seen(HTMLParser):
    """What somebody sees of a mail in HTML: pieces of text, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.pieces, self.links, self._inside = [], set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._inside.append(tag)
        if tag == "a":
            self.links.add(dict(attrs)["href"])

    def handle_endtag(self, tag):
        if tag in self._inside:
            del self._inside[self._inside.index(tag) :]

    def handle_data(self, data):
        if not {"style", "title"} & set(self._inside):
            self.pieces.append(data)


def bare(text):
    """``text`` without what only its layout needs."""
    return LAYOUT.sub("", URL.sub("", "\n".join(text.splitlines())))


def test_there_are_examples_to_look_at():
    assert len(KINDS) > 20


@pytest.fixture(params=["en", "ja"])
def reader(request, ben):
    """Ben, who reads in one language or in the other."""
    ben.language = request.param
    ben.save()
    return ben


@pytest.fixture(params=KINDS, ids=lambda kind: kind.kind)
def mail(request, reader, aiko, word):
    """The example of a kind, as Ben gets it."""
    with translation.override(reader.language):
        example = request.param.sample()
    announce(example, to=[reader], by=aiko)
    with time_machine.travel(now() + example.quiet_for):
        [mail] = word().values()
    return mail


def test_both_parts_of_every_mail_say_the_same(mail):
    seen = Seen(mail.html)
    text = bare(f"{mail.mail['Subject']}\n{mail.text}")
    pieces = {piece for each in seen.pieces if (piece := bare(each))}

    assert seen.links == set(URL.findall(mail.text))
    assert [piece for piece in pieces if piece not in text] == []
    for piece in sorted(pieces, key=len, reverse=True):
        text = text.replace(piece, "")
    assert text.strip("[]") == ""


def test_every_mail_carries_both_parts_and_the_way_out(mail):
    assert mail.mail.get_content_type() in {"multipart/alternative", "multipart/mixed"}
    way_out = mail.mail["List-Unsubscribe"].strip("<>")
    assert way_out in mail.text
    assert way_out in Seen(mail.html).links


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_an_example_survives_its_payload(kind, language):
    with translation.override(language):
        example = kind.sample()

    assert kind.from_payload(example.payload()) == example


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_kind_says_what_own_words_may_name(kind):
    named = kind.sample().placeholders()

    assert named
    assert [name for name in named if not re.fullmatch(r"[a-z_]+", name)] == []
    assert [name for name, says in named.items() if not says.strip()] == []

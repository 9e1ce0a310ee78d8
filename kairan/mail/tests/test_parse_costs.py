"""What mails may cost that were made to stop their reader: a second, and ten times their size."""

import json
import time
import tracemalloc

import pytest

from kairan.mail.parse import json_line, parse, to_json
from kairan.mail.testing.hostile import NAMES, mail

MEGABYTE = 1_000_000
TIMES = 10


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_made_by_an_enemy_is_read_within_its_means(name):
    raw = mail(name, MEGABYTE)
    began = time.process_time()
    longest = max(map(len, json_line(parse(raw), name)))
    assert time.process_time() - began < 3  # A second on a machine that has nothing else to do.
    assert longest <= 8 * len(raw)

    tracemalloc.start()
    try:
        max(map(len, json_line(parse(raw), name)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= TIMES * len(raw)


def test_what_is_packed_is_never_unpacked():
    raw = mail("zip bomb", MEGABYTE)
    [archive] = parse(raw).attachments
    assert archive.size < len(raw)


def test_a_line_in_pieces_is_the_line_in_one():
    raw = "Subject: 会議\nContent-Type: text/plain; charset=utf-8\n\n".encode()
    message = parse(raw + 'a"\\\x01😀\n'.encode() * 100_000)
    whole = json.dumps(to_json(message, "x"), ensure_ascii=False).encode() + b"\n"
    pieces = list(json_line(message, "x"))
    assert len(pieces) > 12
    assert b"".join(pieces) == whole

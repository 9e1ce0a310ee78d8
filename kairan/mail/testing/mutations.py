"""Damages mails the way transport, careless programs and enemies do."""

import random
from collections.abc import Callable, Sequence

LONGEST = 60_000
"""Bytes of a mail to begin with; the mistakes are in the structure, not in the pictures."""

_MARKS = [
    b"\r\n", b"\n", b"\r", b"\0", b"\xff", b"\x1b$B", b"\x1b(B", b"=?", b"?=", b"=?utf-8?B?", b"--",
    b"boundary=", b"Content-Type: ", b"multipart/mixed; ", b"message/rfc822", b"charset=", b'"',
    b"\\", b"(", b")", b"<", b">", b"@", b",", b";", b":", b"=", b"=\n", b"name*0*=utf-8''%e3",
    b"begin 644 x\n", b"\nend\n", b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable",
    b"x-uuencode", b"\xe3\x81", b"\xed\xa0\x80", b"\xa4\xa2", b"+2D0-", b"\x78\x9f\x3e\x22",
]  # fmt: skip

Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the `seeds`, damaged one to six times; the same for the same state of `chance`."""
    raw = bytearray(chance.choice(seeds)[:LONGEST])
    for _ in range(chance.randrange(1, 7)):
        chance.choice(_CHANGES)(raw, chance, seeds)
    return bytes(raw[: 2 * LONGEST])


def _place(raw: bytearray, chance: random.Random) -> int:
    """Somewhere in it, in the head as often as in all the rest."""
    end = len(raw)
    if chance.random() < 0.5:
        end = max(raw.find(b"\n\n"), raw.find(b"\n\r\n"), 0) or end
    return chance.randrange(end + 1)


def _flip(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    for _count in range(chance.randrange(1, 20)):
        if raw:
            raw[_place(raw, chance) % len(raw)] ^= 1 << chance.randrange(8)


def _cut(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    del raw[_place(raw, chance) :]


def _remove(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(raw, chance)
    del raw[at : at + chance.choice((1, 2, 10, 100, 1_000))]


def _insert_mark(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(raw, chance)
    raw[at:at] = chance.choice(_MARKS) * chance.choice((1, 1, 1, 2, 50))


def _insert_noise(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = _place(raw, chance)
    raw[at:at] = chance.randbytes(chance.randrange(1, 60))


def _splice(raw: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    """The first half of this one, the second of another."""
    other = bytearray(chance.choice(seeds)[:LONGEST])
    raw[_place(raw, chance) :] = other[_place(other, chance) :]


def _repeat_lines(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = raw.rfind(b"\n", 0, _place(raw, chance)) + 1
    end = raw.find(b"\n", min(at + chance.randrange(200), len(raw))) + 1 or len(raw)
    raw[at:at] = bytes(raw[at:end][:2_000]) * chance.choice((1, 2, 30))


def _swap_lines(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    lines = bytes(raw).split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    raw[:] = b"\n".join(lines)


def _nest(raw: bytearray, chance: random.Random, seeds: Sequence[bytes]) -> None:
    """Puts it into a multipart, beside another one."""
    boundary = chance.choice((b"b", b"=_x", b"b b", b"'b"))
    other = chance.choice(seeds)[:5_000]
    raw[:] = b"Subject: x\nContent-Type: multipart/mixed; boundary=%s\n\n--%s\n%s\n--%s\n%s" % (
        *(boundary, boundary, bytes(raw), boundary),
        b"Content-Type: message/rfc822\n\n" + other,
    )


def _other_line_ends(raw: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    raw[:] = raw.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n")))


_CHANGES: tuple[Change, ...] = (
    _flip, _cut, _remove, _insert_mark, _insert_mark, _insert_noise, _splice, _repeat_lines,
    _swap_lines, _nest, _other_line_ends,
)  # fmt: skip

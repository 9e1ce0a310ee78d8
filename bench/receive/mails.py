"""Mails as people get them: short texts, formatted letters, files; 22 KB each on average."""

import base64
import quopri
import random
from collections.abc import Iterator
from email.header import Header
from functools import cache

_WORDS = ("the report", "of last week", "is ready", "please look at it", "and tell me", "soon")
_JAPANESE = "お疲れさまです。先日の会議の議事録をお送りします。ご確認をお願いいたします。"
_PEOPLE = ("Mori Yui <mori@example.jp>", "Lena Garcia <garcia@example.test>", "it@example.test")


_BODIES = 500


def mails(number: int) -> Iterator[bytes]:
    """Yield so many mails, the same ones each time, one in four an answer to an earlier one."""
    return (_mail(each) for each in range(number))


def _mail(number: int) -> bytes:
    head = "\r\n".join(_head(random.Random(number), number))
    return head.encode() + b"\r\n" + _body(number % _BODIES)


@cache
def _body(number: int) -> bytes:
    chance = random.Random(-number - 1)
    kind = chance.random()
    if kind < 0.5:
        lines = _text(chance, chance.randint(800, 6_000))
    elif kind < 0.8:
        lines = _formatted(chance, chance.randint(8_000, 20_000))
    else:
        lines = _with_file(chance, chance.randint(24_000, 84_000))
    return "\r\n".join([*lines, ""]).encode()


def _head(chance: random.Random, number: int) -> list[str]:
    subject = f"Report {number}" if number % 3 else f"議事録 {number}"
    answered = [f"References: <{number - 3}@example.test>"] if number % 4 == 3 else []
    hops = [
        f"Received: from host{hop}.example.test (host{hop}.example.test [192.0.2.{hop}])\r\n"
        f"\tby mx{hop}.example.test (Postfix) with ESMTPS id {chance.getrandbits(40):010X}\r\n"
        f"\tfor <ben@kairan.test>; Mon, 04 May 2026 09:{number % 60:02}:0{hop} +0900 (JST)"
        for hop in range(3)
    ]
    return [
        "Return-Path: <bounces@example.test>",
        *hops,
        f"DKIM-Signature: v=1; a=rsa-sha256; b={base64.b64encode(chance.randbytes(192)).decode()}",
        f"From: {_PEOPLE[number % 3]}",
        "To: ben@kairan.test",
        f"Subject: {Header(subject, 'utf-8').encode() if number % 3 == 0 else subject}",
        f"Message-ID: <{number}@example.test>",
        *answered,
        f"Date: Mon, 04 May 2026 09:{number % 60:02}:09 +0900",
        "MIME-Version: 1.0",
    ]


def _prose(chance: random.Random, size: int) -> str:
    lines = []
    length = 0
    while length < size:
        line = _JAPANESE if chance.random() < 0.2 else " ".join(chance.choices(_WORDS, k=5))
        lines.append(line)
        length += len(line.encode())
    return "\r\n".join(lines)


def _text(chance: random.Random, size: int) -> list[str]:
    return [
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        _prose(chance, size),
    ]


def _formatted(chance: random.Random, size: int) -> list[str]:
    prose = _prose(chance, size // 4)
    rows = "\r\n".join(
        f'<tr><td style="padding:8px;font-family:sans-serif">{line}</td></tr>'
        for line in prose.split("\r\n")
    )
    html = f"<html><body><table>{rows}</table></body></html>"
    parts = [("text/plain", prose), ("text/html", html)]
    lines = ['Content-Type: multipart/alternative; boundary="=-alternative"', ""]
    for kind, text in parts:
        encoded = quopri.encodestring(text.replace("\r\n", "\n").encode()).decode()
        lines += [
            "--=-alternative",
            f"Content-Type: {kind}; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "",
            encoded.replace("\n", "\r\n"),
        ]
    return [*lines, "--=-alternative--"]


def _with_file(chance: random.Random, size: int) -> list[str]:
    coded = base64.encodebytes(chance.randbytes(size)).decode().rstrip("\n")
    return [
        'Content-Type: multipart/mixed; boundary="=-mixed"',
        "",
        "--=-mixed",
        *_text(chance, 1_000),
        "--=-mixed",
        'Content-Type: application/pdf; name="report.pdf"',
        "Content-Transfer-Encoding: base64",
        'Content-Disposition: attachment; filename="report.pdf"',
        "",
        coded.replace("\n", "\r\n"),
        "--=-mixed--",
    ]

"""Ordinary mail of an office, made up: the kinds that fill an inbox, 5 to 20 kB each.

Letters of people with what they answer, HTML by Outlook and by webmail, newsletters, invitations,
files and pictures; English and Japanese, in the charsets and encodings that are sent today.
"""

import base64
import quopri
import random
from collections.abc import Callable

from bench.parse.desk import Desk

Made = Callable[[Desk], tuple[bytes, bytes]]


def mails(count: int) -> list[bytes]:
    """`count` mails, always the same."""
    chance = random.Random(5322)
    kinds, weights = zip(*_KINDS, strict=True)
    return [
        _mail(Desk(chance), kind, number)
        for number, kind in enumerate(chance.choices(kinds, weights, k=count))
    ]


def _mail(desk: Desk, kind: Made, number: int) -> bytes:
    described, body = kind(desk)
    return _head(desk, number).encode() + described + b"\r\n\r\n" + body


def _head(desk: Desk, number: int) -> str:
    """What servers and programs write above a mail: some thirty lines."""
    key = "".join(desk.chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=43))
    signature = base64.b64encode(desk.chance.randbytes(256)).decode()
    received = "".join(
        f"Received: from mail{hop}.example.co.jp (mail{hop}.example.co.jp [192.0.2.{hop}])\r\n"
        f"\tby mx{hop}.example.com (Postfix) with ESMTPS id {key[:12]}{hop}\r\n"
        f"\tfor <ben@example.com>; Fri, 27 Nov 2026 09:{number % 60:02}:0{hop} +0900 (JST)\r\n"
        for hop in range(4)
    )
    name, address = desk.person()
    others = ", ".join(
        f"{desk.encoded(each)} <{where}>"
        for each, where in (desk.person() for _ in range(desk.chance.randrange(1, 5)))
    )
    subject = desk.encoded("Re: " + desk.words(20).split("\r\n")[0][:40].strip())
    return (
        f"Return-Path: <{address}>\r\nDelivered-To: ben@example.com\r\n{received}"
        "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.co.jp; s=mail;\r\n"
        f"\tt=1790000000; bh={key}=;\r\n\th=From:To:Subject:Date:Message-ID:References;\r\n"
        f"\tb={signature[:60]}\r\n\t {signature[60:130]}\r\n\t {signature[130:]}\r\n"
        "Authentication-Results: mx.example.com; dkim=pass header.d=example.co.jp;\r\n"
        "\tspf=pass smtp.mailfrom=example.co.jp; dmarc=pass header.from=example.co.jp\r\n"
        f"From: {desk.encoded(name)} <{address}>\r\nTo: {others}\r\n"
        f"Subject: {subject}\r\nDate: Fri, 27 Nov 2026 09:{number % 60:02}:00 +0900\r\n"
        f"Message-ID: <{key}.{number}@example.co.jp>\r\n"
        f"In-Reply-To: <{key[::-1]}@example.co.jp>\r\n"
        f"References: <{key[::-1]}@example.co.jp>\r\n <{key[5:]}@example.co.jp>\r\n"
        "X-Mailer: Microsoft Outlook 16.0\r\nThread-Index: AQHb" + key[:20] + "\r\n"
        "Accept-Language: ja-JP, en-US\r\nContent-Language: ja-JP\r\nX-Spam-Score: -1.2\r\n"
        "X-Virus-Scanned: clamav at example.com\r\nMIME-Version: 1.0\r\n"
    )


def _seven_bit(desk: Desk) -> tuple[bytes, bytes]:
    charset = "iso-2022-jp" if desk.is_japanese else "us-ascii"
    return _described("text/plain", charset, "7bit"), desk.letter(2_000).encode(charset)


def _eight_bit(desk: Desk) -> tuple[bytes, bytes]:
    return _described("text/plain", "utf-8", "8bit"), desk.letter(2_000).encode()


def _alternative(desk: Desk) -> tuple[bytes, bytes]:
    text = desk.letter(900)
    encoding = "base64" if desk.is_japanese else "quoted-printable"
    plain = _text_part("text/plain", text, encoding)
    rich = _text_part("text/html", _html(text), encoding)
    return _multipart(desk, "alternative", plain, rich)


def _newsletter(desk: Desk) -> tuple[bytes, bytes]:
    stories = "".join(
        f'<tr><td style="padding:12px 24px;font:14px/1.6 Arial,sans-serif;color:#333333">'
        f'<img src="https://news.example/p{number}.png" width="560" height="120" alt="">'
        f'<h2 style="margin:0 0 8px">{desk.words(30).strip()}</h2>'
        f"<p>{desk.words(120)}</p></td></tr>"
        for number in range(6)
    )
    page = (
        "<!doctype html><html><head><style>@media (max-width:600px){.w{width:100%!important}}"
        "</style></head><body bgcolor=#eeeeee><table class=w width=600 align=center "
        f"cellpadding=0 cellspacing=0>{stories}</table></body></html>\r\n"
    )
    return _multipart(
        *(desk, "alternative"),
        _text_part("text/plain", desk.words(500), "quoted-printable"),
        _text_part("text/html", page, "quoted-printable"),
    )


def _with_file(desk: Desk) -> tuple[bytes, bytes]:
    name = desk.encoded("見積書.pdf" if desk.is_japanese else "offer.pdf")
    return _multipart(
        *(desk, "mixed"),
        _text_part("text/plain", desk.words(700), "base64"),
        _file(desk, "application/pdf", f'Content-Disposition: attachment; filename="{name}"'),
    )


def _with_picture(desk: Desk) -> tuple[bytes, bytes]:
    page = _html(desk.words(500)) + '<img src="cid:logo@example.co.jp">'
    related = _multipart(
        *(desk, "related"),
        _text_part("text/html", page, "quoted-printable"),
        _file(desk, "image/png", "Content-ID: <logo@example.co.jp>\r\nContent-Disposition: inline"),
    )
    plain = _text_part("text/plain", desk.words(500), "quoted-printable")
    return _multipart(desk, "alternative", plain, b"\r\n\r\n".join(related))


def _invitation(desk: Desk) -> tuple[bytes, bytes]:
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.co.jp\r\n"
        f"DTSTART:20261201T010000Z\r\nSUMMARY:{desk.words(20).split()[0]}\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )
    return _multipart(
        *(desk, "alternative"),
        _text_part("text/plain", desk.words(700), "base64"),
        _text_part("text/html", _html(desk.words(700)), "base64"),
        _text_part("text/calendar; method=REQUEST", calendar, "base64"),
    )


def _html(text: str) -> str:
    lines = "".join(
        f'<p class="MsoNormal"><span style="font-size:10.5pt;font-family:&quot;Yu Gothic&quot;">'
        f"{line}<o:p></o:p></span></p>\r\n"
        for line in text.replace(">", "&gt;").split("\r\n")
    )
    return f'<html xmlns:o="urn:o"><head><style>p.MsoNormal{{margin:0}}</style></head><body>{lines}'


def _described(kind: str, charset: str, encoding: str) -> bytes:
    return (
        f'Content-Type: {kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {encoding}'
    ).encode()


def _text_part(kind: str, text: str, encoding: str) -> bytes:
    raw = text.encode()
    if encoding == "base64":
        body = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    else:
        body = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return _described(kind, "utf-8", encoding) + b"\r\n\r\n" + body


def _file(desk: Desk, kind: str, more: str) -> bytes:
    content = base64.encodebytes(desk.chance.randbytes(desk.chance.randrange(2_000, 8_000)))
    head = f"Content-Type: {kind}\r\n{more}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + content.replace(b"\n", b"\r\n")


def _multipart(desk: Desk, kind: str, *parts: bytes) -> tuple[bytes, bytes]:
    number = "".join(desk.chance.choices("0123456789ABCDEF", k=16))
    boundary = desk.chance.choice(
        (
            f"----=_NextPart_000_{number}",
            f"000000000000{number}",
            f"_004_{number}TYAPR01MB",
            f"=_{number}",
        )
    )
    edge = f"--{boundary}".encode()
    body = b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"'.encode(), body


_KINDS: list[tuple[Made, float]] = [
    (_seven_bit, 2), (_eight_bit, 1), (_alternative, 4), (_newsletter, 2), (_with_file, 2),
    (_with_picture, 1), (_invitation, 1),
]  # fmt: skip

"""What careless programs make of a mail, and what its reader sees all the same."""

import base64
import binascii

import pytest

from kairan.mail.parse import parse

PARTS = b"""--b
Content-Type: text/plain

first
--b
Content-Type: text/html

<p>second
--b--
"""


@pytest.mark.parametrize("boundary", [b"", b"; boundary=other", b'; boundary="b_"'])
def test_parts_are_told_apart_by_the_boundary_that_is_there(boundary):
    message = parse(b"Content-Type: multipart/mixed" + boundary + b"\n\n" + PARTS)
    assert [body.text.strip() for body in message.bodies] == ["first", "<p>second"]
    assert "missing-boundary" in message.defects


def test_the_boundary_that_is_named_wins_over_one_that_looks_like_one():
    raw = b"Content-Type: multipart/mixed; boundary=outer\n\n" + PARTS + b"--outer\n\nreal\n"
    message = parse(raw)
    assert [body.text for body in message.bodies] == ["real\n"]
    assert "missing-boundary" not in message.defects


@pytest.mark.parametrize("said", ["", "Content-Disposition: inline\n"])
def test_a_text_that_has_a_name_is_shown_and_is_a_file_too(said):
    message = parse(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\n"
        + f"Content-Type: text/plain; name=notes.txt\n{said}\nShown\n--b--\n".encode()
    )
    assert [body.text.strip() for body in message.bodies] == ["Hello", "Shown"]
    assert [(part.name, part.data) for part in message.attachments] == [("notes.txt", b"Shown")]


def test_a_text_that_is_called_an_attachment_is_a_file_alone():
    message = parse(
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\n"
        b"Content-Disposition: attachment; filename=notes.txt\n\nNotes\n--b--\n"
    )
    assert [body.text.strip() for body in message.bodies] == ["Hello"]
    assert [part.name for part in message.attachments] == ["notes.txt"]


def test_a_mail_that_is_one_text_with_a_name_is_just_a_text():
    message = parse(b"Content-Type: text/plain; name=letter.txt\n\nHello\n")
    assert (message.text, message.attachments) == ("Hello\n", ())


def test_the_first_from_is_who_wrote_it():
    message = parse(b"From: Aiko <aiko@b.jp>\nFrom: Ben <ben@b.jp>\nTo: c@d.jp\nTo: e@f.jp\n\nx")
    assert [one.addr for one in message.from_] == ["aiko@b.jp"]
    assert [one.addr for one in message.to] == ["c@d.jp", "e@f.jp"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mail_that_begins_with_an_empty_line_and_no_field_is_all_body(end):
    message = parse(end + b"--=_1" + end + b"Content-Type: text/plain" + end + end + b"Hi" + end)
    assert message.text.split() == ["--=_1", "Content-Type:", "text/plain", "Hi"]


def test_empty_lines_before_a_head_do_not_matter():
    assert parse(b"\r\n\r\nSubject: Hi\r\n\r\nBody").subject == "Hi"


def test_uuencoded_lines_whose_blanks_were_cut_off_are_whole():
    content = b"PK" + bytes(43) + b"end of it"
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    encoded = b"".join(line.rstrip() + b"\n" for line in lines)
    assert max(map(len, lines)) > max(map(len, encoded.splitlines()))
    head = b"Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: x-uuencode\n\n"
    [part] = parse(head + b"begin 644 a.zip\n" + encoded + b"\nend\n").attachments
    assert part.data == content


@pytest.mark.parametrize("text", ["Hello", "Hello!", "Hello!!"])
@pytest.mark.parametrize("rule", ["____________", "--", "-- ", "======"])
@pytest.mark.parametrize("end", ["a", "al", "all", "all/"])
def test_the_footer_of_a_mailing_list_is_no_base64(text, rule, end):
    head = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    footer = f"\n{rule}\nThe list of all\nhttps://list.example/{end}\n".encode()
    message = parse(head + base64.b64encode(text.encode()) + footer)
    assert message.text == text
    assert message.defects[0] == "broken-base64"


def test_lines_that_end_with_two_returns_do_not_tear_letters_apart():
    coded = b"=E4=BC=9A=\r\r\n=E8=AD=B0=\r\r\n=E5=AE=\r\r\n=A4\r\r\n"
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    mail = parse(head + b"\r\n\r\n" + coded)
    assert mail.text.strip() == "会議室"
    assert "undecodable-bytes" not in mail.defects

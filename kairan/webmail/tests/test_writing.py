"""Letters written in WebMail, as the server that takes them sees them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.attachments.models import Attachment, Content
from kairan.delivery.testing import run_delivery
from kairan.mail.charsets import Code
from kairan.mail.testing.faults import Fault
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers.models import MailServerSettings
from kairan.webmail.models import Draft, Identity, Message
from kairan.webmail.tests.letters import addresses, post, read, text_of
from kairan.webmail.writing import beginnings
from kairan.webmail.writing.operations import send


def test_a_letter_arrives_as_it_was_written_and_bcc_stays_secret(as_, aiko, writes, mail_server):
    post(as_(aiko), writes(aiko, mail_server))
    run_delivery()

    recipients = {each for letter in mail_server.accepted for each in letter.recipients}
    assert recipients == {"yui@example.jp", "chidi@example.test", "secret@example.test"}
    assert all(len(letter.recipients) == 1 for letter in mail_server.accepted)
    for letter in mail_server.accepted:
        mail = read(letter)
        assert letter.sender == "aiko@example.test"
        assert addresses(mail["From"]) == [("Aiko Mori", "aiko@example.test")]
        assert addresses(mail["To"]) == [("森 結衣", "yui@example.jp")]
        assert addresses(mail["Cc"]) == [("Chidi", "chidi@example.test")]
        assert mail["Bcc"] is None
        assert b"secret@example.test" not in letter.data
        assert mail["Subject"] == "見積もり"
        assert text_of(mail) == "おはようございます。\n.\n"
        assert mail["In-Reply-To"] is None


def test_the_copy_in_sent_is_what_left_and_shows_the_fate_of_each(as_, chidi, writes, raw_of):
    refusal = Fault("RCPT", "550 5.1.1 no such user here", times=1)
    with ScriptedSmtp(refusal) as smtp:
        client = as_(chidi)
        answer = post(client, writes(chidi, smtp), cc="")
        copy = Message.objects.get(folder__kind="sent")
        assert answer["Location"] == f"/webmail/messages/{copy.pk}/"
        assert "waiting" in client.get(answer["Location"]).content.decode()
        run_delivery()

        assert [letter.data for letter in smtp.accepted] == [raw_of(copy)]
        page = client.get(answer["Location"]).content.decode()
    assert "550" in page
    assert "no such user here" in page
    assert "accepted by the server" in page
    assert "secret@example.test" in page


def test_an_answer_stands_in_its_thread_and_quotes(as_, aiko, writes, received, mail_server):
    message = received(aiko, account=writes(aiko, mail_server))
    client = as_(aiko)

    answer = client.post(f"/webmail/messages/{message.pk}/answer/", {"then": "reply"})
    draft = Draft.objects.get()
    assert answer["Location"] == f"/webmail/drafts/{draft.pk}/"
    assert draft.to == '"森" <mori@example.jp>'
    assert "> Here they are." in draft.body
    post(
        client, draft.account, answer["Location"], key=draft.key, to=draft.to, subject=draft.subject
    )
    run_delivery()

    mail = read(mail_server.accepted[0])
    assert mail["Subject"] == "Re: Slides"
    assert mail["In-Reply-To"] == "<one@example.jp>"
    assert mail["References"] == "<zero@example.jp> <one@example.jp>"
    message.refresh_from_db()
    assert message.is_answered


def test_an_answer_to_all_goes_to_all_but_oneself(ben, received):
    draft = beginnings.reply(received(ben), by=ben, to_all=True)

    assert draft.to == '"森" <mori@example.jp>'
    assert draft.cc == "aiko@example.test, chidi@example.test"


def test_an_answer_to_ones_own_letter_goes_to_whom_it_went(as_, aiko, writes, mail_server):
    post(as_(aiko), writes(aiko, mail_server))

    draft = beginnings.reply(Message.objects.get(folder__kind="sent"), by=aiko)

    assert draft.to == '"森 結衣" <yui@example.jp>'


def test_what_is_passed_on_carries_its_files(as_, aiko, writes, received, mail_server):
    with_file = (
        b"From: a@example.com\r\nSubject: Plan\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee there.\r\n--b\r\n"
        b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename*=utf-8''%E8%A8%88%E7%94%BB.pdf\r\n\r\n"
        b"JVBERg==\r\n--b\r\nContent-Type: text/plain\r\n"
        b'Content-Disposition: attachment; filename=".."\r\n\r\ndots\r\n--b--\r\n'
    )
    message = received(aiko, with_file, account=writes(aiko, mail_server))
    client = as_(aiko)
    answer = client.post(f"/webmail/messages/{message.pk}/answer/", {"then": "forward"})
    draft = Draft.objects.get()

    post(
        client, draft.account, answer["Location"], key=draft.key,
        to="yui@example.jp", cc="", bcc="", subject=draft.subject, body=draft.body,
    )  # fmt: skip
    run_delivery()

    mail = read(mail_server.accepted[0])
    first, second = mail.iter_attachments()
    assert mail["Subject"] == "Fwd: Plan"
    assert "See there." in text_of(mail)
    assert (first.get_filename(), first.get_content()) == ("計画.pdf", b"%PDF")
    assert second.get_content().strip() in {"dots", b"dots"}
    assert mail["In-Reply-To"] is None
    message.refresh_from_db()
    assert message.is_forwarded


def test_files_travel_under_their_japanese_names_and_the_draft_leaves_nothing(
    as_, aiko, writes, mail_server, django_capture_on_commit_callbacks
):
    account = writes(aiko, mail_server)
    files = [
        SimpleUploadedFile("議事録 11月.txt", "予算".encode()),
        SimpleUploadedFile("b.bin", b"\0\1"),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        post(as_(aiko), account, attached=files)
    run_delivery()

    found = list(read(mail_server.accepted[0]).iter_attachments())
    assert [each.get_filename() for each in found] == ["議事録 11月.txt", "b.bin"]
    assert found[0].get_payload(decode=True) == "予算".encode()
    assert found[1].get_payload(decode=True) == b"\0\1"
    assert not Attachment.objects.exists()
    assert Content.objects.count() == 1


@pytest.mark.field("adds_message_id", "message_id_domain")
def test_the_message_id_of_a_letter_follows_the_office(as_, aiko, writes, received, mail_server):
    account = writes(aiko, mail_server)
    MailServerSettings.objects.update(message_id_domain="ids.example.org")
    post(as_(aiko), account, to="a@example.com", cc="", bcc="")
    MailServerSettings.objects.update(adds_message_id=False)
    draft = beginnings.reply(received(aiko, account=account), by=aiko)
    send(draft, by=aiko)
    run_delivery()

    first, second = map(read, mail_server.accepted)
    assert first["Message-ID"].endswith("@ids.example.org>")
    assert second["Message-ID"] is None
    assert second["References"] is None


FITTING = {
    Code.ISO_2022_JP: "①号 ～ ﾃｽﾄ 髙", Code.SHIFT_JIS: "①号 髙", Code.EUC_JP: "会議",
    Code.EUC_KR: "회람", Code.GB18030: "传阅",
    Code.GB2312: "传阅", Code.BIG5: "傳閱", Code.ISO_8859_1: "Müller",
    Code.ISO_8859_2: "Černý", Code.ISO_8859_5: "Кайран", Code.ISO_8859_7: "Καϊράν",
    Code.ISO_8859_9: "Şirket", Code.ISO_8859_15: "Œuvre", Code.KOI8_R: "Кайран",
    Code.KOI8_U: "Київ", Code.WINDOWS_1251: "Кайран", Code.WINDOWS_1252: "Müller",
    Code.TIS_620: "ไทย", Code.US_ASCII: "plain", Code.UTF_8: "回覧 😀",
}  # fmt: skip


@pytest.mark.field("code")
@pytest.mark.parametrize("code", list(Code))
def test_a_foreign_reader_reads_a_letter_in_the_code_of_the_office(
    as_, aiko, writes, mail_server, code
):
    MailServerSettings.objects.update(code=code.value)
    words = FITTING[code]
    files = [SimpleUploadedFile(f"{words}.txt", b"x")]
    to = f'"{words}" <a@example.com>'
    changes = {"cc": "", "bcc": "", "subject": words, "body": words, "attached": files}
    post(as_(aiko), writes(aiko, mail_server), to=to, **changes)
    run_delivery()

    mail = read(mail_server.accepted[0])
    text = mail.get_body(("plain",))
    reads_itself = code not in {Code.ISO_2022_JP, Code.SHIFT_JIS}
    if reads_itself:
        assert mail["Subject"] == words
        assert addresses(mail["To"]) == [(words, "a@example.com")]
        assert text.get_content().strip() == words
        [file] = mail.iter_attachments()
        assert file.get_filename() == f"{words}.txt"
        assert text.get_content_charset() == code.value.lower()
    else:
        codec = {Code.ISO_2022_JP: "iso2022_jp_ext", Code.SHIFT_JIS: "cp932"}[code]
        charset = text.get_content_charset()
        raw = text.get_payload(decode=True)
        assert raw.decode("utf-8" if charset == "utf-8" else codec).strip() == words


def test_a_letter_that_does_not_fit_goes_out_in_utf_8(as_, aiko, writes, mail_server):
    MailServerSettings.objects.update(code=Code.ISO_8859_1.value)
    post(as_(aiko), writes(aiko, mail_server))
    run_delivery()

    mail = read(mail_server.accepted[0])
    assert mail["Subject"] == "見積もり"
    assert mail.get_body().get_content_charset() == "utf-8"


INJECTED = "x\r\nBcc: evil@example.test\r\nX-Evil: yes"


@pytest.mark.parametrize("field", ["to", "cc", "bcc", "subject", "body", "sender_name", "file"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\u2028", "\0\r\n"])
def test_no_field_can_bring_in_a_header_or_a_recipient(
    as_, aiko, writes, mail_server, field, line_end
):
    account = writes(aiko, mail_server)
    evil = INJECTED.replace("\r\n", line_end)
    typed = {"to": "a@example.com", "cc": "", "bcc": ""}
    if field == "sender_name":
        Identity.objects.update(name=evil.replace("\0", ""))  # PostgreSQL keeps no NUL.
    elif field == "file":
        typed["attached"] = [SimpleUploadedFile(evil, b"x")]
    elif field in {"to", "cc", "bcc"}:
        typed[field] = f'"{evil}" <a@example.com>'
    else:
        typed[field] = evil
    post(as_(aiko), account, **typed)
    run_delivery()

    for letter in mail_server.accepted:
        mail = read(letter)
        assert letter.recipients == ("a@example.com",)
        assert mail["Bcc"] is None
        assert all(part["X-Evil"] is None for part in mail.walk())


def test_addresses_that_are_none_get_a_sentence_and_nothing_is_lost(as_, chidi, writes):
    with ScriptedSmtp() as smtp:
        client = as_(chidi)
        answer = post(client, writes(chidi, smtp), to="nobody", subject="Still here")

    page = answer.content.decode()
    assert "“nobody” is no e-mail address" in page
    assert "Still here" in page
    assert not Message.objects.exists()


def test_a_letter_without_any_recipient_is_refused_but_kept(as_, chidi, writes):
    with ScriptedSmtp() as smtp:
        answer = post(as_(chidi), writes(chidi, smtp), to="", cc="", bcc="", subject="To whom?")

    assert "at least one address" in answer.content.decode()
    assert Draft.objects.get().subject == "To whom?"

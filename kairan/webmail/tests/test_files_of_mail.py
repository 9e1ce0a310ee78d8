"""Mail into a file and out of files: byte for byte, in pieces, and only one's own."""

import mailbox
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from kairan.attachments.models import Content
from kairan.mail.mbox import written
from kairan.webmail.jobs import mailboxes
from kairan.webmail.jobs.running import run_all
from kairan.webmail.models import Folder, Job, Keeping, Message
from kairan.webmail.operations import make_folder
from kairan.webmail.rounds import STEPS, do_jobs
from kairan.webmail.sorting.quota import settle_quota
from kairan.webmail.tests.conftest import PLAIN


def mails(count):
    return [PLAIN + f"\r\nFrom number {n}\r\n".encode() for n in range(count)]


def work():
    run_all(STEPS, stopping=lambda: False)


def put_in(client, folder, *files):
    given = [SimpleUploadedFile(f"{n}.mbox", data) for n, data in enumerate(files)]
    client.post("/webmail/imports/", {"folder": folder.pk, "given": given})
    work()
    return Job.objects.latest("pk")


def exported(client, listing):
    client.post("/webmail/exports/", {"listing": listing})
    work()
    answer = client.get(f"/webmail/jobs/{Job.objects.latest('pk').pk}/file/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_what_is_written_into_a_file_is_read_again_byte_for_byte(
    as_, ben, chidi, stored, monkeypatch, tmp_path
):
    monkeypatch.setattr(mailboxes, "PIECE", 2)
    monkeypatch.setattr(mailboxes, "PART", 300)
    folder = make_folder("Old", by=ben)
    file = b"".join(written(each, now()) for each in mails(5))

    job = put_in(as_(ben), folder, file, mails(6)[5])

    assert (job.changed, job.done, job.trouble) == (6, job.total, "")
    assert stored(ben) == mails(6)
    assert set(Message.objects.values_list("folder", "is_read")) == {(folder.pk, True)}
    assert Keeping.of(ben).kept_bytes == sum(map(len, mails(6)))
    assert len(set(Message.objects.values_list("thread", flat=True))) == 1

    back = exported(as_(ben), f"folder-{folder.pk}")
    (tmp_path / "box").write_bytes(back)
    with closing(mailbox.mbox(tmp_path / "box")) as read:
        assert len(read) == 6
    theirs = put_in(as_(chidi), make_folder("Copy", by=chidi), back)
    assert theirs.changed == 6
    assert sorted(stored(chidi)) == sorted(mails(6))


def test_what_is_full_takes_no_more_and_says_so(as_, ben, stored, monkeypatch):
    monkeypatch.setattr(mailboxes, "PIECE", 1)
    settle_quota(ben, 1)
    large = PLAIN + b"0123456789\r\n" * 60_000
    file = b"".join(written(large, now()) for _each in range(3))
    job = put_in(as_(ben), make_folder("Old", by=ben), file)
    assert len(stored(ben)) == 2
    assert "allowed size" in job.trouble


@pytest.mark.parametrize("data", [b"\xff\x00garbage", b"From \n\n\n", b"From x\nFrom y\nFrom z"])
def test_no_file_makes_it_fail(as_, ben, data):
    job = put_in(as_(ben), make_folder("Old", by=ben), data)
    assert job.trouble == ""
    assert job.ended_at


def test_files_need_a_folder_of_ones_own(as_, ben, chidi):
    folder = make_folder("Old", by=ben)
    file = SimpleUploadedFile("x.eml", PLAIN)
    answer = as_(chidi).post("/webmail/imports/", {"folder": folder.pk, "given": file})
    assert answer.status_code == 409
    assert as_(ben).post("/webmail/imports/", {"folder": folder.pk}).status_code == 409
    assert (
        as_(chidi).post("/webmail/exports/", {"listing": f"folder-{folder.pk}"}).status_code == 409
    )
    assert not Job.objects.exists()


def test_nobody_gets_the_file_of_another_and_it_is_gone_after_two_days(
    as_, ben, chidi, received, django_capture_on_commit_callbacks
):
    message = received(ben)
    inbox = Folder.objects.get(owner=ben, kind="inbox")
    assert b"Here they are." in exported(as_(ben), f"folder-{inbox.pk}")
    job = Job.objects.get()
    assert as_(chidi).get(f"/webmail/jobs/{job.pk}/file/").status_code == 404

    with django_capture_on_commit_callbacks(execute=True):
        do_jobs(now() + mailboxes.KEPT_FOR)

    assert not Job.objects.exists()
    assert list(Content.objects.values_list("pk", flat=True)) == [message.content_id]

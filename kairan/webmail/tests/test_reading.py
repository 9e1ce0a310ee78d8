from email.message import EmailMessage

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairan.webmail.models import Account, Folder, Message

ALTERNATIVE = b"""From: a@example.com\r
Subject: Pictures\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/html\r
\r
<p>Hello <b>there</b></p><img src="https://tracker.example/x.png" width="200" height="100">
<script>alert(1)</script><form action="/people/"><input name=a></form>\r
--b\r
Content-Type: text/html; name=evil.html\r
Content-Disposition: attachment; filename=evil.html\r
\r
<script>alert(1)</script>\r
--b--\r
"""


def test_the_inbox_lists_what_came_in(as_, ben, received):
    received(ben)

    page = as_(ben).get("/webmail/").content.decode()

    assert "Slides" in page
    assert "森" in page
    assert "Here they are." in page


def test_opening_shows_and_only_the_page_itself_marks_it_read(as_, ben, received):
    message = received(ben)
    client = as_(ben)

    assert "Here they are." in client.get(f"/webmail/messages/{message.pk}/").content.decode()
    message.refresh_from_db()
    assert not message.is_read

    client.post(f"/webmail/messages/{message.pk}/reading/")
    message.refresh_from_db()
    assert message.is_read


MESSAGE_URLS = ["", "body/", "source/", "files/0/"]
MESSAGE_DEEDS = ["reading/", "pictures/", "answer/"]


@pytest.mark.parametrize("url", MESSAGE_URLS)
def test_mail_does_not_exist_for_others_not_even_administrators(as_, aiko, ben, received, url):
    message = received(ben, ALTERNATIVE)

    assert as_(aiko).get(f"/webmail/messages/{message.pk}/{url}").status_code == 404
    assert as_(ben).get(f"/webmail/messages/{message.pk}/{url}").status_code == 200


def test_there_is_no_mail_with_a_number_beyond_all_numbers(as_, ben):
    assert as_(ben).get(f"/webmail/messages/{2**63}/").status_code == 404


@pytest.mark.parametrize("url", MESSAGE_DEEDS)
def test_others_can_do_nothing_to_mail(as_, chidi, ben, received, url):
    message = received(ben)

    assert as_(chidi).post(f"/webmail/messages/{message.pk}/{url}").status_code == 404


def test_html_is_shown_in_a_frame_that_runs_and_fetches_nothing(as_, ben, received):
    message = received(ben, ALTERNATIVE)
    client = as_(ben)

    page = client.get(f"/webmail/messages/{message.pk}/").content.decode()
    frame = client.get(f"/webmail/messages/{message.pk}/body/")

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src data:" in policy
    assert "sandbox" in policy
    html = frame.content.decode()
    assert "<b>there</b>" in html
    assert "script" not in html
    assert "<form" not in html
    assert "tracker.example" not in html


def test_remote_pictures_come_only_when_asked_for(as_, ben, received):
    message = received(ben, ALTERNATIVE)
    client = as_(ben)
    assert (
        "remote picture is blocked"
        in client.get(
            f"/webmail/messages/{message.pk}/", headers={"Accept-Language": "en"}
        ).content.decode()
        or ben.language == "ja"
    )

    client.post(f"/webmail/messages/{message.pk}/pictures/")

    frame = client.get(f"/webmail/messages/{message.pk}/body/")
    assert "https://tracker.example/x.png" in frame.content.decode()
    assert "https:" in frame["Content-Security-Policy"]


def test_a_file_of_a_mail_is_a_download_that_cannot_run(as_, ben, received):
    message = received(ben, ALTERNATIVE)

    response = as_(ben).get(f"/webmail/messages/{message.pk}/files/0/")

    assert response["Content-Type"] == "application/octet-stream"
    assert 'filename="evil.html"' in response["Content-Disposition"]


def test_ticked_mail_moves_is_marked_and_thrown_away(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    client.post("/webmail/folders/", {"name": "Suppliers"})
    suppliers = Folder.objects.get(kind="own")

    client.post("/webmail/selection/", {"message": message.pk, "then": f"move-{suppliers.pk}"})
    client.post("/webmail/selection/", {"message": message.pk, "then": "read"})
    message.refresh_from_db()
    assert (message.folder, message.is_read) == (suppliers, True)

    client.post("/webmail/selection/", {"message": message.pk, "then": "trash"})
    message.refresh_from_db()
    assert message.folder.kind == "trash"

    client.post("/webmail/selection/", {"message": message.pk, "then": "trash"})
    assert Message.objects.count() == 1, "a second press, or an old page, deletes nothing for good"

    client.post("/webmail/selection/", {"message": message.pk, "then": "delete"})
    assert not Message.objects.exists()


def test_only_what_lies_in_the_trash_is_deleted_for_good(as_, ben, received):
    message = received(ben)
    client = as_(ben)
    assert 'value="delete"' not in client.get("/webmail/").content.decode()

    client.post("/webmail/selection/", {"message": message.pk, "then": "delete"})

    assert Message.objects.count() == 1
    client.post("/webmail/selection/", {"message": message.pk, "then": "trash"})
    trash = Folder.objects.get(owner=ben, kind=Folder.Kind.TRASH)
    assert 'value="delete"' in client.get(f"/webmail/folders/{trash.pk}/").content.decode()


def test_ticking_somebody_elses_mail_does_nothing(as_, ben, chidi, received):
    message = received(ben)

    as_(chidi).post("/webmail/selection/", {"message": message.pk, "then": "trash"})

    message.refresh_from_db()
    assert message.folder.kind == "inbox"


@time_machine.travel("2026-06-01 16:30:00+00:00", tick=False)
def test_times_are_those_of_the_reader(as_, ben, chidi, received):
    raw = b"Subject: x\r\nDate: Mon, 01 Jun 2026 15:30:00 +0000\r\n\r\n"
    for person in (ben, chidi):
        received(person, raw)

    assert ">0:30</time>" in as_(ben).get("/webmail/").content.decode()
    assert ">15:30</time>" in as_(chidi).get("/webmail/").content.decode()


def test_a_folder_with_mail_stays(as_, ben, received):
    message = received(ben)

    response = as_(ben).post(f"/webmail/folders/{message.folder_id}/removal/")

    assert response.status_code == 409


def test_the_list_costs_the_same_however_long(as_, ben, received):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/webmail/")
        return len(queries)

    client, account = as_(ben), received(ben).account
    few = cost()
    for number in range(2, 7):
        received(ben, uid=str(number), account=account)

    assert cost() == few


def test_the_newest_unread_mails_of_the_inbox_wait(as_, ben, chidi, received):
    webmail = apps.get_app_config("webmail")
    for number in range(4):
        raw = f"From: Mori <mori@example.jp>\r\nSubject: No. {number}\r\n\r\nHello.\r\n"
        received(ben, raw.encode(), uid=str(number), account=Account.objects.first())
    nameless = received(ben, b"From: a@example.com\r\n\r\n", uid="9", account=Account.objects.get())
    Message.objects.filter(subject="No. 3").update(is_read=True)

    waiting = webmail.waiting(ben, 3)

    assert [each.title for each in waiting] == ["(no subject)", "No. 2", "No. 1"]
    assert waiting[0].url == f"/webmail/messages/{nameless.pk}/"
    assert "Mori" in waiting[1].detail
    assert webmail.waiting_for(ben) == 4
    assert (webmail.waiting(chidi, 3), webmail.waiting_for(chidi)) == ([], 0)


def test_whoever_may_not_use_webmail_is_told_so(as_, aiko, ben, received):
    received(ben)

    as_(aiko).post(f"/webmail/administration/{ben.pk}/use/", {"use": "no"})

    response = as_(ben).get("/webmail/")
    assert response.status_code == 403
    assert apps.get_app_config("webmail").waiting(ben, 5) == []
    assert not Account.objects.receiving().exists()
    as_(aiko).post(f"/webmail/administration/{ben.pk}/use/", {"use": "yes"})
    assert as_(ben).get("/webmail/").status_code == 200


@pytest.mark.parametrize("number", ["²", "9" * 5000, "9" * 19])
@pytest.mark.parametrize("name", ["message", "folder", "to"])
def test_a_number_that_is_none_moves_nothing(as_, ben, name, number):
    response = as_(ben).post("/webmail/selection/", {"then": "read", name: number})

    assert response.status_code in {302, 404}


def test_that_a_mail_has_files_stands_beside_its_day_however_long_its_subject_is(
    as_, aiko, received
):
    letter = EmailMessage()
    letter["Subject"] = "Long " * 100
    letter.set_content("See below.")
    letter.add_attachment("Boxes first.", filename="plan.txt")
    received(aiko, letter.as_bytes())

    page = as_(aiko).get("/webmail/").content.decode()

    row = page[page.index('class="letters') :]
    assert row.index("with files") < row.index("<time") < row.index('class="line2"')


def test_a_mail_is_printed_with_its_head_and_nothing_of_it_runs(as_, aiko, chidi, received):
    message = received(aiko)

    printed = as_(aiko).get(f"/webmail/messages/{message.pk}/printed/")

    page = printed.content.decode()
    assert "森 &lt;mori@example.jp&gt;" in page
    assert "ben@example.test" in page
    assert "Here they are." in page
    assert "sandbox" in printed["Content-Security-Policy"]
    assert as_(chidi).get(f"/webmail/messages/{message.pk}/printed/").status_code == 404

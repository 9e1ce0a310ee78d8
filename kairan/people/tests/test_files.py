import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kairan.people.models import Address, Group, User
from kairan.shell.spreadsheets import guarded, unguarded

ENGLISH = """Login ID,First name,Last name,Department,Language,Company e-mail,Groups
ben,Ben,Satoh,Sales,ja,ben@new.test,Sales; Tokyo
dana,Dana,Lee,Sales,en,dana@example.test,Sales
"""
JAPANESE = "ログインID,姓,名,部署,言語,種別\nmori,森,愛子,営業部,日本語,管理者\n"


def upload(client, data: bytes):
    return client.post("/people/import/", {"file": SimpleUploadedFile("p.csv", data)})


def confirm(client, shown, **more):
    text = shown.context["form"]["text"].value()
    return client.post("/people/import/confirmed/", {"text": text, **more})


def test_the_preview_changes_nothing(as_, aiko, ben):
    shown = upload(as_(aiko), ENGLISH.encode())

    assert "1 person is new" in shown.content.decode()
    assert not User.objects.filter(login_id="dana").exists()
    assert User.objects.get(login_id="ben").last_name == "Sato"


def test_new_people_are_added_and_known_ones_changed(as_, aiko, ben, mailoutbox):
    client = as_(aiko)

    confirm(client, upload(client, ENGLISH.encode()), invite="on")

    dana = User.objects.get(login_id="dana")
    ben.refresh_from_db()
    assert str(dana) == "Dana Lee"
    assert not dana.has_usable_password()
    assert dana.addresses.get().takes_notifications
    assert (ben.last_name, ben.department) == ("Satoh", "Sales")
    assert "satoh" in ben.words
    assert ben.check_password("correct horse battery")
    assert [each.address for each in ben.addresses.all()] == ["ben@new.test"]
    assert {group.name for group in ben.groups.all()} == {"Sales", "Tokyo"}
    assert [mail.to for mail in mailoutbox] == [["dana@example.test"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_files_of_every_spreadsheet_are_read(as_, aiko, encoding, newline):
    client = as_(aiko)

    answer = confirm(client, upload(client, JAPANESE.replace("\n", newline).encode(encoding)))

    assert answer.status_code == 302
    mori = User.objects.get(login_id="mori")
    assert (str(mori), mori.department, mori.is_administrator) == ("森 愛子", "営業部", True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("dana,,Lee,,en,,", "Line 2: first name: This field cannot be blank."),
        (",Dana,Lee,,en,,", "Line 2: login ID: This field cannot be blank."),
        ("da na,Dana,Lee,,en,,", "Line 2: login ID: A login ID has no blanks"),
        ("dana,Dana,Lee,,fr,,", "Line 2: language:"),
        ("dana,Dana,Lee,,en,dana,", "Line 2: Write the whole address"),
        ("dana,Dana,Lee,,en,,\ndana,Dana,Lee,,en,,", "Line 3: This login ID stands in line 2"),
    ],
)
def test_a_bad_line_gets_a_sentence_and_nothing_is_imported(as_, aiko, line, sentence):
    client = as_(aiko)
    head = ENGLISH.splitlines()[0]

    shown = upload(client, f"{head}\n{line}\nok,Ok,Ok,,en,,".encode())

    assert shown.status_code == 422
    assert sentence in shown.content.decode()
    assert confirm(client, shown).status_code == 422
    assert User.objects.get() == aiko


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The submitted file is empty"),
        (b"Login ID\n", "There is nobody in the file"),
        (b"Name\nDana\n", "There is no column “Name”"),
        (b"First name\nDana\n", "“Login ID” is missing"),
        (b"\xff\xfeL\x00o\x00", "Save the file as CSV in UTF-8 or Shift_JIS"),
        (b"Login ID\x00\nx", "Save the file as CSV in UTF-8 or Shift_JIS"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(as_, aiko, data, sentence):
    assert sentence in upload(as_(aiko), data).content.decode()


def test_an_import_keeps_an_administrator(as_, aiko):
    client = as_(aiko)
    shown = upload(client, b"Login ID,Kind\naiko,user\n")

    assert confirm(client, shown).status_code == 409
    assert User.objects.administrators().get() == aiko


def test_passwords_of_a_file_hold(as_, aiko):
    client = as_(aiko)
    data = b"Login ID,First name,Password\ndana,Dana,tidy horse staple\neve,Eve,short\n"

    shown = upload(client, data)
    assert "Line 3: This password is too short" in shown.content.decode()
    confirm(client, upload(client, data.replace(b"eve,Eve,short\n", b"")))

    assert User.objects.get(login_id="dana").check_password("tidy horse staple")


def test_what_goes_out_comes_in_again(as_, aiko, ben, chidi):
    User.objects.filter(pk=ben.pk).update(phone="+81-3-1234", title='=HYPERLINK("x")')
    Address.objects.create(user=ben, kind="mobile", address="a..b.@docomo.ne.jp")
    ben.groups.add(Group.objects.create(name="営業"))
    client = as_(aiko)

    for encoding in ["utf-8", "cp932"]:
        data = client.get("/people/export/", {"encoding": encoding}).content
        assert b"'=HYPERLINK" in data
        shown = upload(client, data)
        assert "3 people are on record" in shown.content.decode()
        confirm(client, shown)
        ben.refresh_from_db()
        assert (ben.phone, ben.title) == ("+81-3-1234", '=HYPERLINK("x")')
        assert {each.address for each in ben.addresses.all()} == {
            "ben@example.test",
            "a..b.@docomo.ne.jp",
        }
        assert ben.groups.get().name == "営業"


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@x", "plain", "'quoted", "", "\t="])
def test_no_cell_is_a_formula(cell):
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t"))
    assert unguarded(guarded(cell)) == cell


def test_the_file_begins_with_a_mark_for_spreadsheets(as_, aiko, ben):
    assert as_(aiko).get("/people/export/").content.startswith(b"\xef\xbb\xbfLogin ID,")
    User.objects.filter(pk=ben.pk).update(kind="administrator")
    ben.refresh_from_db()
    page = as_(ben).get("/people/export/?encoding=cp932").content
    assert page.startswith("ログインID,名".encode("cp932"))

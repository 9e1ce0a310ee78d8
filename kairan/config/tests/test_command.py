import json
from pathlib import Path

from click.testing import CliRunner

from kairan.config.command import main

MAIL = b"From: Aiko <aiko@example.test>\r\nSubject: Hello\r\n\r\nWorld\r\n"


def test_every_command_can_be_called_by_its_name():
    listed = CliRunner().invoke(main, ["--help"])

    assert listed.exit_code == 0
    for name in ["demo", "django", "mail", "serve", "setup", "web", "webmail", "worker"]:
        assert f"  {name} " in listed.output


def test_parse_prints_a_line_for_each_message_of_a_folder(tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / "one.eml").write_bytes(MAIL)
    (tmp_path / "inner" / "two.eml").write_bytes(b"\xff\x00")

    result = CliRunner().invoke(main, ["mail", "parse", str(tmp_path)])

    lines = {each["uid"]: each for each in map(json.loads, result.output.splitlines())}
    assert set(lines) == {"one", "two"}
    assert lines["one"]["subject"] == "Hello"
    assert lines["one"]["from"] == [{"name": "Aiko", "addr": "aiko@example.test"}]


def test_parse_reads_standard_input():
    result = CliRunner().invoke(main, ["mail", "parse", "-"], input=MAIL)

    assert json.loads(result.output)["text"].strip() == "World"


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    result = CliRunner().invoke(main, ["mail", "clean", str(tmp_path / "missing.html")])

    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_clean_prints_what_may_be_shown(tmp_path):
    page = Path(tmp_path, "page.html")
    page.write_text("<p onclick='x()'>Hello</p><script>alert(1)</script>")

    result = CliRunner().invoke(main, ["mail", "clean", str(page)])

    assert "Hello" in result.output
    assert "script" not in result.output
    assert "onclick" not in result.output


def test_setup_makes_the_first_administrator_once(db):
    flags = [
        "setup", "--company", "Aoba", "--login-id", "aoki", "--first-name", "Haruka",
        "--address", "aoki@aoba.example", "--password", "correct horse battery",
    ]  # fmt: skip

    first = CliRunner().invoke(main, flags)
    second = CliRunner().invoke(main, flags)

    assert first.exit_code == 0, first.output
    assert "aoki" in first.output
    assert second.exit_code == 1
    assert "set up already" in second.output


def test_mail_test_says_when_there_is_nothing_to_test(db):
    result = CliRunner().invoke(main, ["mail", "test"])

    assert result.exit_code == 1
    assert "Name an address" in result.output


def test_reindex_asks_for_the_mails_of_some_people(aiko):
    result = CliRunner().invoke(main, ["webmail", "reindex", aiko.login_id])

    assert result.output == "0 mails are indexed again as soon as a worker runs.\n"


def test_reindex_names_whom_it_does_not_know(aiko):
    result = CliRunner().invoke(main, ["webmail", "reindex", aiko.login_id, "nobody"])

    assert result.exit_code == 1
    assert "Nobody signs in as nobody." in result.output

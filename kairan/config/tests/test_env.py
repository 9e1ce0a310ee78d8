import os
import subprocess
import sys

import pytest

from kairan.config import env, keys
from kairan.config.databases import databases


@pytest.mark.parametrize(("value", "expected"), [("yes", True), ("0", False), ("", False)])
def test_a_flag_is_a_yes_or_a_no(monkeypatch, value, expected):
    monkeypatch.setenv("KAIRAN_X", value)

    assert env.flag("KAIRAN_X") is expected


WRONG = [
    (lambda: env.flag("KAIRAN_X"), "perhaps"),
    (lambda: env.number("KAIRAN_X", 1), "-3"),
    (lambda: env.web_address("KAIRAN_X", ""), "office.example"),
    (lambda: env.listen_address("KAIRAN_X", ""), "localhost"),
    (lambda: env.listen_address("KAIRAN_X", ""), "127.0.0.1:70000"),
    (lambda: env.choice("KAIRAN_X", ("file", "table")), "paper"),
]


@pytest.mark.parametrize(("read", "value"), WRONG)
def test_a_wrong_value_stops_the_process_and_names_the_variable(monkeypatch, read, value):
    monkeypatch.setenv("KAIRAN_X", value)

    with pytest.raises(SystemExit, match="KAIRAN_X") as stopped:
        read()
    assert value in str(stopped.value)


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("KAIRAN_X_FILE", str(tmp_path / "secret"))

    assert env.secret("KAIRAN_X") == "from a file"


def test_a_secret_file_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("KAIRAN_X_FILE", str(tmp_path / "missing"))

    with pytest.raises(SystemExit, match="KAIRAN_X_FILE"):
        env.secret("KAIRAN_X")


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    made = keys.key("KAIRAN_SEALING_KEY", tmp_path)

    assert keys.key("KAIRAN_SEALING_KEY", tmp_path) == made
    assert (tmp_path / "keys" / "sealing_key").stat().st_mode & 0o077 == 0


def test_a_short_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("KAIRAN_SECRET_KEY", "short")

    with pytest.raises(SystemExit, match="KAIRAN_SECRET_KEY"):
        keys.key("KAIRAN_SECRET_KEY", tmp_path)


def test_sqlite_keeps_bytes_in_a_file_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "")

    found = databases(tmp_path)

    assert found["default"]["NAME"] != found["contents"]["NAME"]
    assert "synchronous=FULL" in found["default"]["OPTIONS"]["init_command"]


def test_postgresql_is_read_from_its_address(monkeypatch, tmp_path):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://aiko:p%40ss@db.example:5433/office?sslmode=require"
    )

    found = databases(tmp_path)["default"]

    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("aiko", "p@ss", "db.example")
    assert (found["PORT"], found["NAME"]) == ("5433", "office")
    assert found["OPTIONS"] == {"sslmode": "require", "prepare_threshold": 0}


@pytest.mark.parametrize(("said", "threshold"), [("none", None), ("5", 5)])
def test_how_soon_postgresql_prepares_statements_can_be_said(
    monkeypatch, tmp_path, said, threshold
):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://db.example/office?prepare_threshold={said}")

    assert databases(tmp_path)["default"]["OPTIONS"]["prepare_threshold"] == threshold


def test_a_wrong_threshold_is_refused_by_name(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/office?prepare_threshold=often")

    with pytest.raises(SystemExit, match=r"DATABASE_URL.*prepare_threshold"):
        databases(tmp_path)


def test_another_database_is_refused_by_name(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/office")

    with pytest.raises(SystemExit, match="DATABASE_URL"):
        databases(tmp_path)


def test_tests_never_use_the_home_that_the_environment_names(tmp_path):
    asked = "from kairan.config import settings_test; print(settings_test.HOME)"
    given = {"KAIRAN_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", asked], env=given, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() not in {"", str(tmp_path)}
    assert list(tmp_path.iterdir()) == []

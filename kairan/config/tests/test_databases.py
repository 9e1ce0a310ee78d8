"""Which rows live in which file."""

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from kairan.config.databases import CONTENTS, WORDS, FilesRouter, databases, room_in


def test_a_file_of_its_own_holds_the_rows_of_the_room_whose_history_it_is_told(
    tmp_path, monkeypatch
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(settings, "DATABASES", databases(tmp_path))
    homes = {
        (FilesRouter().db_for_write(model) or DEFAULT_DB_ALIAS, model._meta.app_label)
        for model in apps.get_models()
    }

    assert {home for home in homes if home[0] != DEFAULT_DB_ALIAS} == {
        (CONTENTS, room_in(CONTENTS)),
        (WORDS, room_in(WORDS)),
    }
    assert room_in(DEFAULT_DB_ALIAS) is None

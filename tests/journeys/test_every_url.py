"""Every URL of the office, tried by nobody, a stranger, a member and an administrator.

What each is answered stands in ``urls.txt``, among the tests of its room or, where it has none,
here: whoever adds a page says there who sees it.
"""

import os
from pathlib import Path

import pytest

from kairan.shell.feature import features
from tests.journeys.browsing import artefacts
from tests.journeys.furnished import furnished
from tests.journeys.pages import ask, doors

TABLES = {feature.label: Path(feature.path) / "tests" / "urls.txt" for feature in features()}
NO_ROOM = "house"
REWRITE = "KAIRAN_TEST_WRITES_DOCS"
# Who asks, as whom they sign in, and whose records they ask for: Chidi has no part in Aiko's,
# Ben has one in his own.
VISITORS = {
    "nobody": ("", "en"),
    "stranger": ("chidi", "en"),
    "member": ("ben", "ja"),
    "administrator": ("aiko", "en"),
}
# RFC 8058: the mail program of a reader knows no token of a form. The token is in the link.
TAKES_A_POST_FROM_OUTSIDE = {"notices:subscription"}
REFUSED = 403
HEADING = " | ".join(["url", *VISITORS])


def room_of(door):
    room = door.name.partition(":")[0]
    return room if room in TABLES else NO_ROOM


ROOMS = sorted({room_of(door) for door in doors()})


@pytest.fixture(scope="module")
def house():
    with furnished(artefacts() / "every-url.log") as house:
        house.office.run("tests.journeys.inside.take_rights")
        yield house


def line(house, door):
    answers = []
    for login_id, language in VISITORS.values():
        url = house.office.url + door.path(house.arguments[language])
        answers.append(ask(url, house.sessions.get(login_id, "")).words)
    return " | ".join([door.name, *answers])


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_is_answered_as_the_table_of_the_room_says(house, room):
    table = TABLES.get(room, Path(__file__).with_name("urls.txt"))
    lines = [HEADING, *(line(house, door) for door in doors() if room_of(door) == room)]
    assert [each for each in lines if "error" in each] == []
    found = "".join(f"{each}\n" for each in lines)
    if os.environ.get(REWRITE):
        table.write_text(found)
    expected = table.read_text() if table.exists() else ""
    command = f"{REWRITE}=1 .venv/bin/python -m pytest tests/journeys/{Path(__file__).name}"
    assert found == expected, f"Read what changed in {table}; if it is right: {command}"


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_post_without_the_token_of_a_form_is_refused(house, visitor):
    login_id, language = VISITORS[visitor]
    answered = {
        door.name: ask(
            house.office.url + door.path(house.arguments[language]),
            house.sessions.get(login_id, ""),
            data=b"",
        ).status
        for door in doors()
        if door.name not in TAKES_A_POST_FROM_OUTSIDE
    }

    assert {name: status for name, status in answered.items() if status != REFUSED} == {}

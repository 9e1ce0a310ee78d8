"""Fills a new office with its administrator and a crowd; answers with a session and the group."""

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from tests.journeys.crowds import gather
from tests.journeys.inside.furnish import people, servers, session


def main() -> None:
    """Gather as many people as given."""
    given = opening.given()
    aiko, *_others = people()
    servers(smtp_port=given["smtp_port"], pop3_port=given["smtp_port"])
    opening.answer({"session": session(aiko), "group": gather(given["people"])})


if __name__ == "__main__":
    main()

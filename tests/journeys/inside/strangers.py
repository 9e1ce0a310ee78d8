"""Says what in the given letters, as sender, recipients and bytes, belongs to somebody else."""

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from kairan.mail.testing.faults import Accepted
from tests.journeys.crowds import strangers_in


def main() -> None:
    """Read letters, answer with what is wrong with them."""
    letters = [
        Accepted("", sender, tuple(recipients), data.encode("latin-1"))
        for sender, recipients, data in opening.given()
    ]
    opening.answer(strangers_in(letters))


if __name__ == "__main__":
    main()

"""Makes Ben a member like others: he keeps his part in every record, and no key of the office."""

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from kairan.people.models import User


def main() -> None:
    """Take Ben's rights as an administrator away."""
    User.objects.filter(login_id="ben").update(kind=User.Kind.USER)
    opening.answer({})


if __name__ == "__main__":
    main()

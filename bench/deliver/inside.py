"""What is done inside an office that is measured: python -m bench.deliver.inside WHAT ARGUMENT…

Prints what it found as JSON.
"""

import json
import sys
from datetime import UTC, datetime
from statistics import median, quantiles

import django

django.setup()

from bench.deliver.ours import open_office, submit_letters  # noqa: E402
from kairan.config.serving import migrate  # noqa: E402
from kairan.delivery.models import Attempt  # noqa: E402
from kairan.notices.models import Announcement  # noqa: E402
from kairan.people.models import User  # noqa: E402
from kairan.reminders.models import Reminder  # noqa: E402
from tests.journeys.crowds import gather  # noqa: E402
from tests.journeys.inside.furnish import mail_account, people, servers, session  # noqa: E402

_BATCH = 2_000


def crowd(number: int, smtp_port: int) -> dict[str, object]:
    """Open an office with an administrator and a crowd; return a session and the crowd's group."""
    migrate()
    aiko, *_others = people()
    servers(smtp_port=smtp_port, pop3_port=smtp_port)
    return {"session": session(aiko), "group": gather(number)}


def announced() -> list[float]:
    """Return when circulars were announced, in seconds since the epoch, in their order."""
    rows = Announcement.objects.filter(kind="circulation.delivered").order_by("pk")
    return [each.timestamp() for each in rows.values_list("announced_at", flat=True)]


def limited(letters: int, letters_per_minute: int, port: int) -> None:
    """Open an office whose server takes so many letters in a minute, and queue letters."""
    open_office(port, letters_per_minute=letters_per_minute)
    submit_letters(range(letters))


def remind(number: int, at: float) -> None:
    """Let so many reminders of the crowd ring at a moment, in seconds since the epoch."""
    owners = list(User.objects.filter(login_id__startswith="p0").order_by("pk"))
    moment = datetime.fromtimestamp(at, UTC)
    Reminder.objects.bulk_create(
        (
            Reminder(
                owner=owners[n % len(owners)],
                text=f"Water the plants ({n})",
                at=moment,
                first_on=moment.date(),
                time_of_day=moment.time(),
            )
            for n in range(number)
        ),
        batch_size=_BATCH,
    )


def busy(letters: int, smtp_port: int, pop3_port: int) -> str:
    """Open an office in which letters wait and a mailbox is about to be received."""
    migrate()
    aiko, ben, *_others = people()
    servers(smtp_port=smtp_port, pop3_port=pop3_port)
    mail_account(ben, smtp_port=smtp_port, pop3_port=pop3_port)
    submit_letters(range(letters))
    return session(aiko)


def late(at: float) -> dict[str, float]:
    """Return how late letters were accepted, in seconds after a moment: median, p99 and worst."""
    ended = Attempt.objects.filter(outcome="accepted").values_list("ended_at", flat=True)
    seconds = sorted(each.timestamp() - at for each in ended)
    return {"median": median(seconds), "p99": quantiles(seconds, n=100)[-1], "worst": seconds[-1]}


_WHAT = {each.__name__: each for each in (crowd, announced, limited, remind, late, busy)}

if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    print(json.dumps(_WHAT[what](*(json.loads(each) for each in arguments))))

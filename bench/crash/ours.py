"""Kairan's worker with all its rounds, as the stage calls it."""

import threading

import django

django.setup()

from django.utils.timezone import now  # noqa: E402 - the office has to be open

from bench.crash.locking import hold_lock  # noqa: E402
from bench.deliver.ours import open_office, submit_letters  # noqa: E402
from bench.deliver.turn import number_of, port  # noqa: E402
from kairan.clock import worker  # noqa: E402
from kairan.clock.rounds import rounds  # noqa: E402
from kairan.delivery.models import Attempt, Envelope, Pause, State, WhenUncertain  # noqa: E402
from kairan.delivery.operations import try_now, try_server_now  # noqa: E402

rounds()  # Imports the rooms of all rounds before the first life.

_STATES = {State.ACCEPTED: "sent", State.UNCERTAIN: "uncertain"}
_OPEN = (State.WAITING, State.HELD, State.SENDING, State.DEFERRED)


def prepare(user: str, password: str) -> None:
    """Make the database and the settings: those that ship, but for a patience of a second."""
    open_office(port(), timeout=1, authentication="auth", user=user, password=password)


def queue(first: int, end: int, *, resends: bool) -> None:
    """Queue letters, of a kind that is sent again when it is in doubt, or of one that is not."""
    when = WhenUncertain.RESEND if resends else WhenUncertain.ASK
    submit_letters(range(first, end), when)


def work() -> None:
    """Be a worker."""
    worker.run(threading.Event())


def hurry() -> None:
    """Try now whatever waits for better days, as an administrator may."""
    try_now(Envelope.objects.filter(next_try_at__gt=now()))
    for pause in Pause.objects.filter(until__gt=now()).select_related("server"):
        try_server_now(pause.server)


def states(first: int) -> list[tuple[int, str]]:
    """Return what the database says of the letters from a number on."""
    doubted = set(
        Attempt.objects.filter(outcome="uncertain", envelope__was_resent=True).values_list(
            "envelope", flat=True
        )
    )
    rows = Envelope.objects.values_list("pk", "recipient", "state")
    return [
        (number, "sent again" if pk in doubted and said == "sent" else said)
        for pk, recipient, state in rows
        for number, said in [(number_of(recipient), _said(state))]
        if number >= first
    ]


def _said(state: str) -> str:
    return "open" if state in _OPEN else _STATES.get(State(state), "given up")


def lock(seconds: float) -> None:
    """Keep everybody else from the queue."""
    hold_lock("delivery_envelope", seconds)


def clear() -> None:
    """Leave everything as it is: what one trial leaves must not harm the next."""

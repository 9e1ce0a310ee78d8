"""When to try again: waits that grow, with jitter so that a thousand letters do not come as one."""

FIRST_WAIT, LONGEST_WAIT = 60.0, 2 * 3600.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 15 * 60.0
FIRST_LASTING_PAUSE, LONGEST_LASTING_PAUSE = 60.0, 3600.0
RESEND_AFTER = 30.0
_SPREAD = 0.2
# A last try is worth making when this much time is left after the one that just failed.
_WORTH_IT = 30.0


def wait_after(tries: int, *, chance: float) -> float:
    """Return how many seconds to wait after the ``tries``-th try (from 1) was put off.

    ``chance`` is a random number from 0 to 1: the wait is spread by a fifth either way.
    """
    return _spread(_doubled(FIRST_WAIT, tries, LONGEST_WAIT), chance)


def next_try(tries: int, *, now: float, expires_at: float, chance: float) -> float | None:
    """Return when to try next, in seconds since the epoch like ``now``; None: it has expired.

    The last try comes right before ``expires_at``.
    """
    if expires_at - now <= _WORTH_IT:
        return None
    return min(now + wait_after(tries, chance=chance), expires_at - 1)


def pause_after(failures: int, *, is_lasting: bool, chance: float) -> float:
    """Return how many seconds a server gets nothing after failing ``failures`` times in a row.

    ``is_lasting`` says that waiting alone will hardly help (a refused login): tried seldom, for
    many wrong logins lock an account.
    """
    if is_lasting:
        return _spread(_doubled(FIRST_LASTING_PAUSE, failures, LONGEST_LASTING_PAUSE), chance)
    return _spread(_doubled(FIRST_PAUSE, failures, LONGEST_PAUSE), chance)


def _doubled(first: float, times: int, longest: float) -> float:
    return min(first * float(2 ** min(max(times, 1) - 1, 20)), longest)


def _spread(seconds: float, chance: float) -> float:
    return seconds * (1 - _SPREAD + 2 * _SPREAD * chance)

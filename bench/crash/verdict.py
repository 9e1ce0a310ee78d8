"""What became of letters: the receiving server's log beside what the tool's database says."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """How many letters went wrong, and in which way.

    ``lost`` never arrived though the server would have taken them, and nobody will try again or
    knows that they are missing. ``duplicate`` counts arrivals too many: where a kind asks for a
    letter in doubt to be sent again, a second one is none. ``uncertain`` are shown as such.
    ``stuck`` wait at the end, and no worker takes them.
    """

    letters: int
    lost: int
    duplicate: int
    uncertain: int
    stuck: int

    def counts(self) -> dict[str, float]:
        """Return the counts by their names."""
        return asdict(self)


def judge(
    letters: Iterable[int],
    *,
    arrived: Mapping[int, int],
    states: Mapping[int, str],
    is_refused: Callable[[int], bool],
) -> Verdict:
    """Return the verdict about ``letters``.

    ``arrived`` says how often each was accepted. ``states`` are ``open``, ``sent``, ``sent again``
    (after doubt), ``uncertain`` and ``given up``; a letter without has vanished. ``is_refused``
    tells those that the server never takes.
    """
    fates = Counter(
        fate
        for each in letters
        for fate in _fates(states.get(each, ""), arrived.get(each, 0), is_refused=is_refused(each))
    )
    return Verdict(
        letters=fates["letter"],
        lost=fates["lost"],
        duplicate=fates["duplicate"],
        uncertain=fates["uncertain"],
        stuck=fates["stuck"],
    )


def _fates(state: str, times: int, *, is_refused: bool) -> Iterable[str]:
    yield "letter"
    yield from ["duplicate"] * (times - (2 if state == "sent again" else 1))
    if state in {"uncertain", "sent again"}:
        yield "uncertain"
    if not times and not is_refused and state != "uncertain":
        yield "stuck" if state == "open" else "lost"

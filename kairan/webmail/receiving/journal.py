"""Writes the journal of an account: a row for each visit that brought something or failed anew.

Visits that bring nothing, or meet the same trouble again, are counted in the row of the first.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from kairan.webmail.models import Account, Run, Served
from kairan.webmail.receiving.arrived import Arrived
from kairan.webmail.receiving.fetching import Piece
from kairan.webmail.receiving.listing import Listing

KEPT_FOR = timedelta(days=92)
SERVED_KEPT_FOR = timedelta(days=2 * 365)
_AT_ONCE = 500


class Journal:
    """What is known so far of one visit; ``run`` is its row, stored once something is fetched."""

    def __init__(self, account: Account, now: datetime) -> None:
        self.run = Run(account=account, begun_at=now)
        self.has_all = True
        self._is_stored = False

    def nothing_new(self, count: int) -> None:
        """Note that the server has what it had."""
        self.run.seen = self.run.known = count

    def begin(self, listing: Listing) -> None:
        """Note what the server has; from now on people see how far it is."""
        run = self.run
        run.known, run.wanted = len(listing.known), listing.to_fetch
        run.seen = run.known + run.wanted
        if run.wanted:
            run.save()
            self._is_stored = True

    def doubt(self, listing: Listing) -> None:
        """Note that mails thought to be known are fetched to be compared."""
        self.run.wanted += listing.to_fetch
        self.run.known -= listing.to_fetch

    def stored(self, piece: Piece) -> None:
        """Note what a piece brought; belongs in the transaction that stores it."""
        refused = _count(piece.new, Served.Outcome.REFUSED) + piece.unanswered
        aside = _count(piece.new, Served.Outcome.SET_ASIDE)
        run = self.run
        run.new += len(piece.new) + len(piece.completed) - refused - aside + piece.unanswered
        run.failed += refused + aside
        run.matched += piece.matched
        self.has_all = self.has_all and not refused
        run.save(update_fields=["wanted", "new", "failed", "matched"])

    def end(self, trouble: dict[str, Any], now: datetime, next_at: datetime) -> None:
        """Write how it ended; belongs in the transaction that lets the account go."""
        run = self.run
        run.ended_at, run.next_at, run.trouble = now, next_at, trouble
        if not self._is_stored and self._is_told_before():
            return
        run.save()

    def _is_told_before(self) -> bool:
        """Count this visit in the row of the last one, where that says the same."""
        run = self.run
        last = Run.objects.filter(account=run.account_id).order_by("-begun_at", "-pk").first()
        if last is None or not _say_the_same(last, run):
            return False
        Run.objects.filter(pk=last.pk).update(
            times=F("times") + 1,
            ended_at=run.ended_at,
            next_at=run.next_at,
            trouble=run.trouble,
            seen=run.seen,
            known=run.known,
        )
        return True


def _count(mails: Sequence[Arrived], outcome: Served.Outcome) -> int:
    return sum(each.outcome is outcome for each in mails)


def _say_the_same(one: Run, other: Run) -> bool:
    are_quiet = one.ended_at is not None and _is_quiet(one) and _is_quiet(other)
    return are_quiet and one.trouble.get("kind") == other.trouble.get("kind")


def _is_quiet(run: Run) -> bool:
    is_whole = run.is_over or bool(run.trouble)
    return is_whole and not (run.new or run.failed or run.matched or run.deleted)


def forget_long_gone(now: datetime) -> None:
    """Forget visits of long ago, and mails that have long been gone from their servers."""
    old = Run.objects.filter(begun_at__lt=now - KEPT_FOR).order_by("pk")
    while keys := list(old.values_list("pk", flat=True)[:_AT_ONCE]):
        Run.objects.filter(pk__in=keys).delete()
    gone = Served.objects.filter(
        is_on_server=False, message=None, content_id=None, seen_at__lt=now - SERVED_KEPT_FOR
    ).order_by("pk")
    while keys := list(gone.values_list("pk", flat=True)[:_AT_ONCE]):
        Served.objects.filter(pk__in=keys).delete()

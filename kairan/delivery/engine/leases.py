"""What a run of the engine holds, and what becomes of it when the run has died."""

import logging
import socket
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from kairan.delivery import schedule
from kairan.delivery.engine import journal as files
from kairan.delivery.engine import sql
from kairan.delivery.engine.journal import FileJournal, Journal, LeaseLost, LeftBehind
from kairan.delivery.engine.moments import aware, is_postgresql
from kairan.delivery.engine.outcomes import Outcome, Remembered, read_lines, uncertain
from kairan.delivery.engine.round_table import RowsLeftBehind, TableJournal
from kairan.delivery.models import Envelope, Lease, Reason, WhenUncertain

log = logging.getLogger(__name__)

LASTS = 600.0
RENEWED_AFTER = 60.0
_MARGIN = 60.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_ORPHAN_AFTER = 3600.0


def boot() -> str:
    """Return what tells this start of the machine from the one before, or nothing."""
    return _BOOT.read_text().strip() if _BOOT.exists() else ""


class Holding:
    """A lease and its journal. The row is made with the first claim, in its transaction."""

    def __init__(self) -> None:
        self._journal: Journal | None = None
        self.lease = 0
        self._renewed = 0.0

    def open_journal(self) -> Journal:
        """Return the journal; it is made and locked, in this thread's session, if there is none."""
        if self._journal is None:
            name = uuid.uuid4().hex
            self._journal = TableJournal(name) if _in_table() else FileJournal(name)
        return self._journal

    @property
    def journal(self) -> Journal:
        """The journal, locked before any row can name it."""
        return self.open_journal()

    def settle(self, outcomes: Sequence[Outcome], also: Callable[[int], Any]) -> Any:
        """Put outcomes into the tables; return what ``also(lease)`` has, in one transaction."""
        with transaction.atomic():
            lease = self.ensure()
            sql.settle(lease, outcomes)
            return also(lease)

    def ensure(self) -> int:
        """Return the lease's number; make or renew its row. Belongs in a transaction."""
        now = time.monotonic()
        if not self.lease:
            row = Lease.objects.create(
                journal=self.journal.name,
                host=socket.gethostname(),
                boot=boot(),
                runs_out_at=aware(time.time() + LASTS),
            )
            self.lease, self._renewed = row.pk, now
        elif now - self._renewed > RENEWED_AFTER:
            found = Lease.objects.filter(pk=self.lease)
            if not found.update(runs_out_at=aware(time.time() + LASTS)):
                raise LeaseLost(self.journal.name)
            self._renewed = now
        return self.lease

    def write(self, lines: str) -> None:
        """Keep lines in the journal; raise LeaseLost when others may have taken over."""
        if time.monotonic() - self._renewed > LASTS - _MARGIN:
            raise LeaseLost(self.journal.name)
        self.journal.write(lines)

    @property
    def is_old(self) -> bool:
        """Whether the lease should be renewed soon."""
        return bool(self.lease) and time.monotonic() - self._renewed > RENEWED_AFTER

    def give_back(self, outcomes: Sequence[Outcome]) -> None:
        """Settle what is known, let the rest wait again, and end the lease."""
        if self.lease:
            with transaction.atomic():
                sql.settle(self.lease, outcomes)
                sql.release(self.lease, at=time.time())
                Lease.objects.filter(pk=self.lease).delete()
        if self._journal is not None:
            self._journal.end()

    def close(self) -> None:
        """Let go of the journal; whatever it tells is for the next run."""
        if self._journal is not None:
            self._journal.close()


def _in_table() -> bool:
    return bool(settings.ROUNDS == "table" and is_postgresql())


def recover() -> None:
    """Settle what dead runs left: known outcomes, what is in doubt, what was never begun."""
    for lease in Lease.objects.all():
        try:
            _recover(lease)
        except files.StillAlive:
            continue
        except files.NotHere:
            _recover_unseen(lease)
    _sweep()


def _recover(lease: Lease) -> None:
    with RowsLeftBehind(lease.journal) if _in_table() else LeftBehind(lease.journal) as left:
        log.warning("A run of delivery died on %s; what it held is settled now.", lease.host)
        # After a power cut the last lines may be missing: what was open may have been begun.
        is_whole = _in_table() or lease.boot == boot()
        _settle_dead(lease, read_lines(left.text), is_whole=is_whole)


def _recover_unseen(lease: Lease) -> None:
    """The journal is on another machine, or gone with it: wait until the lease runs out."""
    if lease.runs_out_at.timestamp() < time.time():
        log.warning("A run of delivery on %s is lost, its journal cannot be seen.", lease.host)
        _settle_dead(lease, Remembered({}, {}), is_whole=False)


@transaction.atomic
def _settle_dead(lease: Lease, known: Remembered, *, is_whole: bool) -> None:
    now = time.time()
    held = Envelope.objects.filter(lease=lease, state=Envelope.State.SENDING)
    settled = []
    for each in held.select_related("letter").defer("letter__template", "slots"):
        # The journal may also tell of earlier tries of the same envelope.
        key = (each.pk, each.tries + 1)
        if key in known.outcomes:
            settled.append(known.outcomes[key])
        elif key in known.begun or not is_whole:
            settled.append(_in_doubt(each, known.begun.get(key, now), now))
    sql.settle(lease.pk, settled)
    sql.release(lease.pk, at=now)
    lease.delete()


def _in_doubt(envelope: Envelope, started: float, now: float) -> Outcome:
    letter = envelope.letter
    resends = (
        letter.when_uncertain == WhenUncertain.RESEND
        and letter.has_message_id
        and not envelope.was_resent
    )
    return uncertain(
        envelope.pk,
        envelope.tries + 1,
        started=started,
        now=now,
        resend_at=now + schedule.RESEND_AFTER if resends else None,
        reason=Reason.STOPPED,
    )


def _sweep() -> None:
    """Remove journals without a lease: their run died between its last commit and its end."""
    known = set(Lease.objects.values_list("journal", flat=True))
    for path in files.folder().iterdir():
        if path.stem not in known and path.stat().st_mtime < time.time() - _ORPHAN_AFTER:
            path.unlink(missing_ok=True)

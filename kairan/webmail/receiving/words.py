"""Words what a visit did, and what became of a mail that a server has shown."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kairan.webmail.models import Run, Served


def told(run: Run) -> Iterator[str]:
    """Yield sentences about one row of the journal."""
    if run.times > 1:
        looked = ngettext("Looked %(count)s time.", "Looked %(count)s times.", run.times)
        yield looked % {"count": run.times}
    yield from _counted(run)
    if run.trouble:
        yield _("It failed:")
        yield str(run.trouble.get("words") or run.trouble.get("kind"))
    elif run.ended_at is None:
        yield _("It is under way, or was interrupted; the next time goes on where it ended.")
    elif not run.is_over:
        yield _("It ended early and goes on at once.")
    if run.next_at is not None:
        yield _("Next: %(when)s.") % {"when": date_format(localtime(run.next_at), "TIME_FORMAT")}


def _counted(run: Run) -> Iterator[str]:
    yield ngettext("%(count)s mail on the server.", "%(count)s mails on the server.", run.seen) % {
        "count": run.seen
    }
    yield _("%(new)s new.") % {"new": run.new}
    if run.matched:
        yield _("%(count)s had come in under another number.") % {"count": run.matched}
    if run.failed:
        yield _("%(count)s could not be received.") % {"count": run.failed}
    if run.deleted:
        yield _("%(count)s deleted on the server, as the account says.") % {"count": run.deleted}


def fate(row: Served) -> Iterator[str]:
    """Yield sentences about what became of a mail that the server has shown."""
    when = {"when": date_format(localtime(row.seen_at), "SHORT_DATETIME_FORMAT")}
    match row.outcome:
        case Served.Outcome.RECEIVED:
            yield _("It came in on %(when)s.") % when
        case Served.Outcome.HEAD:
            yield _("It is large: its beginning came in on %(when)s.") % when
        case Served.Outcome.SET_ASIDE:
            yield _("It was set aside on %(when)s:") % when
        case _:
            asked = _("The server did not give it on %(when)s; it is asked for again each time:")
            yield asked % when
    if row.reason:
        yield row.reason
    yield from _place(row)


def _place(row: Served) -> Iterator[str]:
    if row.message is not None:
        yield _("It lies in “%(folder)s”.") % {"folder": row.message.folder}
    elif row.outcome == Served.Outcome.RECEIVED:
        yield _("It was deleted here for good.")
    if row.deleted_at is not None:
        yield _("It was deleted on the server on %(when)s, as the account says.") % {
            "when": date_format(localtime(row.deleted_at), "SHORT_DATETIME_FORMAT")
        }
    elif not row.is_on_server:
        yield _("The server no longer has it.")

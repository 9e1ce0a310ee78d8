"""How receiving an account went, why a mail is not here, and how far receiving is now."""

from typing import Any

from django.contrib import messages as notes
from django.db.models import DateTimeField, Exists, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.asking import ASKER, Blank, Questions
from kairan.shell.paging import page
from kairan.webmail.models import Account, Message, Run, Served
from kairan.webmail.notices import record
from kairan.webmail.receiving.answers import shown_by, want_whole
from kairan.webmail.receiving.operations import ask
from kairan.webmail.views.access import webmail_required

MOST_FOUND = 50
_NOW = Questions(
    lambda: {
        "something": Exists(
            _of_now(
                Run.objects.visible_to(ASKER),
                Blank(lambda _person: timezone.now(), DateTimeField()),
            )
        )
    }
)


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the journal of one of my accounts; with words, what its server has shown of a mail."""
    mine = Account.objects.visible_to(request.user).with_servers()
    account = get_object_or_404(mine, pk=pk)
    words = request.GET.get("words", "").replace("\0", "").strip()[:200]
    found = shown_by(account, words).order_by("-pk")[:MOST_FOUND] if words else ()
    return render(
        request,
        "webmail/journal.html",
        {
            "account": account,
            "about": record(account.pk),
            "words": words,
            "found": found,
            "page": page(request, account.runs.all(), keys=["-begun_at", "-pk"], size=30),
            "under_way": under_way(request.user).filter(account=account),
        },
    )


@webmail_required
@require_safe
def progress(request: MemberRequest) -> HttpResponse:
    """Answer how far receiving my mail is, for the line that asks again and again."""
    return render(request, "webmail/_progress.html", {"under_way": under_way(request.user)})


def under_way(person: User) -> QuerySet[Run]:
    """Return the visits of now that fetch something for ``person``."""
    rows = _of_now(Run.objects.visible_to(person), timezone.now())
    return rows.select_related("account").order_by("pk")


def is_under_way(person: User) -> bool:
    """Whether anything is being fetched now for ``person``: every list asks, so it is quick."""
    return bool(_NOW.answers(person)["something"])


def _of_now(runs: QuerySet[Run], now: Any) -> QuerySet[Run]:
    return runs.filter(account__claimed_until__gt=now, ended_at=None, wanted__gt=0)


@webmail_required
@require_POST
def whole(request: MemberRequest, pk: int) -> HttpResponse:
    """Have the whole of a large mail fetched as soon as the worker can."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(
        Served.objects.visible_to(request.user).filter(outcome=Served.Outcome.HEAD),
        message=message,
    )
    if want_whole(row):
        ask(row.account)
        notes.success(request, _("The whole mail is being fetched; open it again in a moment."))
    else:
        notes.error(request, _("The server no longer has this mail: only its beginning is kept."))
    return redirect("webmail:message", pk)

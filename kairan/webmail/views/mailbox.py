"""A folder with its mail, and what one does to many mails at once."""

from typing import Any

from django.contrib import messages as notes
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.webmail import operations
from kairan.webmail.folders import folder, folders
from kairan.webmail.models import Account, Draft, Folder, Message
from kairan.webmail.reading.lines import lines
from kairan.webmail.receiving.operations import ask
from kairan.webmail.views.access import webmail_required


@webmail_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Open the inbox."""
    return show(request, folder(request.user, Folder.Kind.INBOX).pk)


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail of one folder, newest first."""
    chosen = get_object_or_404(Folder.objects.visible_to(request.user), pk=pk)
    rows = Message.objects.visible_to(request.user).filter(folder=chosen).select_related("account")
    shown = page(request, rows, keys=["-arranged_at", "-pk"])
    return render(
        request,
        "webmail/mailbox.html",
        {**around(request.user), "folder": chosen, "page": shown, "lines": lines(shown.items)},
    )


def around(person: User) -> dict[str, Any]:
    """Return what stands around every page of WebMail: folders with counts, accounts, trouble."""
    accounts = list(Account.objects.visible_to(person).select_related("incoming"))
    return {
        "folders": folders(person),
        "unread": _unread(person),
        "drafts_count": Draft.objects.visible_to(person).count(),
        "accounts": accounts,
        "in_trouble": [account for account in accounts if account.trouble],
        "last_received_at": max((a.received_at for a in accounts if a.received_at), default=None),
        "next_receive_at": min(
            (a.next_receive_at for a in accounts if a.receives and a.next_receive_at), default=None
        ),
    }


def _unread(person: User) -> dict[int, int]:
    mine = Folder.objects.visible_to(person).values("pk")
    counted = Message.objects.unread().filter(folder__in=mine).order_by().values("folder")
    return dict(counted.annotate(count=Count("pk")).values_list("folder", "count"))


@webmail_required
@require_POST
def receiving(request: MemberRequest) -> HttpResponse:
    """Have all my accounts received as soon as the worker can."""
    for account in Account.objects.visible_to(request.user):
        ask(account)
    notes.success(request, _("Your mail is being received; it appears here in a moment."))
    return redirect("webmail:index")


@webmail_required
@require_POST
def selection(request: MemberRequest) -> HttpResponse:
    """Do one thing to all ticked mails."""
    ticked = [_id(each) for each in request.POST.getlist("message")]
    chosen = Message.objects.visible_to(request.user).filter(pk__in=ticked[:1000])
    count = _do(request, chosen)
    told = ngettext("%(count)s mail changed.", "%(count)s mails changed.", count)
    notes.success(request, told % {"count": count})
    back = Folder.objects.visible_to(request.user).filter(pk=_number(request, "folder")).first()
    return redirect("webmail:folder", back.pk) if back else redirect("webmail:index")


def _do(request: MemberRequest, chosen: QuerySet[Message]) -> int:
    match request.POST.get("then"):
        case "read":
            return operations.mark(chosen, is_read=True)
        case "unread":
            return operations.mark(chosen, is_read=False)
        case "trash":
            return operations.throw_away(chosen, by=request.user)
        case _:
            mine = Folder.objects.visible_to(request.user)
            return operations.move(chosen, to=get_object_or_404(mine, pk=_number(request, "to")))


def _number(request: MemberRequest, name: str) -> int:
    return _id(request.POST.get(name, ""))


def _id(typed: str) -> int:
    """Return the number of a row, 0 for what is none: "²" is a digit, and databases have limits."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

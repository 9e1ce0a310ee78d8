"""A list of mail, with what stands around every page of WebMail."""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from django.contrib import messages as notes
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kairan.people.models import User
from kairan.people.requests import MemberRequest
from kairan.shell.asking import ASKER, Counted, Questions, Rows, as_many
from kairan.webmail.folders import ASIDE, folders, inbox_of
from kairan.webmail.models import Account, Draft, Folder, Keeping, Label
from kairan.webmail.reading.lines import lines
from kairan.webmail.reading.listings import Listing, named
from kairan.webmail.receiving.operations import ask
from kairan.webmail.sorting.quota import quota_of
from kairan.webmail.threads.reading import fold_conversations
from kairan.webmail.views.access import webmail_required
from kairan.webmail.views.journal import is_under_way, under_way

_ACCOUNTS = Rows(lambda: Account.objects.visible_to(ASKER))
_LABELS = Rows(lambda: Label.objects.visible_to(ASKER))
_DRAFTS = Questions(lambda: {"count": Counted(Draft.objects.visible_to(ASKER))})


@webmail_required
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """Open the inbox."""
    return _show(request, inbox_of(request.user))


@webmail_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail of one folder, newest first."""
    return _show(request, get_object_or_404(Folder.objects.visible_to(request.user), pk=pk))


def _show(request: MemberRequest, chosen: Folder) -> HttpResponse:
    folds = Keeping.of(request.user).shows_conversations
    return listed(request, Listing(request.user, folder=chosen, by_conversation=folds))


@webmail_required
@require_safe
def starred(request: MemberRequest) -> HttpResponse:
    """Show the mail that has a star, newest first."""
    return listed(request, Listing(request.user))


@webmail_required
@require_safe
def counts(request: MemberRequest) -> HttpResponse:
    """Answer the folders with their counts to a page that asks; 204 where nothing has changed."""
    context = around(request.user)
    if request.GET.get("state") == context["state"]:
        return HttpResponse(status=204)
    listing = named(request.GET.get("listing", ""), request.user)
    context |= {"listing": listing, "folder": listing.folder if listing else None}
    return render(request, "webmail/_folders.html", {**context, "tab": request.GET.get("tab", "")})


@webmail_required
@require_POST
def conversations(request: MemberRequest) -> HttpResponse:
    """Show one line for each conversation, or for each mail."""
    fold_conversations(request.user, folds=request.POST.get("conversations") == "yes")
    listing = named(request.POST.get("listing", ""), request.user)
    return redirect(listing.url if listing else "webmail:index")


def listed(request: MemberRequest, listing: Listing) -> HttpResponse:
    """Answer a page of mail."""
    shown, about = listing.page(request), around(request.user)
    own = {"accounts": about["accounts"], "labels": about["labels"]}
    return render(
        request,
        "webmail/mailbox.html",
        {
            **about,
            "under_way": under_way(request.user) if is_under_way(request.user) else (),
            "listing": listing,
            "folder": listing.folder,
            "page": shown.pages,
            "lines": list(lines(shown.messages, shown.counts, **own)),
            "listed": ",".join(str(each.pk) for each in shown.messages),
            "place": request.GET.urlencode(),
        },
    )


def goals(person: User) -> dict[str, Any]:
    """Return where the buttons above mails can put them: folders and labels."""
    return {"folders": folders(person), "labels": _LABELS.of(person)}


def around(person: User) -> dict[str, Any]:
    """Return what stands around every page of WebMail: folders with counts, accounts, trouble."""
    found, quota, accounts = goals(person), quota_of(person), _ACCOUNTS.of(person)
    unread, drafts = _unread(found["folders"]), _DRAFTS.answers(person)["count"]
    in_trouble = [account for account in accounts if account.trouble]
    prefetch_related_objects(in_trouble, "incoming")
    return {
        **found,
        "unread": unread,
        "quota": quota,
        "state": _state(sorted(unread.items()), drafts, quota),
        "drafts_count": drafts,
        "accounts": accounts,
        "in_trouble": in_trouble,
        "last_received_at": max((a.received_at for a in accounts if a.received_at), default=None),
        "next_receive_at": min(
            (a.next_receive_at for a in accounts if a.receives and a.next_receive_at), default=None
        ),
    }


def _state(*counted: object) -> str:
    """Return a short word for what was counted, another one when anything of it is another."""
    return f"{crc32(repr(counted).encode()):x}"


def _unread(found: Sequence[Folder]) -> dict[int, str]:
    """Return, as they are shown, the unread mails of folders that have any and are not aside."""
    counted = (each for each in found if each.unread and each.kind not in ASIDE)
    return {each.pk: as_many(each.unread) for each in counted}


@webmail_required
@require_POST
def receiving(request: MemberRequest) -> HttpResponse:
    """Have all my accounts received as soon as the worker can."""
    for account in Account.objects.visible_to(request.user):
        ask(account)
    notes.success(request, _("Your mail is being received; it appears here in a moment."))
    return redirect("webmail:index")

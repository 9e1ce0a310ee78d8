"""My mail accounts."""

from dataclasses import dataclass

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.attachments import contents
from kairan.attachments.responses import file_response
from kairan.mailservers.models import MailServerSettings
from kairan.people.requests import MemberRequest
from kairan.webmail.accounts import new_account, remove_account, save_account
from kairan.webmail.conflicts import conflicts, used_for_sending
from kairan.webmail.forms import AccountForm
from kairan.webmail.models import Account, Identity, Served
from kairan.webmail.views.access import webmail_required

SET_ASIDE_SHOWN = 50


@dataclass(frozen=True)
class Back:
    """Where the form of an account leads back to."""

    url: str
    title: str


@webmail_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my accounts and how their last receiving went."""
    accounts = Account.objects.visible_to(request.user).with_servers().with_identities()
    set_aside = Served.objects.filter(
        account__in=accounts, outcome__in=[Served.Outcome.SET_ASIDE, Served.Outcome.REFUSED]
    ).select_related("account")
    return render(
        request,
        "webmail/accounts.html",
        {
            "accounts": accounts,
            "conflicts": conflicts(accounts),
            "set_aside": set_aside.order_by("-pk")[:SET_ASIDE_SHOWN],
        },
    )


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add an account."""
    return write(request, new_account(request.user), back=_back_to_mine())


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an account."""
    mine = Account.objects.visible_to(request.user).with_servers()
    return write(request, get_object_or_404(mine, pk=pk), back=_back_to_mine())


def _back_to_mine() -> Back:
    return Back(reverse("webmail:accounts"), _("My mail accounts"))


def write(request: MemberRequest, account: Account, *, back: Back) -> HttpResponse:
    """Show and keep the form of an account, its owner's or an administrator's."""
    settings = MailServerSettings.current()
    data = request.POST if request.method == "POST" else None
    form = AccountForm(data, account=account, settings=settings)
    if form.is_valid():
        save_account(
            account, about=form.about(), incoming=form.incoming(), outgoing=form.outgoing()
        )
        notes.success(request, _("The account is kept; its mail is being received."))
        return redirect(back.url)
    return render(
        request,
        "webmail/account.html",
        {
            "form": form,
            "account": account,
            "back": back.url,
            "back_title": back.title,
            "identities": Identity.objects.filter(account=account.pk) if account.pk else (),
            "of_another": account.owner_id != request.user.pk,
            "conflict": used_for_sending(account.incoming, settings) if account.pk else None,
        },
    )


@webmail_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Remove an account; its mail stays."""
    remove_account(get_object_or_404(Account.objects.visible_to(request.user), pk=pk))
    notes.success(request, _("The account is removed. The mail that came through it stays."))
    return redirect("webmail:accounts")


@webmail_required
@require_safe
def set_aside(request: MemberRequest, pk: int, served: int) -> HttpResponse:
    """Hand out the bytes of a mail that could not be read."""
    account = get_object_or_404(Account.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(account.served.exclude(content_id=None), pk=served)
    data = contents.read(row.content_id) if row.content_id else b""
    return file_response(data, name=f"{row.pk}.eml", media_type="message/rfc822")

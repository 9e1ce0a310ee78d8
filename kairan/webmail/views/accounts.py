"""My mail accounts."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.attachments import contents
from kairan.attachments.responses import file_response
from kairan.mailservers.models import MailServerSettings
from kairan.people.requests import MemberRequest
from kairan.webmail.accounts import new_account, remove_account, save_account
from kairan.webmail.conflicts import used_for_sending
from kairan.webmail.forms import AccountForm
from kairan.webmail.models import Account, Served
from kairan.webmail.views.access import webmail_required

SET_ASIDE_SHOWN = 50


@webmail_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my accounts and how their last receiving went."""
    accounts = Account.objects.visible_to(request.user).with_servers()
    set_aside = Served.objects.filter(
        account__in=accounts, outcome=Served.Outcome.SET_ASIDE
    ).select_related("account")
    return render(
        request,
        "webmail/accounts.html",
        {"accounts": accounts, "set_aside": set_aside.order_by("-pk")[:SET_ASIDE_SHOWN]},
    )


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add an account."""
    return write(request, new_account(request.user), back="webmail:accounts")


@webmail_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change an account."""
    mine = Account.objects.visible_to(request.user).with_servers()
    return write(request, get_object_or_404(mine, pk=pk), back="webmail:accounts")


def write(
    request: MemberRequest, account: Account, *, back: str, person: int | None = None
) -> HttpResponse:
    """Show and keep the form of an account, its owner's or an administrator's."""
    settings = MailServerSettings.current()
    data = request.POST if request.method == "POST" else None
    form = AccountForm(data, account=account, settings=settings)
    if form.is_valid():
        save_account(
            account, about=form.about(), incoming=form.incoming(), outgoing=form.outgoing()
        )
        warning = used_for_sending(account.incoming, settings)
        if warning:
            notes.warning(request, warning)
        notes.success(request, _("The account is kept; its mail is being received."))
        return redirect(back, *([person] if person else []))
    return render(request, "webmail/account.html", {"form": form, "account": account, "back": back})


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

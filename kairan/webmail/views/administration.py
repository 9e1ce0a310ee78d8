"""Account Settings: who uses WebMail, and everybody's accounts, for administrators."""

from django.contrib import messages as notes
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.access import administrator_required
from kairan.people.models import Address, User
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.webmail.accounts import allow, may_use, new_account, remove_account
from kairan.webmail.conflicts import conflicts
from kairan.webmail.models import Account
from kairan.webmail.views.accounts import Back, write

BACK = "webmail:administration-person"


@administrator_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show everybody, whether they use WebMail, and how many accounts they have."""
    query = request.GET.get("q", "").strip()
    people = User.objects.active().select_related("webmail_denial")
    if query:
        people = people.matching(query, among=Address.objects.visible_to(request.user))
    people = people.annotate(accounts=Count("mail_accounts"))
    keys = ["last_name", "first_name", "login_id"]
    return render(
        request,
        "webmail/administration.html",
        {"page": page(request, people, keys=keys), "query": query},
    )


@administrator_required
@require_safe
def accounts(request: MemberRequest, person: int) -> HttpResponse:
    """Show the accounts of one person."""
    owner = get_object_or_404(User, pk=person)
    found = Account.objects.filter(owner=owner).with_servers()
    return render(
        request,
        "webmail/administration_person.html",
        {
            "owner": owner,
            "uses_webmail": may_use(owner),
            "accounts": found,
            "conflicts": conflicts(found),
        },
    )


@administrator_required
@require_POST
def use(request: MemberRequest, person: int) -> HttpResponse:
    """Let somebody use WebMail, or not."""
    owner = get_object_or_404(User, pk=person)
    uses = request.POST.get("use") == "yes"
    allow(owner, uses_webmail=uses)
    told = _("%(name)s uses WebMail.") if uses else _("%(name)s does not use WebMail any more.")
    notes.success(request, told % {"name": owner})
    return redirect(BACK, person)


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, person: int) -> HttpResponse:
    """Add an account for somebody."""
    owner = get_object_or_404(User, pk=person)
    return write(request, new_account(owner), back=back_to(owner))


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, person: int, pk: int) -> HttpResponse:
    """Change somebody's account."""
    account = get_object_or_404(Account.objects.with_servers(), owner=person, pk=pk)
    return write(request, account, back=back_to(account.owner))


@administrator_required
@require_POST
def removal(request: MemberRequest, person: int, pk: int) -> HttpResponse:
    """Remove somebody's account; its mail stays."""
    remove_account(get_object_or_404(Account.objects.with_servers(), owner=person, pk=pk))
    notes.success(request, _("The account is removed. The mail that came through it stays."))
    return redirect(BACK, person)


def back_to(owner: User) -> Back:
    """Return the way back to the accounts of ``owner``."""
    return Back(reverse(BACK, args=[owner.pk]), str(owner))

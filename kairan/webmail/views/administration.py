"""Account Settings for administrators: who uses WebMail, everybody's accounts, how mail is kept."""

from django.contrib import messages as notes
from django.db.models import Count
from django.forms import model_to_dict
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
from kairan.webmail.forms import OfficeKeepingForm, QuotaForm
from kairan.webmail.identities import remove_identity
from kairan.webmail.models import Account, Identity, Keeping, OfficeKeeping
from kairan.webmail.sorting.quota import quota_of, settle_quota
from kairan.webmail.sorting.trash import settle_office
from kairan.webmail.views import identities
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
        {
            "page": page(request, people, keys=keys),
            "query": query,
            "keeping": OfficeKeepingForm(initial=model_to_dict(OfficeKeeping.current())),
        },
    )


@administrator_required
@require_POST
def keeping(request: MemberRequest) -> HttpResponse:
    """Settle how long trash is kept, and how much mail, unless settled otherwise for somebody."""
    form = OfficeKeepingForm(request.POST)
    if form.is_valid():
        settle_office(**form.cleaned_data)
        notes.success(request, _("How mail is kept is settled."))
    else:
        notes.error(request, _("Type whole numbers: days from 1 to 3650, megabytes from 1."))
    return redirect("webmail:administration")


@administrator_required
@require_safe
def accounts(request: MemberRequest, person: int) -> HttpResponse:
    """Show the accounts of one person."""
    owner = get_object_or_404(User, pk=person)
    found = Account.objects.filter(owner=owner).with_servers().with_identities()
    return render(
        request,
        "webmail/administration_person.html",
        {
            "owner": owner,
            "uses_webmail": may_use(owner),
            "accounts": found,
            "conflicts": conflicts(found),
            "quota": quota_of(owner),
            "quota_form": QuotaForm(initial={"quota_mb": Keeping.of(owner).quota_mb}),
        },
    )


@administrator_required
@require_POST
def quota(request: MemberRequest, person: int) -> HttpResponse:
    """Settle how much mail somebody may keep."""
    owner = get_object_or_404(User, pk=person)
    form = QuotaForm(request.POST)
    if form.is_valid():
        settle_quota(owner, form.cleaned_data["quota_mb"])
        notes.success(request, _("How much mail they may keep is settled."))
    else:
        notes.error(request, _("Type a whole number of megabytes, or nothing."))
    return redirect(BACK, person)


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


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity_new(request: MemberRequest, person: int, account: int) -> HttpResponse:
    """Add an identity to somebody's account."""
    theirs = get_object_or_404(Account, owner=person, pk=account)
    identity = Identity(account=theirs, name=theirs.identity.name)
    return identities.write(request, identity, way=_way_of(identity))


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: MemberRequest, person: int, pk: int) -> HttpResponse:
    """Change somebody's identity."""
    theirs = _identity_of(person, pk)
    return identities.write(request, theirs, way=_way_of(theirs))


@administrator_required
@require_POST
def identity_removal(request: MemberRequest, person: int, pk: int) -> HttpResponse:
    """Remove somebody's identity; letters that came from it stay as they are."""
    theirs = _identity_of(person, pk)
    remove_identity(theirs)
    notes.success(request, _("The identity is removed."))
    return redirect(_way_of(theirs).back)


def _identity_of(person: int, pk: int) -> Identity:
    found = Identity.objects.filter(account__owner=person).select_related("account")
    return get_object_or_404(found, pk=pk)


def _way_of(identity: Identity) -> identities.Way:
    owner, account = identity.account.owner_id, identity.account_id
    removal = "webmail:administration-identity-removal"
    return identities.Way(
        reverse("webmail:administration-account", args=[owner, account]),
        reverse(removal, args=[owner, identity.pk]) if identity.pk else "",
    )


def back_to(owner: User) -> Back:
    """Return the way back to the accounts of ``owner``."""
    return Back(reverse(BACK, args=[owner.pk]), str(owner))

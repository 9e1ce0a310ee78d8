from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kairan.attachments import contents
from kairan.attachments.responses import file_response
from kairan.delivery.models import BouncedAddress
from kairan.mail.parse import parse
from kairan.mailservers.models import MailServerSettings
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.returns import operations
from kairan.returns.forms import HandOverForm
from kairan.returns.models import ReturnedMail, Visit
from kairan.returns.owners import with_owners
from kairan.returns.passing_on import text_of
from kairan.shell.paging import page

FILTERS = {
    "kept": (gettext_lazy("To be decided"), ReturnedMail.objects.all().kept),
    "all": (gettext_lazy("All"), ReturnedMail.objects.all),
}


@require_safe
@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """List what came back: at first what nobody could place."""
    wanted = request.GET.get("show", "kept")
    shown = wanted if wanted in FILTERS else "kept"
    rows = FILTERS[shown][1]().visible_to(request.user).select_related("person", "passed_to")
    context = {
        "page": page(request, rows.defer("fault"), keys=["-pk"]),
        "filters": [(key, label, key == shown) for key, (label, _rows) in FILTERS.items()],
        "shown": shown,
        "mailbox": MailServerSettings.current().notification_server,
        "visit": Visit.objects.first(),
    }
    return render(request, "returns/index.html", context)


@require_safe
@administrator_required
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one mail as plain text: nothing in it is fetched, run or believed."""
    return _shown(request, _mail(request, pk), HandOverForm())


@require_safe
@administrator_required
def source(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out a mail as it came, for saving."""
    mail = _mail(request, pk)
    return file_response(_bytes(mail), name=f"returned-{pk}.eml", media_type="message/rfc822")


@require_POST
@administrator_required
def deletion(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a mail that was kept."""
    operations.delete(_mail(request, pk))
    messages.success(request, _("The mail is deleted."))
    return redirect("returns:index")


@require_POST
@administrator_required
def handover(request: MemberRequest, pk: int) -> HttpResponse:
    """Pass a mail that was kept on to somebody."""
    mail = _mail(request, pk)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _shown(request, mail, form)
    operations.hand_over(mail, to=form.person())
    messages.success(request, _("It is passed on to %(name)s.") % {"name": form.person()})
    return redirect("returns:index")


@require_POST
@administrator_required
def reception(request: MemberRequest) -> HttpResponse:
    """Look into the notification mailbox now."""
    operations.receive_now()
    messages.success(request, _("The mailbox is looked into now."))
    return redirect("returns:index")


@require_safe
@administrator_required
def addresses(request: MemberRequest) -> HttpResponse:
    """List the addresses from which mail came back."""
    rows = BouncedAddress.objects.visible_to(request.user).suspended()
    found = page(request, rows, keys=["-bounced_at", "-pk"])
    return render(
        request, "returns/addresses.html", {"page": found, "lines": with_owners(found.items)}
    )


@require_POST
@login_required
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Mail notifications to an address again: one's own, or as an administrator anybody's."""
    address = get_object_or_404(BouncedAddress.objects.visible_to(request.user), pk=pk)
    operations.try_again(address)
    messages.success(
        request, _("Mail goes to %(address)s again from now on.") % {"address": address}
    )
    place = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return redirect(place if is_ours else reverse("front"))


def _mail(request: MemberRequest, pk: int) -> ReturnedMail:
    return get_object_or_404(ReturnedMail.objects.visible_to(request.user), pk=pk)


def _bytes(mail: ReturnedMail) -> bytes:
    if mail.content_id is None:
        raise Http404
    return contents.read(mail.content_id)


def _shown(request: MemberRequest, mail: ReturnedMail, form: HandOverForm) -> HttpResponse:
    message = parse(_bytes(mail)) if mail.may_be_read else None
    context = {
        "mail": mail,
        "form": form,
        "text": text_of(message) if message else "",
        "files": [part.name or part.type for part in message.attachments] if message else [],
    }
    return render(request, "returns/show.html", context)

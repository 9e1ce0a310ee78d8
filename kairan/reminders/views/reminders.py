"""Free-standing reminders: the lists of them, and one."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.requests import MemberRequest
from kairan.reminders.forms.reminders import ReminderForm, SnoozeForm
from kairan.reminders.models import Reminder
from kairan.reminders.operations.reminders import finish, put_off, remove, save
from kairan.reminders.snoozing import Snooze
from kairan.reminders.wording import due_words
from kairan.shell.paging import page
from kairan.shell.refusals import Refused

LISTS = {
    "upcoming": (gettext_lazy("Upcoming"), Reminder.objects.all().upcoming, ["at", "pk"]),
    "past": (gettext_lazy("Past"), Reminder.objects.all().past, ["-at", "-pk"]),
}


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my reminders: by default those that will ring, and those not yet done."""
    wanted = request.GET.get("show", "upcoming")
    shown = wanted if wanted in LISTS else "upcoming"
    _label, rows, keys = LISTS[shown]
    mine = Reminder.objects.visible_to(request.user)
    return render(
        request,
        "reminders/index.html",
        {
            "page": page(request, rows().visible_to(request.user), keys=keys),
            "rung": mine.rung().order_by("-at", "-pk")[:20] if shown == "upcoming" else [],
            "filters": [(key, label, key == shown) for key, (label, *_) in LISTS.items()],
            "shown": shown,
            "tab": "reminders",
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Set a reminder."""
    return _write(request, _begun(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a reminder."""
    return _write(request, _mine(request, pk))


def _begun(request: MemberRequest) -> Reminder | None:
    """Return what this very form has become already: a second click sends it a second time."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return None
    return Reminder.objects.visible_to(request.user).filter(key=key).first()


def _write(request: MemberRequest, reminder: Reminder | None) -> HttpResponse:
    is_post = request.method == "POST"
    form = ReminderForm(request.POST if is_post else None, reminder=reminder)
    if form.is_valid():
        try:
            kept = save(form.draft(), owner=request.user, reminder=reminder)
        except Refused as refusal:
            form.add_error("day", str(refusal))
        else:
            if kept.is_waiting:
                said = _("You will be reminded on %(moment)s.") % {"moment": due_words(kept.at)}
                messages.success(request, said)
            return redirect("reminders:index")
    context = {"form": form, "reminder": reminder}
    return render(request, "reminders/write.html", context)


@login_required
@require_safe
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a reminder, and who was told of it, when and how."""
    context = {"reminder": _mine(request, pk), "snoozes": Snooze.choices}
    return render(request, "reminders/show.html", context)


@login_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a reminder away."""
    remove(_mine(request, pk))
    messages.success(request, _("The reminder is deleted."))
    return redirect("reminders:index")


@login_required
@require_POST
def completion(request: MemberRequest, pk: int) -> HttpResponse:
    """Be done with a reminder."""
    reminder = _mine(request, pk)
    finish(reminder)
    if reminder.is_waiting:
        said = _("Done. The next one comes on %(moment)s.") % {"moment": due_words(reminder.at)}
    else:
        said = _("Done.")
    messages.success(request, said)
    return redirect("reminders:index")


@login_required
@require_POST
def snooze(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a reminder off."""
    reminder = _mine(request, pk)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose for how long to put it off."))
    put_off(reminder, form.cleaned_data["until"])
    said = _("You will be reminded on %(moment)s.") % {"moment": due_words(reminder.at)}
    messages.success(request, said)
    return redirect("reminders:index")


def _mine(request: MemberRequest, pk: int) -> Reminder:
    mine = Reminder.objects.visible_to(request.user).select_related("owner__reminder_settings")
    return get_object_or_404(mine, pk=pk)

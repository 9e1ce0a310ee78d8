"""What each person wants of Whereabouts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kairan.apps.whereabouts.forms import PreferenceForm
from kairan.apps.whereabouts.models import Preference
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.standings import prefer
from kairan.notices.preferences import without_mail
from kairan.people.requests import MemberRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Choose when messages are mailed, and whether the schedule says where one is."""
    mine = Preference.objects.filter(person=request.user).first() or Preference(person=request.user)
    form = PreferenceForm(request.POST or None, instance=mine)
    if form.is_valid():
        prefer(request.user, **form.cleaned_data)
        messages.success(request, _("Your settings are kept."))
        return redirect("whereabouts:settings")
    ids = [request.user.pk]
    context = {"form": form, "is_switched_off": bool(without_mail(MessageLeft.kind, ids))}
    return render(request, "whereabouts/settings.html", context)

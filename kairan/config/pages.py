"""The two pages that belong to no room: the front door and the health of the office."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kairan.shell.feature import features, menu


@require_safe
@login_required
def front(_request: HttpRequest) -> HttpResponse:
    """Lead to the first application of the menu."""
    return redirect(reverse(menu()[0].door))


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say in one word whether the office works; to administrators, in sentences, what does not."""
    alarms = [str(alarm.text) for feature in features() for alarm in feature.alarms()]
    said: dict[str, object] = {"status": "trouble" if alarms else "ok"}
    if getattr(request.user, "is_administrator", False):
        said["alarms"] = alarms
    return JsonResponse(said, status=503 if alarms else 200)

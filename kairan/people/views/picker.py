"""What the picker asks while somebody types or ticks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kairan.people.picker.search import search
from kairan.people.picker.values import read
from kairan.people.requests import MemberRequest

LONGEST_QUERY = 100


@require_safe
@login_required
def found(request: MemberRequest) -> HttpResponse:
    """Answer who may be meant by ``q``, as JSON for the combobox."""
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    lines = [
        {
            "value": each.value,
            "name": each.name,
            "detail": each.detail,
            "size": each.size,
            "whole": each.is_group,
        }
        for each in search(query)
    ]
    return JsonResponse({"found": lines})


@require_POST
@login_required
def count(request: MemberRequest) -> HttpResponse:
    """Answer how many people the ticked values come to, nobody counted twice."""
    chosen = read(request.POST.getlist("value")).count()
    sentence = ngettext("%(n)s person chosen", "%(n)s people chosen", chosen) % {"n": chosen}
    return JsonResponse({"sentence": sentence})

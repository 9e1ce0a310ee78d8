"""Files and pictures of items."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kairan.apps.inventory.models import Item
from kairan.attachments.responses import download
from kairan.people.requests import MemberRequest


@login_required
@require_safe
def file(request: MemberRequest, pk: int, file: int) -> HttpResponse:
    """Hand out one of the files of an item."""
    item = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    return download(get_object_or_404(item.files, pk=file))

"""The link of the mail: it shows the message without signing in, and only a POST opens it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kairan.apps.whereabouts.models import Copy
from kairan.apps.whereabouts.notices import MessageLeft
from kairan.apps.whereabouts.operations.messages import open_message
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.terms import in_terms_of


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the message to whoever holds the link of its mail; a POST says that it was seen."""
    mine = _copy(token)
    if request.method == "POST":
        open_message(mine.message, reader=mine.recipient)
        return redirect("whereabouts:answer", token)
    with in_terms_of(mine.recipient):
        context = {"message": mine.message, "mine": mine}
        return kept_secret(render(request, "whereabouts/answer.html", context))


def _copy(token: str) -> Copy:
    """Return the copy to which ``token`` belongs; a confidential one no link opens."""
    bearer = bearer_of(token, MessageLeft.kind, among={MessageLeft.kind})
    open_to_links = Copy.objects.of(bearer.person.pk).filter(message__is_confidential=False)
    copies = open_to_links.select_related("message__writer", "message__request", "recipient")
    return get_object_or_404(copies, message=bearer.number)

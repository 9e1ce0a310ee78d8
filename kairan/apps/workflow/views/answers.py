"""What the link in a mail opens, without signing in: the whole paper, and its decision by POST."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kairan.approvals.models import Seat
from kairan.apps.workflow.forms.papers import DecisionForm
from kairan.apps.workflow.models import Paper
from kairan.apps.workflow.notices import ApplicationDelivered
from kairan.apps.workflow.views.decisions import VERBS
from kairan.apps.workflow.views.reading import sendings, sent_file
from kairan.attachments.responses import download
from kairan.notices.secret_links import bearer_of, kept_secret
from kairan.people.models import User
from kairan.people.terms import in_terms_of
from kairan.shell.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Show the paper to whoever holds the link of its mail; only a POST decides."""
    person, paper = _before(kind, token)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    with in_terms_of(person):
        if request.method == "POST" and _decide(request, form, paper, person):
            return redirect("workflow:answer", kind, token)
        latest = sendings(
            paper,
            address=lambda file: reverse("workflow:answer-file", args=[kind, token, file.pk]),
        )[0]
        course = latest.submission.course
        seat = Seat.objects.concerning(person).filter(course=course).order_by("-step__number")
        response = render(
            request,
            "workflow/answer.html",
            {
                "paper": paper,
                "latest": latest,
                "person": person,
                "turn": Seat.objects.turns_of(person).filter(course=course).first(),
                "seat": seat.first(),
                "decision": form.shown_with(course.pk),
            },
            status=409 if form.is_bound else 200,
        )
    return kept_secret(response)


@require_safe
def file(_request: HttpRequest, kind: str, token: str, file: int) -> HttpResponse:
    """Hand a file of the paper to whoever holds the link of its mail."""
    _person, paper = _before(kind, token)
    found = sent_file(paper, file)
    if found is None:
        raise Http404
    return kept_secret(download(found))


def _decide(request: HttpRequest, form: DecisionForm, paper: Paper, person: User) -> bool:
    """Decide as the pressed button says; keep what was typed when that is refused."""
    verb = VERBS.get(request.POST.get("decision", ""))
    if verb is None or not form.is_valid():
        return False
    try:
        verb(paper, by=person, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _before(kind: str, token: str) -> tuple[User, Paper]:
    """Return whose link it is and the paper; what the token does not open does not exist."""
    bearer = bearer_of(token, kind, among={ApplicationDelivered.kind})
    papers = Paper.objects.visible_to(bearer.person).sent().select_related("author")
    return bearer.person, get_object_or_404(papers, pk=bearer.number)

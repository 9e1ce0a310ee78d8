"""Where administrators build the forms of reports."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.apps.report.forms.kinds import KindForm, QuestionForm
from kairan.apps.report.models import Field, Kind
from kairan.apps.report.operations import kinds as operations
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest
from kairan.shell.paging import page
from kairan.shell.refusals import Refused


@require_safe
@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """Show all kinds of report, retired ones as well."""
    kinds = Kind.objects.defer("body")
    shown = page(request, kinds, keys=["is_retired", "folder", "name", "pk"])
    return render(request, "report/kinds.html", {"page": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def new(request: MemberRequest) -> HttpResponse:
    """Make a kind of report."""
    form = KindForm(request.POST or None)
    if form.is_valid():
        kind = operations.make_kind(form.shape())
        messages.success(request, _("The kind is made. Now ask its questions, if it has any."))
        return redirect(kind)
    return render(request, "report/kind.html", {"form": form, "folders": _folders()})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a kind."""
    kind = get_object_or_404(Kind, pk=pk)
    form = KindForm(request.POST or None, instance=get_object_or_404(Kind, pk=pk))
    if form.is_valid():
        operations.change_kind(kind, form.shape())
        messages.success(request, _("The kind is changed."))
        return redirect(kind)
    return _kind_page(request, kind, form=form)


@require_POST
@administrator_required
def retirement(request: MemberRequest, pk: int) -> HttpResponse:
    """Take no new reports of a kind."""
    kind = get_object_or_404(Kind, pk=pk)
    operations.retire(kind)
    messages.success(request, _("The kind takes no new reports."))
    return redirect(kind)


@require_POST
@administrator_required
def revival(request: MemberRequest, pk: int) -> HttpResponse:
    """Take reports of a kind again."""
    kind = get_object_or_404(Kind, pk=pk)
    operations.revive(kind)
    messages.success(request, _("The kind takes reports again."))
    return redirect(kind)


@require_POST
@administrator_required
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a kind that nobody has used."""
    operations.remove_kind(get_object_or_404(Kind, pk=pk))
    messages.success(request, _("The kind is deleted."))
    return redirect("report:kinds")


@require_POST
@administrator_required
def questions(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a question at the end of the form."""
    kind = get_object_or_404(Kind, pk=pk)
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            operations.ask(kind, form.question())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The question is added."))
            return redirect(kind)
    return _kind_page(request, kind, question=form)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def question(request: MemberRequest, pk: int, question: int) -> HttpResponse:
    """Change a question."""
    field = _question(pk, question)
    form = QuestionForm(request.POST or None, question=field)
    if form.is_valid():
        operations.change_question(field, form.question())
        messages.success(request, _("The question is changed."))
        return redirect(field.kind)
    return render(request, "report/question.html", {"form": form, "kind": field.kind})


@require_POST
@administrator_required
def question_place(request: MemberRequest, pk: int, question: int) -> HttpResponse:
    """Move a question up or down by one."""
    field = _question(pk, question)
    operations.move_question(field, upward=request.POST.get("direction") == "up")
    return redirect(f"{field.kind.get_absolute_url()}#questions")


@require_POST
@administrator_required
def question_removal(request: MemberRequest, pk: int, question: int) -> HttpResponse:
    """Ask a question no longer."""
    field = _question(pk, question)
    operations.remove_question(field)
    messages.success(request, _("The question is removed. Delivered reports keep their answers."))
    return redirect(field.kind)


def _question(kind: int, question: int) -> Field:
    return get_object_or_404(Field.objects.select_related("kind"), kind=kind, pk=question)


def _kind_page(
    request: MemberRequest,
    kind: Kind,
    *,
    form: KindForm | None = None,
    question: QuestionForm | None = None,
) -> HttpResponse:
    context = {
        "kind": kind,
        "form": form or KindForm(instance=kind),
        "questions": kind.fields.all(),
        "question": question or QuestionForm(),
        "folders": _folders(),
    }
    return render(request, "report/kind.html", context)


def _folders() -> list[str]:
    """Return the folders there are already, to choose from while typing."""
    named = Kind.objects.exclude(folder="").order_by("folder").values_list("folder", flat=True)
    return list(named.distinct()[:200])

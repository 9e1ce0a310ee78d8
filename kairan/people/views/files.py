"""People in and out as CSV files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.people.access import administrator_required
from kairan.people.files.columns import ENGLISH_JAPANESE
from kairan.people.files.importing import import_people
from kairan.people.files.plan import Plan, plan
from kairan.people.files.writing import ENCODINGS, write
from kairan.people.forms.files import ConfirmedForm, FileForm
from kairan.people.models import User
from kairan.people.requests import MemberRequest

FLAWS_SHOWN = 100
PEOPLE_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def import_page(request: MemberRequest) -> HttpResponse:
    """Take a file and show what it would do; nothing is changed yet."""
    form = FileForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "people/import.html", {"form": form, "columns": _columns()})
    confirmed = ConfirmedForm(initial={"text": form.cleaned_data["file"]})
    return _preview(request, confirmed, plan(form.rows))


@require_POST
@sensitive_post_parameters("text")
@administrator_required
def confirmed(request: MemberRequest) -> HttpResponse:
    """Import what was shown."""
    form = ConfirmedForm(request.POST)
    if not form.is_valid():
        return redirect("people:import")
    made = plan(form.rows)
    if made.flaws:
        return _preview(request, form, made)
    import_people(made, invite=form.cleaned_data["invite"], by=request.user)
    n = len(made.entries)
    sentence = ngettext("%(n)s person is imported.", "%(n)s people are imported.", n)
    messages.success(request, sentence % {"n": n})
    return redirect("people:index")


@require_safe
@administrator_required
def export(request: MemberRequest) -> HttpResponse:
    """Answer a CSV of everybody who works here."""
    encoding = request.GET.get("encoding", "")
    encoding = encoding if encoding in ENCODINGS else "utf-8"
    people = User.objects.active().prefetch_related("addresses", "groups")
    data = write(people, encoding=encoding, in_japanese=get_language() == "ja")
    return HttpResponse(
        data,
        content_type=f"text/csv; charset={encoding}",
        headers={"Content-Disposition": 'attachment; filename="people.csv"'},
    )


def _preview(request: MemberRequest, form: ConfirmedForm, made: Plan) -> HttpResponse:
    context = {
        "form": form,
        "plan": made,
        "flaws": made.flaws[:FLAWS_SHOWN],
        "entries": made.entries[:PEOPLE_SHOWN],
        "more": max(0, len(made.entries) - PEOPLE_SHOWN),
        "more_flaws": max(0, len(made.flaws) - FLAWS_SHOWN),
    }
    return render(request, "people/preview.html", context, status=422 if made.flaws else 200)


def _columns() -> list[tuple[str, str]]:
    return list(ENGLISH_JAPANESE.values())

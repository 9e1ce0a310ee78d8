"""What mails say: administrators reword each kind in each language, and see it first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings as deployed
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kairan.letterhead.previews import no_preview, preview
from kairan.notices import own_words
from kairan.notices.examples import example_of, names_for
from kairan.notices.notice import Notice, UnknownKind, kinds, notice_of
from kairan.notices.own_words import STANDARD
from kairan.notices.words_form import WordsForm
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest


@dataclass(frozen=True)
class Line:
    """A kind of mail on the list, and each language with whether it has words of its own."""

    kind: str
    label: str
    languages: list[tuple[str, str, bool]]


@require_safe
@administrator_required
def index(request: MemberRequest) -> HttpResponse:
    """List every kind of mail, and in which languages it has words of its own."""
    return render(request, "notices/words.html", {"groups": list(_groups())})


def _groups() -> Iterator[tuple[str, list[Line]]]:
    reworded = set(own_words.own_words())
    for group, members in groupby(kinds(), key=lambda kind: str(kind.group)):
        yield group, [_line(kind, reworded) for kind in members]


def _line(kind: type[Notice], reworded: set[tuple[str, str]]) -> Line:
    return Line(
        kind.kind,
        str(kind.label),
        [(code, name, (kind.kind, code) in reworded) for code, name in deployed.LANGUAGES],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
def words(request: MemberRequest, kind: str, language: str) -> HttpResponse:
    """Show what mails of one kind say in one language; a POST changes it."""
    notice = _chosen(kind, language)
    form = _form(request, notice, language)
    if form.is_valid():
        own_words.reword(notice, language, form.words())
        messages.success(request, _("Saved. Mails of this kind say this from now on."))
        return redirect("notices:words-of", kind, language)
    return render(
        request,
        "notices/words_of_kind.html",
        {
            "form": form,
            "kind": kind,
            "label": notice.label,
            "group": notice.group,
            "language": language,
            "languages": deployed.LANGUAGES,
            "names": names_for(notice, language=language),
            "is_own": (kind, language) in own_words.own_words(),
        },
    )


@require_POST
@administrator_required
def standard(request: MemberRequest, kind: str, language: str) -> HttpResponse:
    """Go back to the standard words of one kind in one language."""
    own_words.back_to_standard(_chosen(kind, language), language)
    messages.success(request, _("Mails of this kind have their standard words again."))
    return redirect("notices:words-of", kind, language)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@xframe_options_sameorigin
def sample(request: MemberRequest, kind: str, language: str) -> HttpResponse:
    """Answer an example for the frame: in the words that hold, or as typed. Nothing is saved."""
    notice = _chosen(kind, language)
    form = _form(request, notice, language)
    if form.is_bound and not form.is_valid():
        return no_preview(request, form)
    example = example_of(notice, language=language, words=form.words() if form.is_bound else None)
    return preview(request, subject=example.subject, html=example.html, text=example.text)


def _chosen(kind: str, language: str) -> type[Notice]:
    if language not in dict(deployed.LANGUAGES):
        raise Http404
    try:
        return notice_of(kind)
    except UnknownKind as error:
        raise Http404 from error


def _form(request: MemberRequest, notice: type[Notice], language: str) -> WordsForm:
    now = own_words.own_words().get((notice.kind, language), STANDARD)
    return WordsForm(
        request.POST or None,
        initial={"subject": now.subject, "opening": now.opening, "closing": now.closing},
        known=list(names_for(notice, language=language)),
    )

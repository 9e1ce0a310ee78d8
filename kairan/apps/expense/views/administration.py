"""How the office settles expenses: currency, candidates and categories, for administrators."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kairan.apps.expense.forms import CategoryForm, OfficeForm
from kairan.apps.expense.models import Category, Office
from kairan.apps.expense.operations import office as operations
from kairan.people.access import administrator_required
from kairan.people.requests import MemberRequest


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Settle the currency and who may be chosen to approve."""
    office = Office.current()
    form = OfficeForm(
        request.POST if request.method == "POST" else None,
        initial={"currency": office.currency, "candidates": office.selection},
    )
    if form.is_valid():
        operations.settle(**form.cleaned_data)
        messages.success(request, _("The settings of Expense are saved."))
        return redirect("expense:settings")
    return render(request, "expense/settings.html", {"form": form})


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: MemberRequest) -> HttpResponse:
    """Show the categories, and add one."""
    form = CategoryForm(
        request.POST if request.method == "POST" else None, initial={"is_in_use": True}
    )
    if form.is_valid():
        operations.keep_category(form.instance)
        messages.success(request, _("The category is added."))
        return redirect("expense:categories")
    return render(
        request, "expense/categories.html", {"form": form, "categories": Category.objects.all()}
    )


@administrator_required
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: MemberRequest, pk: int) -> HttpResponse:
    """Rename a category, or take it out of use."""
    found = get_object_or_404(Category, pk=pk)
    form = CategoryForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        operations.keep_category(form.instance)
        messages.success(request, _("The category is saved."))
        return redirect("expense:categories")
    # The form has put what was typed into its instance already; the heading is the kept name.
    kept = get_object_or_404(Category, pk=pk)
    return render(request, "expense/category.html", {"form": form, "category": kept})


@administrator_required
@require_POST
def place(_request: MemberRequest, pk: int) -> HttpResponse:
    """Let a category stand one place higher."""
    operations.move_up(get_object_or_404(Category, pk=pk))
    return redirect("expense:categories")


@administrator_required
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a category that no line bears."""
    operations.remove_category(get_object_or_404(Category, pk=pk))
    messages.success(request, _("The category is deleted."))
    return redirect("expense:categories")

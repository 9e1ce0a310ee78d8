"""What Expense keeps: lines, reports, and how the office settles them."""

from kairan.apps.expense.models.lines import OPEN, Category, Line, LineQuerySet, State
from kairan.apps.expense.models.office import ApprovalUser, Office
from kairan.apps.expense.models.reports import UNPAID, Entry, Report, ReportQuerySet

__all__ = [
    "OPEN",
    "UNPAID",
    "ApprovalUser",
    "Category",
    "Entry",
    "Line",
    "LineQuerySet",
    "Office",
    "Report",
    "ReportQuerySet",
    "State",
]

"""The nouns of Report: reports with receipts and comments, kinds with fields, saved lists."""

from kairan.apps.report.models.kinds import Field, Kind, KindQuerySet
from kairan.apps.report.models.reports import (
    Comment,
    Receipt,
    ReceiptQuerySet,
    Report,
    ReportsQuerySet,
)
from kairan.apps.report.models.saved_lists import SavedList, SavedListQuerySet

__all__ = [
    "Comment",
    "Field",
    "Kind",
    "KindQuerySet",
    "Receipt",
    "ReceiptQuerySet",
    "Report",
    "ReportsQuerySet",
    "SavedList",
    "SavedListQuerySet",
]

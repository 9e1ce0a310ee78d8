from django.urls import path

from kairan.apps.expense.views import (
    administration,
    answers,
    approval_users,
    claims,
    lines,
    reports,
    unpaid,
)

app_name = "expense"
urlpatterns = [
    path("", lines.index, name="index"),
    path("table/", lines.table, name="table"),
    path("new/", lines.new, name="new"),
    path("lines/<int:pk>/", lines.edit, name="edit"),
    path("lines/<int:pk>/removal/", lines.removal, name="removal"),
    path("lines/<int:pk>/files/<int:file>/", lines.file, name="file"),
    path("claim/", claims.claim, name="claim"),
    path("reports/", reports.index, name="reports"),
    path("reports/<int:pk>/", reports.show, name="show"),
    path("reports/<int:pk>/table/", reports.table, name="report-table"),
    path("reports/<int:pk>/receipts/<int:file>/", reports.receipt, name="receipt"),
    path("reports/<int:pk>/decision/", reports.decision, name="decision"),
    path("reports/<int:pk>/withdrawal/", reports.withdrawal, name="withdrawal"),
    path("unpaid/", unpaid.index, name="unpaid"),
    path("unpaid/payment/", unpaid.payment, name="payment"),
    path("approval-users/", approval_users.mine, name="approval-users"),
    path("settings/", administration.settings, name="settings"),
    path("settings/categories/", administration.categories, name="categories"),
    path("settings/categories/<int:pk>/", administration.category, name="category"),
    path("settings/categories/<int:pk>/place/", administration.place, name="category-place"),
    path("settings/categories/<int:pk>/removal/", administration.removal, name="category-removal"),
    path("answer/<str:kind>/<str:token>/", answers.answer, name="answer"),
    path("answer/<str:kind>/<str:token>/files/<int:file>/", answers.file, name="answer-file"),
]

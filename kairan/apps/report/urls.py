from django.urls import path

from kairan.apps.report.views import (
    administration,
    answers,
    lists,
    reports,
    saved_lists,
    writing,
)

app_name = "report"
urlpatterns = [
    path("", lists.received, name="index"),
    path("sent/", lists.sent, name="sent"),
    path("drafts/", lists.drafts, name="drafts"),
    path("new/", writing.choose, name="new"),
    path("new/general/", writing.general, name="new-general"),
    path("new/<int:kind>/", writing.new, name="new-of"),
    path("<int:pk>/", reports.show, name="show"),
    path("<int:pk>/draft/", writing.edit, name="edit"),
    path("<int:pk>/removal/", writing.removal, name="removal"),
    path("<int:pk>/recipients/", lists.recipients, name="recipients"),
    path("<int:pk>/files/<int:file>/", reports.file, name="file"),
    path("<int:pk>/reading/", answers.reading, name="reading"),
    path("<int:pk>/confirmation/", answers.confirmation, name="confirmation"),
    path("<int:pk>/comments/", answers.comments, name="comments"),
    path("answer/<str:kind>/<str:token>/", answers.answer, name="answer"),
    path("answer/<str:kind>/<str:token>/files/<int:file>/", answers.file, name="answer-file"),
    path("lists/", saved_lists.index, name="saved-lists"),
    path("lists/new/", saved_lists.new, name="saved-list-new"),
    path("lists/<int:pk>/", saved_lists.edit, name="saved-list"),
    path("lists/<int:pk>/removal/", saved_lists.removal, name="saved-list-removal"),
    path("kinds/", administration.index, name="kinds"),
    path("kinds/new/", administration.new, name="kind-new"),
    path("kinds/<int:pk>/", administration.edit, name="kind"),
    path("kinds/<int:pk>/retirement/", administration.retirement, name="kind-retirement"),
    path("kinds/<int:pk>/return/", administration.revival, name="kind-return"),
    path("kinds/<int:pk>/removal/", administration.removal, name="kind-removal"),
    path("kinds/<int:pk>/questions/", administration.questions, name="questions"),
    path("kinds/<int:pk>/questions/<int:question>/", administration.question, name="question"),
    path(
        "kinds/<int:pk>/questions/<int:question>/place/",
        administration.question_place,
        name="question-place",
    ),
    path(
        "kinds/<int:pk>/questions/<int:question>/removal/",
        administration.question_removal,
        name="question-removal",
    ),
]

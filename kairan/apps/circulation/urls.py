from django.urls import path

from kairan.apps.circulation.views import answers, circulars, lists

app_name = "circulation"
urlpatterns = [
    path("", lists.received, name="index"),
    path("sent/", lists.sent, name="sent"),
    path("drafts/", lists.drafts, name="drafts"),
    path("new/", circulars.new, name="new"),
    path("<int:pk>/", circulars.show, name="show"),
    path("<int:pk>/draft/", circulars.edit, name="edit"),
    path("<int:pk>/removal/", circulars.removal, name="removal"),
    path("<int:pk>/readers/", lists.readers, name="readers"),
    path("<int:pk>/files/<int:file>/", circulars.file, name="file"),
    path("<int:pk>/reading/", answers.reading, name="reading"),
    path("<int:pk>/confirmation/", answers.confirmation, name="confirmation"),
    path("<int:pk>/reminder/", circulars.reminder, name="reminder"),
    path("<int:pk>/completion/", circulars.completion, name="completion"),
    path("answer/<str:kind>/<str:token>/", answers.answer, name="answer"),
    path("answer/<str:kind>/<str:token>/files/<int:file>/", answers.file, name="answer-file"),
]

from django.urls import path

from kairan.reminders.views import answers, reminders, settings

app_name = "reminders"
urlpatterns = [
    path("", reminders.index, name="index"),
    path("new/", reminders.new, name="new"),
    path("settings/", settings.edit, name="settings"),
    path("<int:pk>/", reminders.show, name="show"),
    path("<int:pk>/edit/", reminders.edit, name="edit"),
    path("<int:pk>/removal/", reminders.removal, name="removal"),
    path("<int:pk>/completion/", reminders.completion, name="completion"),
    path("<int:pk>/snooze/", reminders.snooze, name="snooze"),
    path("answer/<str:deed>/<str:token>/", answers.answer, name="answer"),
]

from django.urls import path

from kairan.apps.schedule.views import crowds, deeds, events, own_days

app_name = "schedule"
urlpatterns = [
    path("", crowds.week, name="index"),
    path("group-day/", crowds.day, name="group-day"),
    path("day/", own_days.day, name="day"),
    path("week/", own_days.week, name="week"),
    path("month/", own_days.month, name="month"),
    path("new/", events.new, name="new"),
    path("<int:pk>/", events.show, name="show"),
    path("<int:pk>/change/", events.edit, name="edit"),
    path("<int:pk>/cancellation/", deeds.cancellation, name="cancellation"),
    path("<int:pk>/leaving/", deeds.leaving, name="leaving"),
    path("<int:pk>/reminding/", deeds.reminding, name="reminding"),
]

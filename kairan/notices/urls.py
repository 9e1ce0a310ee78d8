from django.urls import path

from kairan.notices.views import bell, preferences, set_aside, told

app_name = "notices"

urlpatterns = [
    path("", bell.index, name="index"),
    path("openings/", bell.openings, name="openings"),
    path("<int:pk>/opening/", bell.opening, name="opening"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("subscription/<str:token>/", preferences.subscription, name="subscription"),
    path("told/<str:token>/", told.panel, name="told"),
    path("set-aside/", set_aside.set_aside, name="set-aside"),
    path("set-aside/<int:pk>/retrial/", set_aside.retrial, name="retrial"),
]

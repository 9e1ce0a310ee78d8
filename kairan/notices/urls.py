from django.urls import path

from kairan.notices.views import bell, preferences, set_aside, told, words

app_name = "notices"

urlpatterns = [
    path("", bell.index, name="index"),
    path("openings/", bell.openings, name="openings"),
    path("<int:pk>/opening/", bell.opening, name="opening"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("office/", preferences.office, name="office"),
    path("subscription/<str:token>/", preferences.subscription, name="subscription"),
    path("told/<str:token>/", told.panel, name="told"),
    path("words/", words.index, name="words"),
    path("words/<str:kind>/<slug:language>/", words.words, name="words-of"),
    path("words/<str:kind>/<slug:language>/standard/", words.standard, name="standard-words"),
    path("words/<str:kind>/<slug:language>/sample/", words.sample, name="words-sample"),
    path("set-aside/", set_aside.set_aside, name="set-aside"),
    path("set-aside/<int:pk>/retrial/", set_aside.retrial, name="retrial"),
]

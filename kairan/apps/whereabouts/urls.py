from django.urls import path

from kairan.apps.whereabouts.views import administration, answers, board, messages, own

app_name = "whereabouts"
urlpatterns = [
    path("", board.index, name="index"),
    path("people/<int:pk>/", board.person, name="person"),
    path("people/<int:pk>/presence/", board.presence, name="presence"),
    path("messages/", messages.received, name="messages"),
    path("messages/left/", messages.left, name="left"),
    path("messages/new/", messages.new, name="new"),
    path("messages/<int:pk>/", messages.show, name="message"),
    path("messages/<int:pk>/opening/", messages.opening, name="opening"),
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("settings/", own.settings, name="settings"),
    path("lists/", administration.lists, name="lists"),
    path("lists/<str:which>/new/", administration.new, name="line-new"),
    path("lists/<str:which>/<int:pk>/", administration.edit, name="line"),
    path("lists/<str:which>/<int:pk>/removal/", administration.removal, name="line-removal"),
]

from django.urls import path

from kairan.mailservers import views

app_name = "mailservers"

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/receiving-trial/", views.receiving_trial, name="receiving_trial"),
    path("settings/sending-trial/", views.sending_trial, name="sending_trial"),
    path("settings/plus-trial/", views.plus_trial, name="plus_trial"),
    path("settings/offer/", views.offer, name="offer"),
]

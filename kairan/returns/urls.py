from django.urls import path

from kairan.returns import views

app_name = "returns"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/source/", views.source, name="source"),
    path("<int:pk>/deletion/", views.deletion, name="deletion"),
    path("<int:pk>/handover/", views.handover, name="handover"),
    path("reception/", views.reception, name="reception"),
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/<int:pk>/trial/", views.trial, name="trial"),
]

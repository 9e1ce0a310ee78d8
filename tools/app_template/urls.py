from django.urls import path

from kairan.apps.sampleapp import views

app_name = "sampleapp"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.show, name="show"),
]

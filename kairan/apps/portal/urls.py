from django.urls import path

from kairan.apps.portal import views

app_name = "portal"
urlpatterns = [path("", views.index, name="index")]

from django.urls import path

from kairan.letterhead import views

app_name = "letterhead"

urlpatterns = [
    path("", views.letterhead, name="letterhead"),
    path("standard/", views.standard, name="standard"),
    path("sample/", views.sample, name="sample"),
]

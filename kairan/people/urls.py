from django.urls import path

from kairan.people.views import picker

app_name = "people"
urlpatterns = [
    path("picker/", picker.found, name="picker"),
    path("picker/count/", picker.count, name="picker-count"),
]

from django.urls import path

from kairan.people.views import company, directory, files, groups, own, persons, picker, setup

app_name = "people"
urlpatterns = [
    path("", directory.index, name="index"),
    path("<int:pk>/", directory.show, name="show"),
    path("setup/", setup.setup, name="setup"),
    path("me/", own.me, name="me"),
    path("new/", persons.new, name="new"),
    path("<int:pk>/details/", persons.edit, name="edit"),
    path("<int:pk>/password/", persons.password, name="password"),
    path("<int:pk>/invitation/", persons.invitation, name="invitation"),
    path("<int:pk>/deactivation/", persons.deactivation, name="deactivation"),
    path("<int:pk>/reactivation/", persons.reactivation, name="reactivation"),
    path("groups/", groups.index, name="groups"),
    path("groups/<int:pk>/", groups.show, name="group"),
    path("groups/<int:pk>/name/", groups.name, name="group-name"),
    path("groups/<int:pk>/members/", groups.members, name="group-members"),
    path("groups/<int:pk>/departures/", groups.departures, name="group-departures"),
    path("groups/<int:pk>/deletion/", groups.deletion, name="group-deletion"),
    path("company/", company.company, name="company"),
    path("import/", files.import_page, name="import"),
    path("import/confirmed/", files.confirmed, name="import-confirmed"),
    path("export/", files.export, name="export"),
    path("picker/", picker.found, name="picker"),
    path("picker/count/", picker.count, name="picker-count"),
]

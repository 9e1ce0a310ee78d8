from django.urls import path

from kairan.addressbook.views import books, contacts, files, groups, lists, selection

app_name = "addressbook"
urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", contacts.new, name="new"),
    path("<int:pk>/", contacts.show, name="show"),
    path("<int:pk>/edit/", contacts.edit, name="edit"),
    path("<int:pk>/removal/", contacts.removal, name="removal"),
    path("selection/", selection.selection, name="selection"),
    path("groups/", groups.index, name="groups"),
    path("groups/<int:pk>/", groups.show, name="group"),
    path("groups/<int:pk>/departures/", groups.departures, name="group-departures"),
    path("groups/<int:pk>/removal/", groups.removal, name="group-removal"),
    path("import/", files.new, name="import"),
    path("import/confirmed/", files.confirmed, name="import-confirmed"),
    path("export/", files.export, name="export"),
    path("books/", books.index, name="books"),
    path("books/<int:pk>/", books.edit, name="book"),
    path("books/<int:pk>/removal/", books.removal, name="book-removal"),
]

from django.urls import path

from kairan.apps.inventory.views import (
    administration,
    files,
    imports,
    items,
    lists,
    messages,
    stock,
)

app_name = "inventory"
urlpatterns = [
    path("", lists.index, name="index"),
    path("export/", lists.export, name="export"),
    path("import/", imports.new, name="import"),
    path("new/", items.new, name="new"),
    path("<int:pk>/", stock.show, name="show"),
    path("<int:pk>/details/", items.edit, name="edit"),
    path("<int:pk>/movements/", stock.movements, name="movements"),
    path("<int:pk>/retirement/", items.retirement, name="retirement"),
    path("<int:pk>/reinstatement/", items.reinstatement, name="reinstatement"),
    path("<int:pk>/files/<int:file>/", files.file, name="file"),
    path("<int:pk>/messages/", messages.index, name="messages"),
    path("<int:pk>/messages/new/", messages.new, name="ask"),
    path("messages/new/", messages.new, name="write"),
    path("messages/<int:pk>/", messages.show, name="message"),
    path("administration/", administration.index, name="administration"),
    path("administration/groups/<int:pk>/", administration.group, name="group"),
]

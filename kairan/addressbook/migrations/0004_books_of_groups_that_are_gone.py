"""Books whose group was deleted before that took their editors still have them."""

from django.db import migrations


def take_editors(apps, _schema_editor):
    """Leave the books to administrators, as deleting the group does today."""
    book = apps.get_model("addressbook", "Book")
    left_over = book.objects.filter(kind="group", group=None)
    book.editors.through.objects.filter(book__in=left_over).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("addressbook", "0003_versions_of_contacts"),
    ]

    operations = [
        migrations.RunPython(take_editors, migrations.RunPython.noop, elidable=True),
    ]

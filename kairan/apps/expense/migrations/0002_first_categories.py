from django.db import migrations

FIRST = [
    ("Transport", "交通費"),
    ("Accommodation", "宿泊費"),
    ("Meals and meetings", "会議費"),
    ("Supplies", "消耗品費"),
    ("Communication", "通信費"),
    ("Other", "その他"),
]


def add(apps, _schema_editor):
    """Begin the list of categories; whoever has one already keeps it."""
    category = apps.get_model("expense", "Category")
    if not category.objects.exists():
        category.objects.bulk_create(
            category(name=name, name_ja=name_ja, position=position)
            for position, (name, name_ja) in enumerate(FIRST, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("expense", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

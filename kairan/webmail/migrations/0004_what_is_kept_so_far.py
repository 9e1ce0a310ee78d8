"""Counts what each person keeps so far; what lies in a trash begins its days now."""

from django.db import migrations
from django.db.models import Sum
from django.utils import timezone


def count(apps, _schema_editor):
    message = apps.get_model("webmail", "Message")
    keeping = apps.get_model("webmail", "Keeping")
    sizes = message.objects.order_by().values_list("owner").annotate(Sum("size"))
    keeping.objects.bulk_create(
        keeping(owner_id=owner, kept_bytes=size) for owner, size in sizes.iterator()
    )
    lying = message.objects.filter(folder__kind="trash")
    lying.update(trashed_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("webmail", "0003_labels_stars_and_trash")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]

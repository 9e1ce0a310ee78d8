from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0001_initial"),
        ("circulation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="circular",
            name="remind_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="circular",
            name="reminds_before_deadline",
            field=models.BooleanField(
                default=True, verbose_name="remind who has not confirmed before the deadline"
            ),
        ),
        migrations.AddIndex(
            model_name="circular",
            index=models.Index(
                condition=models.Q(("remind_at__isnull", False)),
                fields=["remind_at"],
                name="circular_to_remind",
            ),
        ),
    ]

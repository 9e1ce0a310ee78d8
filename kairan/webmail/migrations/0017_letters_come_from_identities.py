import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webmail", "0016_identities_of_accounts")]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="identity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="webmail.identity",
                verbose_name="from",
            ),
        ),
        migrations.RemoveField(model_name="draft", name="account"),
        migrations.RemoveField(model_name="account", name="sender_name"),
        migrations.RemoveField(model_name="account", name="sender_address"),
        migrations.RemoveField(model_name="account", name="signature"),
    ]

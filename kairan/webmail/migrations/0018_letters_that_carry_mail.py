from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webmail", "0017_letters_come_from_identities")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="carried",
            field=models.ManyToManyField(related_name="+", to="webmail.message"),
        ),
        migrations.AddField(
            model_name="draft",
            name="code",
            field=models.CharField(blank=True, max_length=20),
        ),
    ]

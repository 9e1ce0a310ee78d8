from django.db import migrations


def fill(apps, _schema_editor):
    """Whoever had switched mails of a kind off has chosen "no mail"."""
    preferences = apps.get_model("notices", "Preference")
    preferences.objects.filter(by_mail=False).update(mail="off")


def empty(apps, _schema_editor):
    """Whoever has chosen "no mail" had switched mails of that kind off."""
    preferences = apps.get_model("notices", "Preference")
    preferences.objects.filter(mail="off").update(by_mail=False)


class Migration(migrations.Migration):
    dependencies = [("notices", "0005_bundles_and_mail_times")]

    operations = [migrations.RunPython(fill, empty)]

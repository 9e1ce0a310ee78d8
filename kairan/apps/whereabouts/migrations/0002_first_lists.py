from django.db import migrations

PRESENCES = [
    # name in English, in Japanese, counts as being in, colour
    ("In", "在席", True, "green"),
    ("Away from desk", "離席", True, "green"),
    ("Meeting", "会議", True, "amber"),
    ("Visitors", "来客", True, "amber"),
    ("Home office", "在宅勤務", False, "blue"),
    ("Out", "外出", False, "amber"),
    ("Business trip", "出張", False, "blue"),
    ("Off", "休暇", False, "red"),
    ("Left for the day", "退社", False, "grey"),
]
REQUESTS = [
    ("Please call back", "折り返しお電話ください"),
    ("Will call again", "またお電話します"),
    ("Called", "お電話がありました"),
    ("Came by", "来訪されました"),
    ("Please write a mail", "メールをください"),
    ("Urgent: please get in touch", "至急ご連絡ください"),
]
STEP = 10


def fill(apps, _schema_editor):
    """Give a new office lists to begin with; one that has lists keeps them."""
    presence = apps.get_model("whereabouts", "Presence")
    request = apps.get_model("whereabouts", "Request")
    if not presence.objects.exists():
        presence.objects.bulk_create(
            presence(name_en=en, name_ja=ja, is_in=is_in, tone=tone, position=STEP * number)
            for number, (en, ja, is_in, tone) in enumerate(PRESENCES, start=1)
        )
    if not request.objects.exists():
        request.objects.bulk_create(
            request(name_en=en, name_ja=ja, position=STEP * number)
            for number, (en, ja) in enumerate(REQUESTS, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("whereabouts", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

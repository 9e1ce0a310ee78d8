from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notices", "0006_no_mail_is_a_time")]

    operations = [migrations.RemoveField(model_name="preference", name="by_mail")]

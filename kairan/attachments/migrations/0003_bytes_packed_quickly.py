from django.db import NotSupportedError, migrations, transaction


def pack_with_lz4(_apps, editor):
    """Have PostgreSQL pack bytes that come from now on by a method five times as fast.

    Where it was built without, it goes on as before.
    """
    if editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute("ALTER TABLE attachments_content ALTER data SET COMPRESSION lz4")
    except NotSupportedError:
        return


class Migration(migrations.Migration):
    dependencies = [("attachments", "0002_sweep")]

    operations = [
        migrations.RunPython(
            pack_with_lz4, migrations.RunPython.noop, hints={"model_name": "content"}
        )
    ]

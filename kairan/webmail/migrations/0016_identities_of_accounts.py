"""What an account says of its sender becomes its first identity; its drafts are written as that."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def make_identities(apps, _schema_editor):
    account = apps.get_model("webmail", "Account")
    identity = apps.get_model("webmail", "Identity")
    draft = apps.get_model("webmail", "Draft")
    identity.objects.bulk_create(
        identity(
            account=each,
            name=each.sender_name,
            address=each.sender_address,
            signature=each.signature,
            is_default=True,
        )
        for each in account.objects.all()
    )
    first = identity.objects.filter(account=OuterRef("account")).values("pk")
    draft.objects.update(identity=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("webmail", "0015_identities")]

    operations = [migrations.RunPython(make_identities, migrations.RunPython.noop)]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webmail", "0014_letters_with_formatting")]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(blank=True, max_length=200, verbose_name="sender name"),
                ),
                ("address", models.CharField(max_length=320, verbose_name="sender address")),
                (
                    "reply_to",
                    models.CharField(blank=True, max_length=320, verbose_name="answers go to"),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation"),
                ),
                (
                    "copies_to_self",
                    models.BooleanField(default=False, verbose_name="a blind copy to this address"),
                ),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                (
                    "is_default",
                    models.BooleanField(
                        default=False, verbose_name="write as this identity by default"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to="webmail.account",
                    ),
                ),
            ],
            options={
                "ordering": ["-is_default", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("account",),
                        name="one_default_identity",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="identity",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="webmail.identity",
                verbose_name="from",
            ),
        ),
    ]

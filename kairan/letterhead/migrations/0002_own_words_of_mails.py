from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("letterhead", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rewording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=100)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=200)),
                ("opening", models.CharField(max_length=300)),
                ("closing", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "language"), name="one_rewording_of_a_kind"
                    )
                ],
            },
        ),
    ]

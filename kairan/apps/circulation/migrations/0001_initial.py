import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("attachments", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "priority",
                    models.CharField(
                        choices=[("high", "High"), ("normal", "Normal"), ("low", "Low")],
                        default="normal",
                        max_length=10,
                        verbose_name="priority",
                    ),
                ),
                (
                    "confirm_by",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirm by"),
                ),
                (
                    "tells_when_all_confirmed",
                    models.BooleanField(
                        default=True, verbose_name="tell me when all have confirmed"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Going round"),
                            ("completed", "Completed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("addressees", models.JSONField(default=dict)),
                ("readers_total", models.PositiveIntegerField(default=0)),
                ("confirmed_total", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circulars",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="attachments.attachment")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["author", "state", "-id"], name="circular_by_author")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("author", "key"), name="one_circular_of_a_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at", None), ("state", "draft")),
                            models.Q(
                                models.Q(("state", "draft"), _negated=True),
                                models.Q(("sent_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_circular_that_left_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_total__lte", models.F("readers_total"))),
                        name="no_more_confirm_than_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("comment", models.TextField(blank=True, default="", verbose_name="comment")),
                (
                    "circular",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="circulation.circular",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["reader", "-id"], name="reading_by_reader"),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)),
                        fields=["reader", "-id"],
                        name="reading_waiting",
                    ),
                    models.Index(fields=["circular", "confirmed_at"], name="reading_by_answer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("circular", "reader"), name="one_copy_per_reader"
                    )
                ],
            },
        ),
    ]

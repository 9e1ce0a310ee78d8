import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="whereabouts_preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mails_when",
                    models.CharField(
                        choices=[
                            ("always", "Always"),
                            ("out", "Only while I am out"),
                            ("never", "Never; the bell is enough"),
                        ],
                        default="always",
                        max_length=10,
                        verbose_name="mail me the messages that are left for me",
                    ),
                ),
                (
                    "follows_schedule",
                    models.BooleanField(default=False, verbose_name="follow my schedule"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name in English",
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name in Japanese",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="place in the list"),
                ),
                ("is_offered", models.BooleanField(default=True, verbose_name="may be chosen")),
                ("is_in", models.BooleanField(default=False, verbose_name="counts as being in")),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("green", "Green"),
                            ("blue", "Blue"),
                            ("amber", "Amber"),
                            ("red", "Red"),
                            ("grey", "Grey"),
                        ],
                        default="grey",
                        max_length=10,
                        verbose_name="colour",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_ja", ""), _negated=True),
                        name="whereabouts_named_presence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(
                        blank=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name in English",
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True,
                        max_length=50,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name in Japanese",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=100, verbose_name="place in the list"),
                ),
                ("is_offered", models.BooleanField(default=True, verbose_name="may be chosen")),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_en", ""), ("name_ja", ""), _negated=True),
                        name="whereabouts_named_request",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "caller",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="who called",
                    ),
                ),
                (
                    "company",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="company",
                    ),
                ),
                (
                    "own_words",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="request in other words",
                    ),
                ),
                ("details", models.TextField(blank=True, verbose_name="details")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="contact",
                    ),
                ),
                (
                    "is_confidential",
                    models.BooleanField(default=False, verbose_name="confidential"),
                ),
                ("recipients_total", models.PositiveIntegerField(default=0)),
                ("opened_total", models.PositiveIntegerField(default=0)),
                ("left_at", models.DateTimeField()),
                (
                    "writer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages_left",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="whereabouts.request",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["writer", "-id"], name="whereabouts_by_writer")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("writer", "key"), name="whereabouts_message_of_a_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_total__lte", models.F("recipients_total"))),
                        name="whereabouts_opened_by_some",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="standing",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="place",
                    ),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="note",
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "presence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standings",
                        to="whereabouts.presence",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="whereabouts.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="whereabouts_by_recipient"),
                    models.Index(
                        condition=models.Q(("opened_at", None)),
                        fields=["recipient", "id"],
                        name="whereabouts_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "recipient"), name="whereabouts_one_copy"
                    )
                ],
            },
        ),
    ]

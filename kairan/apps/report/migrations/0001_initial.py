import uuid

import django.core.validators
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
            name="Kind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "There is a kind of this name already."},
                        max_length=100,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name",
                    ),
                ),
                (
                    "folder",
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
                        verbose_name="folder",
                    ),
                ),
                (
                    "guidance",
                    models.CharField(blank=True, max_length=300, verbose_name="when to use it"),
                ),
                (
                    "subject",
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
                        verbose_name="subject",
                    ),
                ),
                ("body", models.TextField(blank=True, max_length=100000, verbose_name="text")),
                (
                    "asks_for_meeting",
                    models.BooleanField(
                        default=False, verbose_name="is about a meeting or a visit"
                    ),
                ),
                ("is_retired", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["is_retired", "folder", "name"], name="report_kind_by_folder"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("kind_name", models.CharField(blank=True, max_length=100)),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                ("answers_given", models.JSONField(default=list)),
                ("meeting_on", models.DateField(blank=True, null=True)),
                ("meeting_from", models.TimeField(blank=True, null=True)),
                ("meeting_until", models.TimeField(blank=True, null=True)),
                ("meeting_place", models.CharField(blank=True, max_length=200)),
                ("meeting_with", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("delivered", "Delivered")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("addressees", models.JSONField(default=dict)),
                ("recipients_total", models.PositiveIntegerField(default=0)),
                ("confirmed_total", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="attachments.attachment")),
                (
                    "kind",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="report.kind",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["author", "state", "-id"], name="report_by_author")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="one_report_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delivered_at", None), ("state", "draft")),
                            models.Q(("delivered_at__isnull", False), ("state", "delivered")),
                            _connector="OR",
                        ),
                        name="a_delivered_report_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_total__lte", models.F("recipients_total"))),
                        name="no_more_seals_than_recipients",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_receipts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="report.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="report_receipt_by_recipient"),
                    models.Index(
                        condition=models.Q(("confirmed_at", None)),
                        fields=["recipient", "-id"],
                        name="report_receipt_waiting",
                    ),
                    models.Index(
                        fields=["report", "confirmed_at"], name="report_receipt_by_answer"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "recipient"), name="one_receipt_of_a_report"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", models.TextField(verbose_name="comment")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_comments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="report.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["report", "-id"], name="report_comment_by_report")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "author", "key"), name="one_report_comment_of_a_form"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="name",
                    ),
                ),
                ("addressees", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_lists",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"), name="one_report_list_of_a_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Field",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "label",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="label",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("text", "One line"),
                            ("long-text", "Long text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("choice", "Choice"),
                        ],
                        default="text",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "help_text",
                    models.CharField(blank=True, max_length=200, verbose_name="explanation"),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="has to be answered"),
                ),
                ("choices", models.JSONField(blank=True, default=list, verbose_name="choices")),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="report.kind",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(fields=["kind", "position"], name="report_field_by_position")
                ],
            },
        ),
    ]

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("attachments", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
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
                        error_messages={"unique": "There is a category of this name already."},
                        max_length=60,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                    ),
                ),
                (
                    "name_ja",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0)),
                ("is_in_use", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("JPY", "JPY"),
                            ("USD", "USD"),
                            ("EUR", "EUR"),
                            ("GBP", "GBP"),
                            ("AUD", "AUD"),
                            ("CAD", "CAD"),
                            ("CHF", "CHF"),
                            ("CNY", "CNY"),
                            ("HKD", "HKD"),
                            ("IDR", "IDR"),
                            ("INR", "INR"),
                            ("KRW", "KRW"),
                            ("KWD", "KWD"),
                            ("MYR", "MYR"),
                            ("NZD", "NZD"),
                            ("PHP", "PHP"),
                            ("SEK", "SEK"),
                            ("SGD", "SGD"),
                            ("THB", "THB"),
                            ("TWD", "TWD"),
                            ("VND", "VND"),
                        ],
                        default="JPY",
                        max_length=3,
                    ),
                ),
                ("candidates", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="expense_one_office")
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
                ("title", models.CharField(blank=True, max_length=100)),
                ("comment", models.TextField(blank=True)),
                ("currency", models.CharField(max_length=3)),
                ("total", models.PositiveBigIntegerField()),
                ("lines_total", models.PositiveIntegerField()),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("paper", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Waits for a decision"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                            ("returned", "Returned"),
                            ("denied", "Denied"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="claimed",
                        max_length=10,
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("paid_on", models.DateField(blank=True, null=True)),
                (
                    "claimant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.course",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("receipts", models.ManyToManyField(related_name="+", to="attachments.attachment")),
                (
                    "table",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="attachments.attachment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["claimant", "-id"], name="expense_report_mine"),
                    models.Index(fields=["state", "-id"], name="expense_report_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claimant", "key"), name="expense_report_of_a_form"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lines_total__gt", 0), ("total__gt", 0)),
                        name="expense_report_claims",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_on__lte", models.F("last_on"))),
                        name="expense_period_begins_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), models.Q(("paid_on", None), _negated=True)),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("paid_on", None)),
                            _connector="OR",
                        ),
                        name="expense_paid_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("spent_on", models.DateField()),
                (
                    "description",
                    models.CharField(
                        max_length=200,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                    ),
                ),
                ("amount", models.PositiveBigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unclaimed", "Not claimed yet"),
                            ("claimed", "Claimed"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                            ("denied", "Denied"),
                        ],
                        default="unclaimed",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="expense.category",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("receipts", models.ManyToManyField(related_name="+", to="attachments.attachment")),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="expense.report",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-spent_on", "-id"], name="expense_line_by_day"),
                    models.Index(
                        fields=["owner", "state", "-spent_on", "-id"], name="expense_line_state"
                    ),
                    models.Index(
                        fields=["owner", "state", "currency", "amount"], name="expense_line_sums"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="expense_line_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lt", 1000000000000)),
                        name="expense_line_amounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("report", None), ("state", "unclaimed")),
                            models.Q(
                                models.Q(("state", "unclaimed"), _negated=True),
                                models.Q(("report", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="expense_claimed_has_a_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalUser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "claimant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claimant", "person"), name="expense_approver_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("claimant", models.F("person")), _negated=True),
                        name="expense_nobody_decides_own",
                    ),
                ],
            },
        ),
    ]

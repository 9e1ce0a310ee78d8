import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kairan.people.time_zones


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Group",
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
                        error_messages={"unique": "There is a group of this name already."},
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
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Company",
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
                        verbose_name="name of the company",
                    ),
                ),
                ("founded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_company")
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "login_id",
                    models.CharField(
                        error_messages={
                            "unique": "Somebody has this login ID already. Choose another."
                        },
                        max_length=150,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            ),
                            django.core.validators.RegexValidator(
                                "^[^\\s,;、，；]+\\Z",
                                "A login ID has no blanks, commas or semicolons.",
                            ),
                        ],
                        verbose_name="login ID",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(
                        max_length=100,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="first name",
                    ),
                ),
                (
                    "middle_name",
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
                        verbose_name="middle name",
                    ),
                ),
                (
                    "last_name",
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
                        verbose_name="last name",
                    ),
                ),
                (
                    "title",
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
                        verbose_name="job title",
                    ),
                ),
                (
                    "department",
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
                        verbose_name="department",
                    ),
                ),
                (
                    "phone",
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
                        verbose_name="phone",
                    ),
                ),
                (
                    "extension",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]",
                                "Write this in one line, without control characters.",
                                inverse_match=True,
                            )
                        ],
                        verbose_name="extension",
                    ),
                ),
                (
                    "mobile",
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
                        verbose_name="mobile phone",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("ja", "日本語")],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        choices=kairan.people.time_zones.time_zone_choices,
                        default="UTC",
                        max_length=64,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "first_weekday",
                    models.SmallIntegerField(
                        choices=[(0, "Monday"), (5, "Saturday"), (6, "Sunday")],
                        default=0,
                        verbose_name="first day of the week",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("administrator", "Administrator"), ("user", "User")],
                        default="user",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="works here")),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                ("words", models.TextField(blank=True, default="", editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True, related_name="members", to="people.group", verbose_name="groups"
                    ),
                ),
            ],
            options={
                "ordering": ["last_name", "first_name", "login_id"],
                "indexes": [
                    models.Index(
                        fields=["last_name", "first_name", "login_id"], name="user_by_name"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("login_id"),
                        name="login_id_in_any_case",
                        violation_error_message="Somebody has this login ID already. Choose another.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "Company"),
                            ("mobile", "Mobile"),
                            ("home", "Home"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("address", models.CharField(max_length=320, verbose_name="e-mail address")),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="shown to everybody"),
                ),
                (
                    "takes_notifications",
                    models.BooleanField(default=False, verbose_name="notifications come here"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("takes_notifications", True)),
                        fields=["user"],
                        name="address_for_notifications",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="one_address_of_a_kind")
                ],
            },
        ),
    ]

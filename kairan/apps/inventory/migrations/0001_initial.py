import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kairan.apps.inventory.quantities


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("attachments", "0001_initial"),
        ("people", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
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
                (
                    "code",
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
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        max_length=30,
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
                    "place",
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
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("is_shared", models.BooleanField(default=True)),
                ("is_self_service", models.BooleanField(default=True)),
                ("warning_level", kairan.apps.inventory.quantities.QuantityField(null=True)),
                ("on_hand", kairan.apps.inventory.quantities.QuantityField(default=0)),
                ("on_hand_before", kairan.apps.inventory.quantities.QuantityField(default=0)),
                ("is_low", models.BooleanField(default=False)),
                ("was_low", models.BooleanField(default=False)),
                ("is_retired", models.BooleanField(default=False)),
                ("words", models.TextField(default="", editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("key", models.UUIDField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("files", models.ManyToManyField(related_name="+", to="attachments.attachment")),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.group",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_retired", "name", "id"], name="item_by_name"),
                    models.Index(
                        condition=models.Q(("is_low", True)), fields=["name", "id"], name="item_low"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("created_by", "key"), name="one_item_of_a_form"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="no_two_items_share_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on_hand__gte", 0)), name="stock_is_never_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("warning_level", None), ("warning_level__gte", 0), _connector="OR"
                        ),
                        name="no_warning_level_is_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_shared", False), ("group", None), _connector="OR"),
                        name="an_item_is_shared_or_a_group_s",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_low", True),
                                ("is_retired", False),
                                ("on_hand__lte", models.F("warning_level")),
                                ("warning_level__isnull", False),
                            ),
                            models.Q(
                                ("is_low", False),
                                models.Q(
                                    ("is_retired", False),
                                    ("on_hand__lte", models.F("warning_level")),
                                    ("warning_level__isnull", False),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_item_is_low_when_it_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.group",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keepers",
                        to="inventory.item",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.group",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("person", None), ("team", None), _connector="XOR"),
                        name="a_keeper_is_a_person_or_a_team",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("item", None), ("group", None), _connector="OR"),
                        name="a_keeper_has_one_charge",
                    ),
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
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("sent_at", models.DateTimeField()),
                ("key", models.UUIDField(editable=False, null=True)),
                ("items", models.ManyToManyField(related_name="messages", to="inventory.item")),
                ("readers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL)),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("writer", "key"), name="one_message_of_a_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
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
                            ("receive", "Received"),
                            ("issue", "Issued"),
                            ("return", "Returned"),
                            ("adjust", "Counted"),
                        ],
                        max_length=10,
                    ),
                ),
                ("change", kairan.apps.inventory.quantities.QuantityField()),
                ("balance", kairan.apps.inventory.quantities.QuantityField()),
                ("why", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                ("key", models.UUIDField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="inventory.item",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item", "-id"], name="movement_by_item")],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "key"), name="one_movement_of_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", 0)), name="no_balance_is_negative"
                    ),
                ],
            },
        ),
    ]

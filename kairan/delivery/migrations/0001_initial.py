import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("mailservers", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("journal", models.CharField(max_length=40, unique=True)),
                ("host", models.CharField(max_length=255)),
                ("boot", models.CharField(max_length=64)),
                ("runs_out_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "server",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pause",
                        serialize=False,
                        to="mailservers.outgoingserver",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("failures", models.PositiveIntegerField(default=1)),
                ("is_permanent", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=30)),
                ("code", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("template", models.BinaryField()),
                ("subject", models.CharField(max_length=250)),
                ("sender", models.CharField(blank=True, max_length=320)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("notification", "Notification"),
                            ("account", "Account"),
                            ("personal", "Personal mail"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kind", models.CharField(max_length=100)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "when_uncertain",
                    models.CharField(
                        choices=[
                            ("ask", "an administrator decides"),
                            ("resend", "it is sent again once, with the same Message-ID"),
                        ],
                        max_length=6,
                    ),
                ),
                ("has_message_id", models.BooleanField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "server",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mailservers.outgoingserver",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "id"], name="letter_by_kind"),
                    models.Index(fields=["about"], name="letter_by_about"),
                    models.Index(fields=["created_at"], name="letter_by_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                ("recipient", models.CharField(max_length=320)),
                ("search_key", models.CharField(db_index=True, max_length=320)),
                ("slots", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("held", "held"),
                            ("sending", "sending"),
                            ("accepted", "accepted by the server"),
                            ("deferred", "put off by the server"),
                            ("refused", "refused"),
                            ("uncertain", "uncertain"),
                            ("expired", "expired"),
                            ("cancelled", "cancelled"),
                            ("bounced", "came back"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("rank", models.SmallIntegerField()),
                ("next_try_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("was_resent", models.BooleanField(default=False)),
                ("code", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("not-mailed", "Notification via E-mail is not in use or not set up."),
                            ("no-server", "There is no outgoing server for it any more."),
                            ("withdrawn", "It was withdrawn before it left."),
                            ("read", "It was read in the office before it left."),
                            ("by-administrator", "An administrator decided so."),
                            ("too-late", "It could not be sent in time."),
                            ("too-large", "It is larger than the server's settings allow."),
                            ("bad-address", "The address cannot be written to."),
                            (
                                "international",
                                "The server takes no address with such characters before the @.",
                            ),
                            ("unreadable", "The letter cannot be put together: a fault in Kairan."),
                            (
                                "lost-touch",
                                "The connection broke; nobody knows whether the server took it.",
                            ),
                            (
                                "stopped",
                                "Kairan was stopped in mid-sending; the server may have taken it.",
                            ),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "server",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mailservers.outgoingserver",
                    ),
                ),
                (
                    "lease",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="delivery.lease",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="envelopes",
                        to="delivery.letter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_try_at__isnull", False)),
                        fields=["server", "rank", "next_try_at"],
                        name="envelope_due",
                    ),
                    models.Index(
                        condition=models.Q(("lease__isnull", False)),
                        fields=["lease"],
                        name="envelope_under_way",
                    ),
                    models.Index(fields=["state", "id"], name="envelope_by_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lines", models.TextField()),
                (
                    "lease",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="delivery.lease",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("deferred", "put off"),
                            ("refused", "refused"),
                            ("uncertain", "uncertain"),
                        ],
                        max_length=9,
                    ),
                ),
                ("code", models.PositiveSmallIntegerField(null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("not-mailed", "Notification via E-mail is not in use or not set up."),
                            ("no-server", "There is no outgoing server for it any more."),
                            ("withdrawn", "It was withdrawn before it left."),
                            ("read", "It was read in the office before it left."),
                            ("by-administrator", "An administrator decided so."),
                            ("too-late", "It could not be sent in time."),
                            ("too-large", "It is larger than the server's settings allow."),
                            ("bad-address", "The address cannot be written to."),
                            (
                                "international",
                                "The server takes no address with such characters before the @.",
                            ),
                            ("unreadable", "The letter cannot be put together: a fault in Kairan."),
                            (
                                "lost-touch",
                                "The connection broke; nobody knows whether the server took it.",
                            ),
                            (
                                "stopped",
                                "Kairan was stopped in mid-sending; the server may have taken it.",
                            ),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "server",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="mailservers.outgoingserver",
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="delivery.envelope",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["server", "ended_at"], name="attempt_by_server")],
            },
        ),
    ]

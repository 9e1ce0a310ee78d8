import uuid

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
            name="OwnLeads",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("minutes", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("version", models.PositiveIntegerField(default=0)),
                ("series_day", models.DateField(null=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("details", models.TextField(blank=True, verbose_name="details")),
                ("is_private", models.BooleanField(default=False, verbose_name="private")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("mail", "By mail and bell"),
                            ("bell", "By the bell alone"),
                            ("none", "Not at all"),
                        ],
                        default="mail",
                        max_length=4,
                    ),
                ),
                ("leads", models.JSONField(default=list)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "span",
                    models.CharField(
                        choices=[
                            ("hours", "From – to"),
                            ("untimed", "No fixed time"),
                            ("all-day", "All day"),
                        ],
                        max_length=7,
                    ),
                ),
                ("begins_at", models.TimeField(null=True)),
                ("ends_at", models.TimeField(null=True)),
                ("time_zone", models.CharField(max_length=64)),
                ("rule", models.CharField(blank=True, max_length=200)),
                ("until", models.DateField(null=True)),
                ("skipped", models.JSONField(default=list)),
                ("first_start", models.DateTimeField()),
                ("last_end", models.DateTimeField()),
                ("invited", models.JSONField(default=dict)),
                ("left", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alone",
                        to="schedule.event",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["first_start", "last_end"], name="event_by_bounds")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="one_event_of_a_form"),
                    models.UniqueConstraint(
                        fields=("series", "series_day"), name="one_event_in_place_of_an_occurrence"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("series", None), ("series_day", None)),
                            models.Q(
                                ("rule", ""),
                                ("series__isnull", False),
                                ("series_day__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_event_in_place_of_another_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begins_at__isnull", False),
                                ("ends_at__isnull", False),
                                ("span", "hours"),
                            ),
                            models.Q(
                                models.Q(("span", "hours"), _negated=True),
                                ("begins_at", None),
                                ("ends_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="an_event_with_hours_has_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="an_event_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reminded",
                    models.CharField(
                        choices=[
                            ("event", "As the event says"),
                            ("own", "By my own lead times"),
                            ("none", "Not at all"),
                        ],
                        default="event",
                        max_length=5,
                    ),
                ),
                ("first_start", models.DateTimeField()),
                ("last_end", models.DateTimeField()),
                ("is_long", models.BooleanField()),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="schedule.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_long", False)),
                        fields=["person", "first_start"],
                        name="participation_in_short",
                    ),
                    models.Index(
                        condition=models.Q(("is_long", True)),
                        fields=["person", "last_end"],
                        name="participation_in_long",
                    ),
                    models.Index(
                        condition=models.Q(("reminded", "own")),
                        fields=["person"],
                        name="participation_own_leads",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "person"), name="one_part_per_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lead", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("due_at", models.DateTimeField(db_index=True)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="schedule.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("event", "lead"),
                        name="one_reminder_of_an_event",
                    ),
                    models.UniqueConstraint(
                        fields=("event", "person", "lead"), name="one_reminder_of_a_person"
                    ),
                ],
            },
        ),
    ]

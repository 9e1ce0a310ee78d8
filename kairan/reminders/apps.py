from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from kairan.clock.days import bounds
from kairan.shell import feature

MOST = 100


class Reminders(feature.Feature):
    name = "kairan.reminders"
    label = "reminders"
    verbose_name = _("Reminder")
    title = _("Reminder")
    icon = "bell-alert"
    menu_order = 35

    def waits(self, person: feature.Person) -> Any:
        """Return the reminders that have rung and are not done."""
        return self._of(person).rung()

    def waiting(self, person: feature.Person, most: int) -> Sequence[feature.Waiting]:
        """Return the reminders that have rung and are not done, the oldest first."""
        rung = self._of(person).rung().order_by("at", "pk")[:most]
        return [feature.Waiting(each.text, each.get_absolute_url(), until=each.at) for each in rung]

    def agenda(self, person: feature.Person, day: date) -> Sequence[feature.Appointment]:
        """Return the reminders that will ring on ``day``."""
        begin, end = bounds(day, get_current_timezone())
        ringing = self._of(person).upcoming().filter(at__gte=begin, at__lt=end)
        return [
            feature.Appointment(each.text, each.get_absolute_url(), starts_at=each.at)
            for each in ringing.order_by("at", "pk")[:MOST]
        ]

    def daily_hours(self, people: Collection[int]) -> Mapping[int, tuple[time, Collection[int]]]:
        """Return when the daily mails of ``people`` come; who wants none is missing."""
        settings: Any = apps.get_model("reminders", "ReminderSettings")
        settled = settings.objects.filter(person__in=people).exclude(daily_at=None)
        rows = settled.values_list("person_id", "daily_at", "daily_weekdays")
        return {person: (daily_at, weekdays) for person, daily_at, weekdays in rows}

    def daily_mail_pages(self) -> Sequence[feature.Entry]:
        """Offer the page on which the hour and the days of the daily mail stand."""
        return [feature.Entry(_("Change its hour and days"), reverse("reminders:settings"))]

    def owe_daily_mail(self, people: Collection[int], now: datetime) -> Collection[int]:
        """Return those of ``people`` whose day is still to be announced."""
        turns: Any = apps.get_model("reminders", "DailyTurn")
        due = turns.objects.filter(person__in=people, next_at__lte=now)
        return list(due.values_list("person_id", flat=True))

    def _of(self, person: feature.Person) -> Any:
        reminders: Any = apps.get_model("reminders", "Reminder")
        return reminders.objects.filter(owner_id=person.pk)

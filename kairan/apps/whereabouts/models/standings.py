"""Where a person is by their own or a colleague's word, and what each wants to be done with it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kairan.apps.whereabouts.models.lists import Presence
from kairan.apps.whereabouts.moments import is_over, until_words
from kairan.people.one_line import one_line


class Standing(models.Model):
    """Where one person is now, as it was last said, and by whom."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="standing",
    )
    presence = models.ForeignKey(Presence, on_delete=models.PROTECT, related_name="standings")
    place = models.CharField(_("place"), max_length=100, blank=True, validators=[one_line])
    until = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True, validators=[one_line])
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.presence}"

    @property
    def is_said_by_another(self) -> bool:
        """Whether somebody else said this than the person."""
        return self.said_by_id not in {None, self.person_id}

    def is_over(self, now: datetime) -> bool:
        """Whether the moment until which this was to hold has come."""
        return is_over(self.until, now)

    def is_in(self, now: datetime) -> bool:
        """Whether the person is known to be in."""
        return self.presence.is_in and not self.is_over(now)

    def until_words(self, now: datetime) -> str:
        """Return until when this holds, or held, for the board."""
        return until_words(self.until, now)


class Preference(models.Model):
    """What a person wants of Whereabouts; without a row, mails always and no schedule."""

    class MailWhen(models.TextChoices):
        ALWAYS = "always", _("Always")
        OUT = "out", _("Only while I am out")
        NEVER = "never", _("Never; the bell is enough")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="whereabouts_preference",
    )
    mails_when = models.CharField(
        _("mail me the messages that are left for me"),
        max_length=10,
        choices=MailWhen.choices,
        default=MailWhen.ALWAYS,
    )
    follows_schedule = models.BooleanField(_("follow my schedule"), default=False)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mails_when}"

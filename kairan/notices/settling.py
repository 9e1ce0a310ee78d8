"""What a person settles about their mails, as one deed; and the presets to begin from."""

from collections.abc import Collection, Mapping

from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from kairan.notices.bundling import replan
from kairan.notices.models import MailTimes
from kairan.notices.notice import Notice, kinds
from kairan.notices.planning import Choice, Mail
from kairan.notices.preferences import choices_of, choose_addresses, choose_ways
from kairan.people.models import User


class Preset(models.TextChoices):
    """A choice for all kinds at once."""

    AT_ONCE = "at-once", _("Everything at once")
    BUNDLED = "bundled", _("Everything bundled")
    DAILY = "daily", _("Everything once a day")
    ASKED = "asked", _("What asks me for something at once, the rest once a day")


@transaction.atomic
def settle(
    person: User,
    *,
    ways: Mapping[str, Choice],
    addresses: Mapping[str, Collection[int] | None],
    times: MailTimes,
) -> None:
    """Keep how ``person`` hears of each kind, where to and at which times.

    What waits already leaves by the new times; what the organisation has locked stays.
    """
    choose_ways(person, ways)
    for kind, numbers in addresses.items():
        choose_addresses(person, kind, numbers)
    times.person = person
    times.save()
    person.mail_times = times
    replan(person, now=now())


@transaction.atomic
def take_preset(person: User, preset: Preset) -> None:
    """Mail every kind to ``person`` as ``preset`` says; the bell and what is locked stay."""
    rings = {kind: each.rings for kind, each in choices_of(person).items()}
    choose_ways(
        person,
        {
            each.kind: Choice(_preset_mail(each, preset), rings.get(each.kind, True))
            for each in kinds()
        },
    )
    replan(person, now=now())


def _preset_mail(kind: type[Notice], preset: Preset) -> Mail:
    if preset is Preset.AT_ONCE or kind.crosses_quiet_hours:
        return Mail.NOW
    if preset is Preset.BUNDLED:
        return Mail.BUNDLE
    if preset is Preset.ASKED and kind.asks:
        return Mail.NOW
    return Mail.DAILY

"""To whom a message that is left goes by mail: to each under the condition they chose."""

from collections.abc import Collection
from datetime import datetime

from kairan.apps.whereabouts.engaged import engagements
from kairan.apps.whereabouts.models import Preference, Standing
from kairan.people.models import User

When = Preference.MailWhen


def is_mailed(when: str, *, is_out: bool) -> bool:
    """Whether one who wants mails ``when`` gets one, being out or not."""
    return when == When.ALWAYS or (when == When.OUT and is_out)


def to_be_mailed(people: Collection[int], *, writer: User, moment: datetime) -> set[int]:
    """Return those of ``people`` (ids) who want a mail of what ``writer`` leaves at ``moment``.

    Who has chosen nothing wants it always. Whom the schedule keeps busy is out, where they let
    it speak for them; else it counts what was said, and who said nothing is out: a mail too many
    does less harm than a call that is never returned.
    """
    chosen = {each.person_id: each for each in Preference.objects.filter(person__in=people)}
    undecided = [pk for pk, each in chosen.items() if each.mails_when == When.OUT]
    inside = _known_to_be_in(undecided, moment)
    following = [pk for pk in undecided if chosen[pk].follows_schedule]
    busy = set(engagements(following, viewer=writer, moment=moment))
    return {
        pk
        for pk in people
        if is_mailed(
            chosen[pk].mails_when if pk in chosen else When.ALWAYS,
            is_out=pk in busy or pk not in inside,
        )
    }


def _known_to_be_in(people: Collection[int], moment: datetime) -> set[int]:
    if not people:
        return set()
    standings = Standing.objects.filter(person__in=people).select_related("presence")
    return {each.person_id for each in standings if each.is_in(moment)}

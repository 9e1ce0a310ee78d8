"""The lines of the board: each person with presence, place, contact and what waits for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _

from kairan.apps.whereabouts.engaged import engagements
from kairan.apps.whereabouts.models import Copy, Preference, Standing
from kairan.apps.whereabouts.moments import until_words
from kairan.apps.whereabouts.rights import spoken_for_by
from kairan.people.models import User
from kairan.shell.feature import Engagement


@dataclass(frozen=True)
class Contact:
    """Where one is reached: what it is, the number."""

    label: str
    number: str

    @property
    def dial(self) -> str:
        """The number as a telephone takes it; nothing for an extension of a few digits."""
        digits = "".join(each for each in self.number if each.isascii() and each.isdigit())
        plus = "+" if self.number.strip().startswith("+") else ""
        return f"tel:{plus}{digits}" if len(digits) > MOST_DIGITS_OF_EXTENSION else ""


MOST_DIGITS_OF_EXTENSION = 6


def contact_of(person: User, *, is_in: bool) -> Contact | None:
    """Return what fits the presence: the extension when in, the mobile phone when out.

    Where that is not on record the next best takes its place.
    """
    extension = Contact(_("Extension"), person.extension)
    mobile = Contact(_("Mobile"), person.mobile)
    phone = Contact(_("Phone"), person.phone)
    wanted = [extension, phone, mobile] if is_in else [mobile, phone, extension]
    return next((each for each in wanted if each.number), None)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person on the board, as the viewer sees them."""

    person: User
    now: datetime
    standing: Standing | None = None
    engagement: Engagement | None = None
    follows_schedule: bool = False
    waiting: int = 0
    is_me: bool = False
    may_be_marked: bool = False

    @property
    def is_engaged_first(self) -> bool:
        """Whether the schedule speaks for this person now."""
        return self.follows_schedule and self.engagement is not None

    @property
    def is_in(self) -> bool:
        """Whether this person is known to be in."""
        said = self.standing is not None and self.standing.is_in(self.now)
        return said and not self.is_engaged_first

    @property
    def is_over(self) -> bool:
        """Whether what was said has run out."""
        return self.standing is not None and self.standing.is_over(self.now)

    @property
    def has_details(self) -> bool:
        """Whether there is more to show than the presence: place, note, event, or who said so."""
        said = self.standing
        details = said is not None and bool(said.place or said.note or said.is_said_by_another)
        return details or self.engagement is not None

    @property
    def until(self) -> str:
        """Until when what was said holds, in words."""
        return self.standing.until_words(self.now) if self.standing is not None else ""

    @property
    def engaged_until(self) -> str:
        """Until when the schedule keeps this person, in words."""
        return until_words(self.engagement.until, self.now) if self.engagement else ""

    @property
    def contact(self) -> Contact | None:
        """Where to reach this person now."""
        return contact_of(self.person, is_in=self.is_in)


def lines(people: Sequence[User], *, viewer: User, now: datetime) -> list[Line]:
    """Return a line for each of ``people``, in their order: six queries, and those of other apps.

    Everybody sees how many messages wait for whom; confidential ones each person counts alone.
    """
    ids = [person.pk for person in people]
    standings = {
        each.person_id: each
        for each in Standing.objects.filter(person__in=ids).select_related("presence", "said_by")
    }
    following = set(
        Preference.objects.filter(person__in=ids, follows_schedule=True).values_list(
            "person_id", flat=True
        )
    )
    busy = engagements(ids, viewer=viewer, moment=now)
    waiting = _waiting(ids) | _waiting([viewer.pk], of_oneself=True)
    markable = set(spoken_for_by(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    return [
        Line(
            person=person,
            now=now,
            standing=standings.get(person.pk),
            engagement=busy.get(person.pk),
            follows_schedule=person.pk in following,
            waiting=waiting.get(person.pk, 0),
            is_me=person.pk == viewer.pk,
            may_be_marked=person.pk in markable,
        )
        for person in people
    ]


def _waiting(ids: Iterable[int], *, of_oneself: bool = False) -> dict[int, int]:
    unread = Copy.objects.filter(recipient__in=ids).unread()
    if not of_oneself:
        unread = unread.counted_for_others()
    counted = unread.order_by().values("recipient_id").annotate(count=Count("pk"))
    return dict(counted.values_list("recipient_id", "count"))

"""What keeps people busy now: the other apps are asked, and never learnt by name."""

from collections.abc import Collection
from datetime import datetime

from kairan.people.models import User
from kairan.shell.feature import Engagement, features


def engagements(
    people: Collection[int], *, viewer: User, moment: datetime
) -> dict[int, Engagement]:
    """Return for each of ``people`` (ids) who is engaged at ``moment`` (aware) what lasts longest.

    It says no more than ``viewer`` may know.
    """
    found: dict[int, Engagement] = {}
    if not people:
        return found
    for each in features():
        for person, engagement in each.engagements(viewer, people, moment).items():
            if person not in found or found[person].until < engagement.until:
                found[person] = engagement
    return found

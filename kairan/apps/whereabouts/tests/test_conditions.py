"""Who gets a mail of a message: the three conditions, and what counts as out."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from kairan.apps.whereabouts.mailing import is_mailed, to_be_mailed
from kairan.apps.whereabouts.operations.messages import leave
from kairan.apps.whereabouts.operations.standings import prefer
from kairan.notices.models import Announcement

SOON = timedelta(hours=1)


@pytest.mark.parametrize(
    ("when", "is_out", "mailed"),
    [
        ("always", True, True),
        ("always", False, True),
        ("out", True, True),
        ("out", False, False),
        ("never", True, False),
        ("never", False, False),
    ],
)
def test_each_condition_says_yes_or_no(when, is_out, mailed):
    assert is_mailed(when, is_out=is_out) is mailed


@pytest.fixture
def mailed(aiko, ben):
    """Whether a message for Ben would go by mail now."""
    return lambda: to_be_mailed([ben.pk], writer=aiko, moment=now()) == {ben.pk}


def test_who_chose_nothing_wants_it_always(mailed, ben, stands):
    stands(ben, "In")

    assert mailed()


def test_never_means_the_bell_alone(mailed, ben):
    prefer(ben, mails_when="never", follows_schedule=False)

    assert not mailed()


@pytest.mark.parametrize(
    ("name", "wanted"), [("In", False), ("Meeting", False), ("Out", True), ("Home office", True)]
)
def test_only_when_out_goes_by_the_presence(mailed, ben, stands, name, wanted):
    prefer(ben, mails_when="out", follows_schedule=False)
    stands(ben, name)

    assert mailed() is wanted


def test_who_said_nothing_is_out(mailed, ben):
    prefer(ben, mails_when="out", follows_schedule=False)

    assert mailed()


def test_who_was_in_until_a_moment_that_is_over_is_out(mailed, ben, stands):
    prefer(ben, mails_when="out", follows_schedule=False)
    stands(ben, "In", until=now() + SOON)
    assert not mailed()

    with time_machine.travel(now() + SOON):
        assert mailed()


@pytest.mark.parametrize("follows", [True, False])
def test_the_schedule_counts_for_those_who_follow_it(mailed, ben, stands, busy, follows):
    prefer(ben, mails_when="out", follows_schedule=follows)
    stands(ben, "In")
    busy(ben, "Budget", until=now() + SOON)

    assert mailed() is follows

    with time_machine.travel(now() + 2 * SOON):
        assert not mailed()


def test_everybody_hears_each_as_they_chose(aiko, ben, chidi, taken, stands):
    prefer(ben, mails_when="out", follows_schedule=False)
    stands(ben, "In")

    leave(taken(ben, chidi), writer=aiko)

    told = Announcement.objects.values_list("by_mail", "recipients")
    assert sorted(told) == [(False, [ben.pk]), (True, [chidi.pk])]

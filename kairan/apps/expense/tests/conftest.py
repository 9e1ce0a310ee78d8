from datetime import date

import pytest

from kairan.apps.expense.models import Category
from kairan.apps.expense.operations.lines import Spent, record
from kairan.apps.expense.operations.office import choose, settle
from kairan.apps.expense.operations.reports import Claim, claim
from kairan.people.picker import Selection


@pytest.fixture
def transport(db):
    """A category, also where no migration has begun the list."""
    return Category.objects.get_or_create(name="Transport", defaults={"name_ja": "交通費"})[0]


@pytest.fixture
def spent(transport):
    """Return what somebody has typed."""

    def typed(amount=1200, **fields):
        return Spent(
            **{
                "spent_on": date(2026, 5, 12),
                "category": transport,
                "description": "Taxi to Shinagawa",
                "amount": amount,
                **fields,
            }
        )

    return typed


@pytest.fixture
def spend(aiko, spent):
    """Write down what Aiko, or somebody else, has spent."""

    def written(amount=1200, owner=aiko, **fields):
        return record(spent(amount, **fields), owner=owner)

    return written


@pytest.fixture
def approvers(aiko, ben):
    """Ben decides about what Aiko claims, and she about what he claims."""
    settle(currency="JPY", candidates=Selection.of([aiko, ben]))
    choose([ben.pk], claimant=aiko)
    choose([aiko.pk], claimant=ben)


@pytest.fixture
def claimed(aiko, approvers):
    """Return a report of lines that Aiko claims."""

    def made(*lines, by=aiko, **fields):
        return claim(Claim(lines=[line.pk for line in lines], **fields), claimant=by)

    return made


@pytest.fixture
def report(spend, claimed):
    """A report of two lines that Aiko has put before Ben."""
    return claimed(
        spend(1200), spend(8400, description="Hotel", spent_on=date(2026, 5, 14)), title="Osaka"
    )

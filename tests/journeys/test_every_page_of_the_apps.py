"""Every page of the apps is one that everybody can use, like those of the house."""

import pytest

from tests.journeys.test_every_page import DOORS_OF_APPS, house, people, try_page

__all__ = ["house", "people"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("door", DOORS_OF_APPS, ids=str)
def test_a_page_of_an_app_is_for_everybody(house, people, door):
    try_page(house, people, door)

"""The cast of every test: who acts, who works with them, who must see nothing."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kairan.people.models import Address, User


def hire(login_id: str, **fields: object) -> User:
    """Return a new person with a company address that takes notifications."""
    user = User.objects.create_user(login_id, password="correct horse battery", **fields)
    Address.objects.create(
        user=user,
        kind=Address.Kind.COMPANY,
        address=f"{login_id}@example.test",
        is_public=True,
        takes_notifications=True,
    )
    return user


@pytest.fixture
def aiko(db: None) -> User:
    """Writes things, and is the administrator."""
    return hire(
        "aiko", first_name="Aiko", last_name="Mori", kind=User.Kind.ADMINISTRATOR, language="en"
    )


@pytest.fixture
def ben(db: None) -> User:
    """Works with Aiko and reads Japanese."""
    return hire("ben", first_name="Ben", last_name="Sato", language="ja", time_zone="Asia/Tokyo")


@pytest.fixture
def chidi(db: None) -> User:
    """Has nothing to do with it, and must see nothing."""
    return hire("chidi", first_name="Chidi", last_name="Obi", language="en")


@pytest.fixture
def as_() -> Callable[[User], Client]:
    """Return a browser in which a person has signed in."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def asked_by() -> Callable[[User, str], int]:
    """Return how many queries a page asks for a person, less the one that its menu asks."""

    def count(person: User, url: str) -> int:
        client = Client()
        client.force_login(person)
        client.get(url)
        with CaptureQueriesContext(connection) as page:
            assert client.get(url).status_code == 200
        return len(page) - 1

    return count

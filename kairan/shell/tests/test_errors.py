import pytest
from django.test import Client


@pytest.fixture
def careful(db):
    """A browser in front of an office that checks where forms come from."""
    return Client(enforce_csrf_checks=True)


def test_a_form_without_its_token_gets_a_page_of_ours(careful, aiko):
    response = careful.post("/account/login/", {"login": "aiko", "password": "x"})

    assert response.status_code == 403
    assert "This form was not accepted" in response.content.decode()


def test_what_does_not_exist_gets_a_page_of_ours(as_, aiko):
    response = as_(aiko).get("/circulation/12345/")

    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_what_one_may_not_do_gets_a_page_of_ours(as_, chidi):
    response = as_(chidi).get("/mail-servers/settings/")

    assert response.status_code == 403
    assert "You may not do this" in response.content.decode()

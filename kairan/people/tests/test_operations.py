from dataclasses import replace
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from kairan.people import operations
from kairan.people.details import Details, GivenAddress
from kairan.people.models import Company, User
from kairan.shell.refusals import Refused

DANA = Details(login_id="dana", first_name="Dana")


def test_only_administrators_hire(ben):
    with pytest.raises(PermissionDenied):
        operations.hire(DANA, password=None, by=ben)


def test_a_login_id_belongs_to_one_person_in_any_case(aiko, ben):
    with pytest.raises(Refused, match="has this login ID already"):
        operations.hire(replace(DANA, login_id="BEN"), password=None, by=aiko)
    with pytest.raises(Refused, match="has this login ID already"):
        operations.edit(ben, replace(Details.of(ben), login_id="Aiko"), by=aiko)


def test_people_edit_themselves_less_what_they_were_given(ben):
    operations.edit(ben, replace(Details.of(ben), phone="1"), by=ben)
    ben.refresh_from_db()
    assert ben.phone == "1"
    for given in [{"kind": "administrator"}, {"login_id": "x"}, {"department": "x"}]:
        with pytest.raises(PermissionDenied):
            operations.edit(ben, replace(Details.of(ben), **given), by=ben)


def test_nobody_edits_somebody_else(aiko, ben, chidi):
    with pytest.raises(PermissionDenied):
        operations.edit(ben, Details.of(ben), by=chidi)
    with pytest.raises(PermissionDenied):
        operations.edit(ben, Details.of(ben), groups=[], by=ben)


def test_the_last_administrator_cannot_go(aiko, ben):
    with pytest.raises(Refused, match="last administrator"):
        operations.deactivate(aiko, by=aiko)
    with pytest.raises(Refused, match="last administrator"):
        operations.edit(aiko, replace(Details.of(aiko), kind="user"), by=aiko)
    operations.edit(ben, replace(Details.of(ben), kind="administrator"), by=aiko)
    operations.deactivate(aiko, by=aiko)
    assert User.objects.administrators().get() == ben


def test_addresses_are_written_changed_and_dropped(aiko, ben):
    home = GivenAddress(kind="home", address="ben@home.test")
    operations.edit(ben, Details.of(ben), addresses=[home], by=aiko)
    assert [GivenAddress.of(each) for each in ben.addresses.all()] == [home]
    operations.edit(ben, Details.of(ben), addresses=[], by=aiko)
    assert not ben.addresses.exists()


def test_who_left_comes_back(aiko, ben):
    operations.deactivate(ben, by=aiko)
    operations.reactivate(ben, by=aiko)

    ben.refresh_from_db()
    assert ben.is_active


@pytest.mark.django_db
def test_an_office_is_founded_once():
    operations.found(company="Mori", administrator=DANA, password="tidy horse staple")

    with pytest.raises(Refused, match="has been set up already"):
        operations.found(
            company="Thief", administrator=replace(DANA, login_id="thief"), password="tidy horse"
        )
    assert Company.current_name() == "Mori"
    assert User.objects.get().is_administrator


@pytest.mark.django_db(transaction=True)
def test_of_two_founders_at_once_one_is_refused():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; its transactions queue at BEGIN anyway.")
    outcomes: list[str] = []

    def try_to_found(login_id: str) -> None:
        try:
            operations.found(
                company=login_id,
                administrator=replace(DANA, login_id=login_id),
                password="tidy horse staple",
            )
            outcomes.append("founded")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    founders = [Thread(target=try_to_found, args=[f"founder{n}"]) for n in range(4)]
    for founder in founders:
        founder.start()
    for founder in founders:
        founder.join()

    assert sorted(outcomes) == ["founded", "refused", "refused", "refused"]
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "password"),
    [({"time_zone": "Mars"}, "tidy horse staple"), ({"login_id": "a b"}, "tidy horse"), ({}, "x")],
)
def test_an_office_is_founded_with_values_that_do(changed, password):
    with pytest.raises(ValidationError):
        operations.found(company="Mori", administrator=replace(DANA, **changed), password=password)
    assert not User.objects.exists()


def test_the_company_is_renamed_by_administrators(aiko, ben):
    operations.rename_company("Mori", by=aiko)
    assert Company.current_name() == "Mori"
    with pytest.raises(PermissionDenied):
        operations.rename_company("Ben", by=ben)

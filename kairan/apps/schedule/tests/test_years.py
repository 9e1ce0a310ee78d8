import pytest

from kairan.apps.schedule.models import Event

TYPED = {
    "title": "Review of the century",
    "begins_at": "22:00",
    "ends_at": "23:00",
    "way": "mail",
    "lead_unit": "1440",
    "lead_number": "1000",
}
FAR = [
    ({"repeats": "yearly", "interval": "70", "first_day": "2999-12-31", "span": "hours"}),
    ({"repeats": "yearly", "interval": "70", "first_day": "2999-12-31", "span": "all-day"}),
    ({"repeats": "yearly", "interval": "99", "first_day": "2028-02-29", "span": "hours"}),
    ({"repeats": "monthly-last", "interval": "99", "first_day": "2030-12-31", "span": "untimed"}),
]


@pytest.mark.parametrize("typed", FAR)
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_series_ends_within_the_years_the_office_knows(as_, clock, aiko, typed, zone):
    aiko.time_zone = zone
    aiko.save()
    to = {"to": f"person:{aiko.pk}", "count": "1000"}

    page = as_(aiko).post("/schedule/new/", {**TYPED, **typed, **to})

    assert "would take place after the year 2999" in page.content.decode()
    assert not Event.objects.exists()


def test_a_series_begins_within_the_years_the_office_knows(as_, clock, aiko, plan):
    yearly = {"repeats": "yearly", "interval": "1", "first_day": "2000-01-01", "span": "hours"}
    client = as_(aiko)
    url = client.post("/schedule/new/", {**TYPED, **yearly, "to": f"person:{aiko.pk}"})["Location"]

    page = client.post(
        f"{url}change/?on=2999-01-01",
        {**TYPED, **yearly, "to": f"person:{aiko.pk}", "scope": "all", "version": "0"},
    )

    assert "would begin before the year 2000" in page.content.decode()
    assert str(Event.objects.get().first_day) == "2000-01-01"


def test_an_endless_series_of_the_last_days_is_no_trouble(as_, clock, aiko, ben):
    typed = {"repeats": "daily", "interval": "1", "first_day": "2999-12-30", "span": "all-day"}
    client = as_(aiko)
    people = {"to": [f"person:{aiko.pk}", f"person:{ben.pk}"]}
    url = client.post("/schedule/new/", {**TYPED, **typed, **people})["Location"]

    for page in (url, f"{url}change/", "/schedule/month/?date=2999-12-31"):
        assert client.get(page).status_code == 200

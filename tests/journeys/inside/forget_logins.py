"""Lets every POP before SMTP login be longer ago than it counts."""

from datetime import timedelta

from tests.journeys.inside import opening  # isort: skip - the office has to be open for the rooms

from django.db.models import F

from kairan.mailservers.models import PopLogin

if __name__ == "__main__":
    opening.answer(PopLogin.objects.update(logged_in_at=F("logged_in_at") - timedelta(days=1)))

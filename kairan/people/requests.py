"""The request of somebody who has signed in, as views behind ``login_required`` see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from kairan.people.models import User


class MemberRequest(HttpRequest):
    """A request whose user is a person of this office."""

    user: User
    htmx: HtmxDetails

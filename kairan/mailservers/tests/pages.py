"""The settings page as a test fills it in: what it shows, with a few things changed."""

from html.parser import HTMLParser
from typing import ClassVar

from django.urls import reverse

from kairan.mailservers.models import MailServerSettings


class _Values(HTMLParser):
    """Collects what a browser would send of the page's own form."""

    def __init__(self):
        super().__init__()
        self.values = {}
        self._select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given["value"]
        elif tag == "input" and name:
            self._input(name, given)

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None

    def _input(self, name, given):
        kind = given.get("type", "text")
        if kind not in {"checkbox", "radio"}:
            self.values[name] = given.get("value", "")
        elif "checked" in given:
            self.values[name] = given.get("value", "on")


class Page:
    """A person's browser on the page; ``None`` unticks a box."""

    _in_a_new_office: ClassVar[dict[str, str]] = {}

    def __init__(self, client):
        self.client = client

    def values(self):
        reader = _Values()
        reader.feed(self.client.get(reverse("mailservers:settings")).content.decode())
        return {name: value for name, value in reader.values.items() if name != "offer"}

    def filled(self, **changes):
        values = {**self._shown(), **changes}
        return {name: value for name, value in values.items() if value is not None}

    def _shown(self):
        """Read what the page shows; while nothing is saved, that is the same in every test."""
        if MailServerSettings.objects.exists():
            return self.values()
        if not self._in_a_new_office:
            self._in_a_new_office.update(self.values())
        return self._in_a_new_office

    def ok(self, **changes):
        return self.client.post(reverse("mailservers:settings"), self.filled(**changes))

    def saved(self, **changes):
        answer = self.ok(**changes)
        assert answer.status_code == 302, errors(answer)
        return answer

    def receive(self, *, headers=None, **changes):
        return self.client.post(
            reverse("mailservers:receiving_trial"), self.filled(**changes), headers=headers
        )

    def send(self, *, headers=None, **changes):
        return self.client.post(
            reverse("mailservers:sending_trial"), self.filled(**changes), headers=headers
        )


def errors(answer):
    return dict(answer.context["form"].errors) if answer.context else {}


def trials(answer):
    return answer.context["trials"]


def told(answer):
    """Everything that the trials said, in one text."""
    return "\n".join(
        [sentence for trial in trials(answer) for sentence in trial.sentences]
        + [str(errors(answer))]
    )


def outgoing(server, **changes):
    """The fields of the outgoing server, for the page."""
    return {
        "outgoing_host": server.host,
        "outgoing_port": server.port,
        "outgoing_security": "none",
        "company_name": "Example Office",
        "company_address": "office@example.test",
        "test_to": "aiko@example.test",
        **changes,
    }


def pop(server, prefix="pop", **changes):
    """The fields of a POP3 account, for the page."""
    fields = {
        "host": server.host, "port": server.port, "security": "none",
        "user": "notify", "password": "secret",
    }  # fmt: skip
    return {f"{prefix}_{name}": value for name, value in fields.items()} | changes


def incoming(server, **changes):
    """The fields of the incoming server, for the page, with a login for its test."""
    return {
        "incoming_host": server.host,
        "incoming_port": server.port,
        "incoming_security": "none",
        "test_user": "notify",
        "test_password": "secret",
        **changes,
    }

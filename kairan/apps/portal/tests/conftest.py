from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from kairan.shell.feature import Feature


class Talkative(Feature):
    """A feature that answers what a test gives it; what is an exception, it raises."""

    name = "kairan.apps.portal"
    label = "talkative"
    title = "Talks"
    menu_order = 1
    door = "portal:index"

    def answer(self, name, default, cut=None):
        given = getattr(self, f"says_{name}", default)
        if isinstance(given, Exception):
            raise given
        return given if cut is None else given[:cut]

    def waits(self, person):
        return ContentType.objects.all()[: self.answer("count", 0)]

    def waiting(self, person, most):
        return self.answer("waiting", (), most)

    def agenda(self, person, day):
        return self.answer("agenda", ())

    def due(self, person, day):
        return self.answer("due", ())


@pytest.fixture
def talks(monkeypatch):
    """Let a feature take part that says what is named: count, waiting, agenda, due."""

    def joined(**answers):
        feature = Talkative("talkative", import_module("kairan.apps.portal"))
        feature.models = {}
        for name, given in answers.items():
            setattr(feature, f"says_{name}", given)
        monkeypatch.setitem(apps.app_configs, "talkative", feature)
        return feature

    return joined

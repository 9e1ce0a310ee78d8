from types import SimpleNamespace

import pytest
from django.template import Context, Engine, TemplateDoesNotExist
from django.template.loaders.locmem import Loader
from django.utils.safestring import SafeString
from django.utils.translation import override

from kairan.shell import moulds

TEMPLATES = {
    "row.html": "<li title='{{ row.name }}'>{{ row.of.name }}{{ row.mark }}</li>",
    "said.html": "{% load i18n %}{% translate 'Sign out' %}: {{ row.name }};",
    "deciding.html": "{% if row.name %}yes{% endif %}",
    "fixed.html": "{% load i18n %}{% translate 'Sign out' %}!",
}


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    """Templates of these tests, found before all others."""
    engine = Engine.get_default()
    loaders = [Loader(engine, TEMPLATES), *engine.template_loaders]
    monkeypatch.setattr(engine, "template_loaders", loaders)


def a_row(name, mark=""):
    return SimpleNamespace(name=name, of=SimpleNamespace(name=name.upper()), mark=mark)


def test_a_mould_writes_what_its_template_would():
    rows = [a_row("<b>\"a' & co"), a_row("会議"), a_row("{{ row }} %s {0}", SafeString("<i></i>"))]
    template = Engine.get_default().get_template("row.html")
    written = "".join(template.render(Context({"row": row})) for row in rows)

    assert moulds.cast("row.html", "row", rows) == written
    assert isinstance(moulds.cast("row.html", "row", rows), SafeString)


def test_nothing_is_written_for_nobody():
    assert moulds.cast("row.html", "row", []) == ""


def test_there_is_a_mould_for_each_language():
    for _time in range(2):
        with override("en"):
            assert moulds.cast("said.html", "row", [a_row("x")]) == "Sign out: x;"
            assert moulds.constant("fixed.html") == "Sign out!"
        with override("ja"):
            assert moulds.cast("said.html", "row", [a_row("x")]) == "サインアウト: x;"
            assert moulds.constant("fixed.html") == "サインアウト!"


def test_a_mould_refuses_to_decide_by_what_it_does_not_know():
    with pytest.raises(moulds.NoMould, match="“name”"):
        moulds.cast("deciding.html", "row", [a_row("x")])


def test_a_template_that_is_missing_is_said():
    with pytest.raises(TemplateDoesNotExist):
        moulds.constant("nowhere.html")


def drawn(tag, **more):
    return Engine.get_default().from_string("{% load heroicons %}" + tag).render(Context(more))


def test_icons_are_drawn_as_the_library_draws_them():
    plain = drawn("{% heroicon_outline 'tag' class='icon' %}")

    assert plain.startswith("<svg")
    assert 'class="icon"' in plain
    assert drawn("{% heroicon_outline name class='icon' %}", name="tag") == plain
    assert drawn("{% heroicon_outline name class='icon' %}", name="map") != plain
    assert drawn("{% heroicon_mini 'tag' size=40 %}").count('"40"') == 2
    assert drawn("{% heroicon_outline 'tag' class=kind %}", kind="<") == plain.replace(
        "icon", "&lt;"
    )

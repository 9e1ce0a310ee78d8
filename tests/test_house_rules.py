"""What this house insists on, so that nobody has to repeat it in a review."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse

from kairan.shell.feature import Place, features

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kairan"
VAGUE = {"utils", "util", "helpers", "common", "misc", "base", "core", "lib", "services", "signals"}
LONGEST = 300
MODULES = sorted(
    path.relative_to(ROOT)
    for path in PACKAGE.rglob("*.py")
    if "migrations" not in path.parts and "tests" not in path.parts
)
APPS = sorted(path for path in (PACKAGE / "apps").iterdir() if (path / "apps.py").exists())
SPEAK_FOR_THEMSELVES = {"models", "views", "forms", "urls", "apps"}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_are_short_and_named(module):
    assert len((ROOT / module).read_text().splitlines()) <= LONGEST
    assert module.stem not in VAGUE
    assert module.parent.name not in VAGUE


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_says_what_it_is_for(module):
    text = (ROOT / module).read_text()
    if module.stem in SPEAK_FOR_THEMSELVES or not text.strip():
        return
    sentence = ast.get_docstring(ast.parse(text))
    assert sentence, f"{module} has no docstring"
    assert sentence.split("\n")[0].rstrip().endswith((".", ":", "?")) or "\n" in sentence


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_every_app_has_the_same_rooms(app):
    for room in ["apps", "models", "operations", "notices", "views", "urls", "tests", "migrations"]:
        assert (app / room).exists() or (app / f"{room}.py").exists(), f"{app.name} has no {room}"
    assert (app / "locale/ja/LC_MESSAGES/django.po").exists()
    assert ast.get_docstring(ast.parse((app / "__init__.py").read_text()))


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("migrations/0*.py")), ids=lambda path: path.name)
def test_a_migration_is_named_by_hand(path):
    assert re.fullmatch(r"\d{4}_[a-z0-9_]{3,60}", path.stem)
    assert "auto" not in path.stem


def test_the_models_and_the_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_feature_of_the_menu_has_a_door(as_, aiko):
    for feature in features():
        if feature.place is Place.NOWHERE:
            continue
        try:
            door = reverse(feature.door)
        except NoReverseMatch:
            pytest.fail(f"{feature.label} has no URL named {feature.door}")
        assert as_(aiko).get(door).status_code in {200, 302}, door


TEMPLATES = sorted(path.relative_to(ROOT) for path in PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_page_has_nothing_inline(template):
    text = (ROOT / template).read_text()
    if "mail" in template.parts:
        return  # Styles of a mail travel inside it.
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)|javascript:", text)


def test_every_environment_variable_is_documented():
    named = set()
    for path in PACKAGE.rglob("*.py"):
        named |= set(re.findall(r'"(KAIRAN_[A-Z_]+|DATABASE_URL)"', path.read_text()))
    page = (ROOT / "docs/operating/environment.md").read_text()
    private = {name for name in named if name.startswith("KAIRAN_TEST") or name == "KAIRAN_CORPORA"}
    assert not {name for name in named - private if f"`{name}`" not in page}


def test_the_map_names_every_room():
    page = (ROOT / "docs/map.md").read_text()
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    apps = [path.name for path in APPS]
    assert not [room for room in [*rooms, *apps] if f"`{room}`" not in page]


def test_the_project_names_no_index_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "--index-url" not in lock.read_text()
        assert "://" not in "".join(
            line for line in lock.read_text().splitlines() if not line.lstrip().startswith("#")
        )

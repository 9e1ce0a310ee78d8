"""What this house insists on, so that nobody has to repeat it in a review."""

import ast
import inspect
import re
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

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
# An app without models keeps nothing of its own: it only asks the others.
KEEPERS = [app for app in APPS if (app / "models.py").exists() or (app / "models").exists()]
SPEAK_FOR_THEMSELVES = {"models", "views", "forms", "urls", "apps"}


def _by_room(paths):
    """One parameter for each room: a test for each of a thousand files takes longer to begin."""
    return [pytest.param(list(files), id=room) for room, files in groupby(paths, _room)]


def _room(path):
    return "/".join(path.parts[1:3] if path.parts[1] == "apps" else path.parts[1:2])


@pytest.mark.parametrize("modules", _by_room(MODULES))
def test_modules_are_short_and_named(modules):
    assert [each for each in modules if _lines(each) > LONGEST] == []
    assert [each for each in modules if {each.stem, each.parent.name} & VAGUE] == []


def _lines(module):
    return len((ROOT / module).read_text().splitlines())


@pytest.mark.parametrize("modules", _by_room(MODULES))
def test_a_module_says_what_it_is_for(modules):
    assert [each for each in modules if not _says_what_it_is_for(each)] == []


def _says_what_it_is_for(module):
    text = (ROOT / module).read_text()
    if module.stem in SPEAK_FOR_THEMSELVES or not text.strip():
        return True
    sentence = ast.get_docstring(ast.parse(text)) or ""
    return sentence.split("\n")[0].rstrip().endswith((".", ":", "?")) or "\n" in sentence


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_every_app_has_the_same_rooms(app):
    rooms = ["apps", "views", "urls", "tests"]
    if app in KEEPERS:
        rooms += ["models", "operations", "notices", "migrations"]
    for room in rooms:
        assert (app / room).exists() or (app / f"{room}.py").exists(), f"{app.name} has no {room}"
    assert (app / "locale/ja/LC_MESSAGES/django.po").exists()
    assert ast.get_docstring(ast.parse((app / "__init__.py").read_text()))


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("migrations/0*.py")), ids=lambda path: path.name
)
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


INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*src=)|javascript:")
TEMPLATES = sorted(path.relative_to(ROOT) for path in PACKAGE.rglob("templates/**/*.html"))


@pytest.mark.parametrize("templates", _by_room(TEMPLATES))
def test_a_page_has_nothing_inline(templates):
    # Styles of a mail travel inside it.
    pages = [each for each in templates if "mail" not in each.parts]
    assert [each for each in pages if INLINE.search((ROOT / each).read_text())] == []


def test_every_environment_variable_is_documented():
    named = set()
    for module in MODULES:
        named |= set(re.findall(r'"(KAIRAN_[A-Z_]+|DATABASE_URL)"', (ROOT / module).read_text()))
    page = (ROOT / "docs/operating/environment.md").read_text()
    private = {name for name in named if name.startswith("KAIRAN_TEST")}
    assert not {name for name in named - private if f"`{name}`" not in page}
    told = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    assert not told - named, "the page explains what nothing reads"


def test_the_map_names_every_room():
    page = (ROOT / "docs/map.md").read_text()
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()]
    # Not the apps: what makes one is its folder, and nothing outside it has to know.
    assert not [room for room in rooms if f"`{room}`" not in page]


def test_the_map_leads_to_what_is_there():
    page = (ROOT / "docs/map.md").read_text()
    places = [name for name in re.findall(r"`([\w./-]+)`", page) if "/" in name.strip("/")]
    assert not [
        each for each in places if not any((top / each).exists() for top in (ROOT, PACKAGE))
    ]


PAGES = sorted(
    path.relative_to(ROOT)
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if path.is_file()
)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_page_points_to_is_there(page):
    text = (ROOT / page).read_text()
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    near = [target for target in targets if "://" not in target]
    assert not [target for target in near if not (ROOT / page).parent.joinpath(target).exists()]


VIEWS = sorted(
    module for module in MODULES if module.stem == "views" or module.parent.name == "views"
)
METHODS = {"require_GET", "require_safe", "require_POST", "require_http_methods"}


def _doors(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _doors(pattern.url_patterns)
        elif (view := inspect.unwrap(pattern.callback)).__module__.startswith("kairan."):
            yield view


def test_every_view_says_which_methods_it_answers():
    doors = list(_doors(get_resolver().url_patterns))
    assert len(doors) > len(VIEWS)
    loose = [
        f"{view.__module__}.{view.__name__}" for view in doors if not _decorators(view) & METHODS
    ]
    assert not loose


def _decorators(view):
    module = ast.parse(Path(inspect.getfile(view)).read_text())
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == view.__name__:
            return {ast.unparse(each).partition("(")[0] for each in node.decorator_list}
    return set()


# One record is asked for among those that a person may see, never by its number alone.
BY_NUMBER = r"\.objects\s*\.(?:get|first|last|in_bulk)\(|get_object_or_404\(\s*[A-Z]\w*\s*,"
CHANGES = r"\.(?:save|delete|bulk_create|get_or_create|update_or_create)\(|\.objects\.create\("
# Administrators see everybody's, so their pages may.
ALL_SEEING = {"administration"}
APP_VIEWS = [module for module in VIEWS if "apps" in module.parts or "webmail" in module.parts]


@pytest.mark.parametrize("module", APP_VIEWS, ids=str)
def test_a_view_reaches_records_through_who_may_see_them(module):
    if module.stem not in ALL_SEEING:
        assert not re.search(BY_NUMBER, (ROOT / module).read_text())


@pytest.mark.parametrize("module", APP_VIEWS, ids=str)
def test_a_view_changes_nothing_by_itself(module):
    assert not re.search(CHANGES, (ROOT / module).read_text())


@pytest.mark.parametrize("app", KEEPERS, ids=lambda path: path.name)
def test_the_kinds_of_an_app_bear_its_name(app):
    modules = [app / "notices.py"] if (app / "notices.py").exists() else (app / "notices").iterdir()
    text = "".join(each.read_text() for each in modules if each.suffix == ".py")
    kinds = re.findall(r"^    kind = \"([^\"]*)\"", text, re.MULTILINE)
    assert kinds
    assert all(re.fullmatch(rf"{app.name}\.[a-z]+(-[a-z]+)*", kind) for kind in kinds), kinds


@pytest.mark.parametrize("modules", _by_room(MODULES))
def test_settings_are_read_when_they_are_needed(modules):
    for module in modules:
        for statement in ast.parse((ROOT / module).read_text()).body:
            if isinstance(statement, ast.Assign | ast.AnnAssign | ast.Expr):
                words = ast.unparse(statement)
                assert not re.search(r"\bsettings\.[A-Z]", words), f"{module}: {words}"


def test_the_project_names_no_index_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "--index-url" not in lock.read_text()
        assert "://" not in "".join(
            line for line in lock.read_text().splitlines() if not line.lstrip().startswith("#")
        )

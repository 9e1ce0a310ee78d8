"""No field of the page is decoration: each has a test that a server was told what it says."""

import ast
from functools import cache
from pathlib import Path

import pytest

import kairan
from kairan.mailservers.forms import MailServerSettingsForm

PACKAGE = Path(kairan.__file__).parent
ROOMS = ["mailservers", "delivery", "webmail", "notices"]


@cache
def proven():
    """The fields that marked tests name, with the tests, read from the source."""
    found = {}
    for room in ROOMS:
        for path in sorted((PACKAGE / room / "tests").rglob("test_*.py")):
            for name, test in _marked(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(name, []).append(f"{room}/{path.name}::{test}")
    return found


def _marked(tree):
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("test_"):
            continue
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith(
                "mark.field"
            ):
                for argument in decorator.args:
                    yield ast.literal_eval(argument), function.name


@pytest.mark.parametrize("field", list(MailServerSettingsForm.base_fields))
def test_a_field_of_the_page_is_proven_on_the_wire(field):
    assert field in proven(), f"no test is marked with pytest.mark.field({field!r})"


def test_no_mark_names_a_field_that_is_gone():
    assert not set(proven()) - set(MailServerSettingsForm.base_fields)

import pytest

from kairan.mail.testing.identity import make_identity
from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from kairan.mail.testing.scripted_smtp import ScriptedSmtp
from kairan.mailservers.tests.pages import Page


@pytest.fixture
def pop3():
    """A POP3 server where notify may read."""
    with ScriptedPop3(users={"notify": "secret"}) as server:
        yield server


@pytest.fixture
def smtp():
    """An SMTP server that takes every letter."""
    with ScriptedSmtp() as server:
        yield server


@pytest.fixture
def identity(tmp_path):
    """A certificate that no authority has signed."""
    return make_identity(tmp_path)


@pytest.fixture
def page(as_, aiko):
    """Mail Server Settings, opened by the administrator."""
    return Page(as_(aiko))

"""A worker that is killed while it receives or settles: nothing is lost, nothing settled twice."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from kairan.returns.tests.letters import answer
from tests.servers.new_office import move_in

NOTES = [answer("office@lantern.test", author=f"p{n}@x.test", text=f"Note {n}") for n in range(3)]

KILLED = """
import os, signal
from django.utils import timezone
from kairan.returns import receiving, rounds, settling
from kairan.mail.pop3 import PopClient
point = {point!r}
def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)
if point == "before DELE":
    PopClient.delete_many = die
elif point == "before QUIT":
    PopClient.quit = die
elif point == "before rows":
    receiving._row = die
elif point == "in mid-settling":
    settling._write_down = die
rounds.receive_and_settle(timezone.now())
"""
TELL = """
import json
from kairan.returns.models import ReturnedMail
rows = ReturnedMail.objects.order_by("sender").values_list("sender", "outcome")
print(json.dumps(list(map(list, rows))))
"""
SET_UP = """
import django
django.setup()
from kairan.mailservers.models import IncomingServer, MailServerSettings
from kairan.mailservers.sealed import Secret
own = IncomingServer.objects.create(host="127.0.0.1", port={port}, security="none", user="office",
    password=Secret("secret"))
MailServerSettings.objects.update_or_create(pk=1, defaults={{"own_mailbox": own,
    "notification_mailbox": "own", "notification_address": "office@lantern.test"}})
"""
AGAIN = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from kairan.mailservers.models import MailboxTurn
from kairan.returns.rounds import receive_and_settle
MailboxTurn.objects.update(until=timezone.now() - timedelta(seconds=1))
receive_and_settle(timezone.now() + timedelta(hours=1))
"""


class Office:
    """A home of its own, in which code runs in processes of their own."""

    def __init__(self, home):
        self._environment = {
            **{key: value for key, value in os.environ.items() if "DATABASE" not in key},
            "KAIRAN_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "kairan.config.settings",
        }

    def open(self):
        setup = ["setup", "--company", "Works", "--login-id", "aiko", "--first-name", "Aiko"]
        setup += ["--address", "aiko@example.test", "--password", "correct horse battery"]
        done = self._run("-m", "kairan.config.command", *setup)
        assert done.returncode == 0, done.stderr

    def run(self, code, **values):
        return self._run("-c", code.format(**values) if values else code)

    def _run(self, *arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """The home of an office that has just been opened; to be copied."""
    home = tmp_path_factory.mktemp("opened")
    move_in(home)
    Office(home).open()
    return home


@pytest.mark.parametrize("point", ["before rows", "before DELE", "before QUIT", "in mid-settling"])
def test_whoever_is_killed_loses_nothing_and_settles_nothing_twice(opened, tmp_path, pop3, point):
    pop3.messages.update(enumerate(NOTES, 1))
    office = Office(shutil.copytree(opened, tmp_path / "home"))

    killed = office.run(SET_UP + KILLED, port=pop3.port, point=point)
    assert killed.returncode == -9, killed.stderr
    again = office.run(AGAIN + TELL)
    assert again.returncode == 0, again.stderr

    assert pop3.messages == {}
    assert json.loads(again.stdout) == [[f"p{n}@x.test", "kept"] for n in range(3)]

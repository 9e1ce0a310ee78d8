"""A worker of its own, on its own files: killed from outside, stopped, and held up by a server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from kairan.mail.testing.scripted_pop3 import ScriptedPop3
from tests.servers.new_office import move_in

MAILS = [f"Subject: {n}\r\n\r\n{'text ' * n}\r\n".encode() for n in range(1, 9)]

ADD = """
from kairan.people.models import User
from kairan.webmail.accounts import new_account, save_account
for name, port, host in {accounts!r}:
    save_account(
        new_account(User.objects.get()),
        about={{"name": name, "sender_address": "aiko@example.test", "leave": {leave!r}}},
        incoming={{"host": host, "port": port, "security": "none", "timeout": 30,
                  "user": "aiko", "password": "secret"}},
        outgoing={{"host": "127.0.0.1"}},
    )
"""
# Account and mailbox are free again after three minutes; we do not wait for them.
LET_GO = """
from kairan.mailservers.models import MailboxTurn
MailboxTurn.objects.all().delete()
"""
RECEIVE = """
from kairan.webmail.models import Account
from kairan.webmail.receiving.operations import receive
receive(Account.objects.with_servers().get(name={name!r}))
"""
TELL = """
import json
from kairan.attachments import contents
from kairan.webmail.models import Message
rows = Message.objects.filter(account__name={name!r}).order_by("pk")
print(json.dumps([contents.read(row.content_id).decode() for row in rows]))
"""


class Office:
    """A home with one administrator; ``tell`` and ``start`` run code in processes of their own."""

    def __init__(self, home):
        self.environment = {
            **{key: value for key, value in os.environ.items() if "DATABASE" not in key},
            "KAIRAN_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "kairan.config.settings",
            "KAIRAN_URL": "http://127.0.0.1:8000",
        }
        move_in(home)
        self._run(
            "setup", "--company", "Works", "--login-id", "aiko", "--first-name", "Aiko",
            "--last-name", "Mori", "--address", "aiko@example.test",
            "--password", "correct horse battery",
        )  # fmt: skip

    def tell(self, code, **values):
        return self._run("django", "shell", "--no-imports", "-c", code.format(**values))

    def start(self, *arguments):
        command = [sys.executable, "-m", "kairan.config.command", *arguments]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def mails(self, code, **values):
        """Run ``code``; return the mails of each time that it told them."""
        told = map(json.loads, self.tell(code, **values).splitlines())
        return [[each.encode() for each in mails] for mails in told]

    def _run(self, *arguments):
        process = subprocess.run(
            [sys.executable, "-m", "kairan.config.command", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office"))


class DeadlyPop3(ScriptedPop3):
    """Kills who reads from it when it hears ``last``, before anything is answered."""

    last = ""
    victim = None

    def _scripted(self, peer, command):
        if self.last and command == self.last:
            self.last = ""
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait()
        return super()._scripted(peer, command)


@pytest.mark.parametrize("last", ["UIDL", "RETR 5", "DELE 1", "DELE 8", "QUIT"])
def test_killed_anywhere_nothing_is_lost_and_nothing_comes_twice(office, last):
    with DeadlyPop3(MAILS, capabilities=["UIDL", "TOP", "USER"]) as server:
        account = [(last, server.port, server.host)]
        code = (ADD + RECEIVE).format(accounts=account, leave="never", name=last)
        server.last = last
        server.victim = office.start("django", "shell", "--no-imports", "-c", code)
        server.victim.communicate(timeout=60)
        assert server.victim.returncode == -signal.SIGKILL
        nothing_is_deleted = len(server.messages) == 8

        kept, again = office.mails(TELL + LET_GO + RECEIVE + TELL, name=last)
        assert nothing_is_deleted or kept == MAILS
        assert kept in ([], MAILS)
        assert again == MAILS
        assert not server.messages


def test_a_server_that_hangs_holds_up_no_other_and_no_end(office):
    silent = socket.create_server(("127.0.0.2", 0))
    slow = [(f"slow {n}", silent.getsockname()[1], "127.0.0.2") for n in range(30)]
    with ScriptedPop3(MAILS) as server:
        office.tell(ADD, accounts=[*slow, ("quick", server.port, server.host)], leave="always")
        worker = office.start("worker")
        try:
            give_up_at = time.monotonic() + 20
            while "QUIT" not in server.commands and time.monotonic() < give_up_at:
                time.sleep(0.05)
            assert office.mails(TELL, name="quick") == [MAILS]
            begun = time.monotonic()
            worker.terminate()
            worker.communicate(timeout=20)
            assert time.monotonic() - begun < 12
        finally:
            worker.kill()
            worker.communicate()
            silent.close()

"""What fetches beside us, each with its defaults and with what makes it fastest."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.servers.maildir import OWNER
from tests.servers.needed import program
from tests.servers.process import ADDRESS

_PATIENCE = 900.0
_OR_NOTHING_NEW = (0, 1)
_EACH_MAIL = re.compile(rb"^MAIL FROM:", re.MULTILINE)


class PeerFailed(Exception):
    """A peer did not fetch what lay there; carries the sentence."""


@dataclass(frozen=True)
class Mailbox:
    """Where mail is fetched."""

    port: int
    user: str
    password: str


@dataclass(frozen=True)
class Peer:
    """One way to set a program. ``settle`` writes its files into a folder; returns its command.

    ``codes`` are the exit codes of a run that went well: some say that nothing was new.
    """

    name: str
    program: str
    settle: Callable[[Path, Mailbox], list[str]]
    codes: tuple[int, ...] = (0,)
    is_best: bool = False
    delivers_to_maildir: bool = True


def run(peer: Peer, folder: Path, mailbox: Mailbox) -> float:
    """Let a peer fetch into ``folder`` whatever it does not know yet; return the seconds."""
    command = peer.settle(folder, mailbox)
    begun = time.perf_counter()
    done = subprocess.run(
        command,
        env=_environment(folder),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    took = time.perf_counter() - begun
    if done.returncode not in peer.codes:
        said = (done.stderr or done.stdout)[-500:]
        raise PeerFailed(f"{peer.name} ended with {done.returncode}: {said}")
    return took


def fetched(peer: Peer, folder: Path) -> int:
    """Return how many mails a peer has put into ``folder``."""
    if peer.delivers_to_maildir:
        return sum(1 for _ in (folder / "mail" / "new").iterdir())
    return len(_EACH_MAIL.findall((folder / "batch").read_bytes()))


def is_installed(peer: Peer) -> bool:
    """Whether the machine has the program."""
    return program(peer.program) is not None


def _environment(folder: Path) -> Mapping[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}


def _maildir(folder: Path) -> Path:
    for room in ("cur", "new", "tmp"):
        (folder / "mail" / room).mkdir(parents=True, exist_ok=True)
    return folder / "mail"


def _owned(maildir: Path) -> Path:
    """Hand a Maildir over: getmail delivers nothing as root."""
    for each in (maildir, *maildir.iterdir()):
        shutil.chown(each, OWNER, OWNER)
    return maildir


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def _mpop(*more: str) -> Callable[[Path, Mailbox], list[str]]:
    def settle(folder: Path, mailbox: Mailbox) -> list[str]:
        lines = [
            "account default",
            f"host {ADDRESS}",
            f"port {mailbox.port}",
            f"user {mailbox.user}",
            f"password {mailbox.password}",
            "auth user",
            "keep on",
            f"delivery maildir {_maildir(folder)}",
            f"uidls_file {folder}/uidls",
            *more,
        ]
        rc = _written(folder / "mpoprc", "\n".join(lines) + "\n")
        return ["mpop", "-q", "-C", str(rc)]

    return settle


def _fetchmail(*, to_maildir: bool) -> Callable[[Path, Mailbox], list[str]]:
    def settle(folder: Path, mailbox: Mailbox) -> list[str]:
        _written(folder / "procmailrc", f"DEFAULT={_maildir(folder)}/\n")
        where = (
            f'mda "/usr/bin/procmail -m {folder}/procmailrc"'
            if to_maildir
            else f'bsmtp "{folder}/batch"'
        )
        rc = _written(
            folder / "fetchmailrc",
            f"poll {ADDRESS} protocol POP3 port {mailbox.port} uidl auth password"
            f" user '{mailbox.user}' password '{mailbox.password}' keep sslproto '' {where}\n",
        )
        files = ["--idfile", f"{folder}/ids", "--pidfile", f"{folder}/pid", "--nosyslog", "-s"]
        return ["fetchmail", "-f", str(rc), *files]

    return settle


def _getmail(*options: str) -> Callable[[Path, Mailbox], list[str]]:
    def settle(folder: Path, mailbox: Mailbox) -> list[str]:
        lines = [
            "[retriever]",
            "type = SimplePOP3Retriever",
            f"server = {ADDRESS}",
            f"port = {mailbox.port}",
            f"username = {mailbox.user}",
            f"password = {mailbox.password}",
            "[destination]",
            "type = Maildir",
            f"path = {_owned(_maildir(folder))}/",
            f"user = {OWNER}",
            "[options]",
            "read_all = false",
            *options,
        ]
        rc = _written(folder / "getmailrc", "\n".join(lines) + "\n")
        return ["getmail", "--getmaildir", str(folder), "--rcfile", str(rc)]

    return settle


PEERS = (
    Peer("mpop, defaults", "mpop", _mpop()),
    Peer(
        "mpop, best settings", "mpop", _mpop("pipelining on", "received_header off"), is_best=True
    ),
    Peer(
        "fetchmail, defaults, procmail to Maildir",
        "fetchmail",
        _fetchmail(to_maildir=True),
        _OR_NOTHING_NEW,
    ),
    Peer(
        "fetchmail, best settings: one file, no Maildir",
        "fetchmail",
        _fetchmail(to_maildir=False),
        _OR_NOTHING_NEW,
        is_best=True,
        delivers_to_maildir=False,
    ),
    Peer("getmail6, defaults", "getmail", _getmail()),
    Peer(
        "getmail6, best settings",
        "getmail",
        _getmail("received = false", "delivered_to = false", "verbose = 0"),
        is_best=True,
    ),
)

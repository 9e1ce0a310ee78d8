"""Roundcube as Debian packages it, beside a Dovecot that holds the same mails."""

import re
import shutil
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from bench.rows import Row
from bench.webmail.mails import FREQUENT_JA, PHRASE, Office
from bench.webmail.requests import Browser, PageFailed, of_runs
from tests.servers.dovecot import Dovecot
from tests.servers.needed import program
from tests.servers.process import ADDRESS, Process, folder, free_port, greets

TREE = Path("/usr/share/roundcube")
SERVED = Path("/var/lib/roundcube")
TOOL = "Roundcube"
_LOGIN, _PASSWORD = "aiko", "correct horse battery"
_IMAP = """
protocols = pop3 imap
service imap-login {{
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service imap {{
  process_limit = 64
}}
"""
_CONFIGURATION = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{folder}/roundcube.db?mode=0646';
$config['imap_host'] = '{host}:{port}';
$config['smtp_host'] = '{host}:9';
$config['des_key'] = 'of-no-use-outside-a-run-';
$config['plugins'] = [];
$config['skin'] = 'elastic';
$config['language'] = 'en_US';
$config['log_dir'] = '{folder}/logs/';
$config['temp_dir'] = '{folder}/temp/';
$config['enable_installer'] = false;
"""
_MAIL = "/?_task=mail&_mbox=INBOX"
_SEARCH = f"{_MAIL}&_action=search&_scope=base&_remote=1"
_TOKEN = re.compile(r'name="_token" value="([^"]+)"')


class Roundcube:
    """Roundcube behind PHP's own web server, with its database in SQLite."""

    def __init__(self, imap_port: int) -> None:
        self._imap_port = imap_port

    def __enter__(self) -> Self:
        self.folder = folder("roundcube")
        for name in ("config", "logs", "temp"):
            (self.folder / name).mkdir()
        for name in ("defaults.inc.php", "mimetypes.php"):
            shutil.copy(Path("/etc/roundcube", name), self.folder / "config" / name)
        (self.folder / "config" / "config.inc.php").write_text(
            _CONFIGURATION.format(folder=self.folder, host=ADDRESS, port=self._imap_port)
        )
        with sqlite3.connect(self.folder / "roundcube.db") as database:
            database.executescript((TREE / "SQL" / "sqlite.initial.sql").read_text())
        port = free_port()
        self.url = f"http://{ADDRESS}:{port}"
        self.process = Process(
            [
                *["env", f"ROUNDCUBE_CONFIG_DIR={self.folder}/config"],
                *[str(program("php")), "-d", "opcache.enable_cli=1"],
                *["-S", f"{ADDRESS}:{port}", "-t", str(SERVED)],
            ],
            self.folder / "output",
            cwd=self.folder,
        )
        self.process.wait_until(lambda: _answers(self.url))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.stop()
        shutil.rmtree(self.folder)

    def signed_in(self) -> Browser:
        """Return a browser in which somebody has signed in. Raises PageFailed."""
        browser = Browser(self.url, "")
        token = _TOKEN.search(browser.get("/?_task=login", shows="_token")[1])
        form = {
            "_task": "login",
            "_action": "login",
            "_token": token[1] if token else "",
            "_user": _LOGIN,
            "_pass": _PASSWORD,
        }
        browser.post("/?_task=login", urllib.parse.urlencode(form))
        return browser


def _answers(url: str) -> bool:
    try:
        Browser(url, "").get("/", shows="_token")
    except (OSError, PageFailed):
        return False
    return True


def measured(*, mails: int, runs: int, pages: int) -> Iterator[Row]:
    """Yield the rows of Roundcube with so many mails; one that says what is missing without it."""
    if not TREE.exists() or not program("php"):
        why = "Roundcube is not installed: run `make bench-deps` as root"
        yield Row.failed("webmail", "list", TOOL, unit="ms", why=why)
        return
    office, port = Office(), free_port()
    with Dovecot({_LOGIN: _PASSWORD}, extra=_IMAP.format(port=port)) as dovecot:
        dovecot.serve(_LOGIN, (office.raw(number) for number in reversed(range(mails))))
        dovecot.process.wait_until(lambda: greets(port, b"* OK"))
        with Roundcube(port) as roundcube:
            yield from _pages(roundcube, mails, runs, pages)


def _pages(roundcube: Roundcube, mails: int, runs: int, pages: int) -> Iterator[Row]:
    browser = roundcube.signed_in()
    frequent, rare = quote(FREQUENT_JA), quote(PHRASE)
    paths = {
        ("list", ""): lambda _n: f"{_MAIL}&_action=list&_remote=1",
        ("open", ""): lambda n: f"{_MAIL}&_action=show&_uid={mails - n}",
        ("search-subject", ", frequent, two characters"): lambda _n: (
            f"{_SEARCH}&_headers=subject&_q={frequent}"
        ),
        ("search-body", ", frequent, two characters"): lambda _n: (
            f"{_SEARCH}&_headers=body&_q={frequent}"
        ),
        ("search-body", ", rare, four characters"): lambda _n: f"{_SEARCH}&_headers=body&_q={rare}",
    }
    for (work, what), path in paths.items():
        tool = f"{TOOL}, {mails:,} messages{what}"
        shows = {"open": "messagebody", "list": "add_message_row"}.get(work, "search_request")
        try:
            times = [browser.times(path, shows=shows, number=pages) for _ in range(runs)]
        except PageFailed as error:
            yield Row.failed("webmail", work, tool, unit="ms", why=str(error))
        else:
            yield Row.of("webmail", work, tool, values=of_runs(times), unit="ms")

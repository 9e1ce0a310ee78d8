"""Chromium as people use it: one browser per module, a fresh profile per visitor."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.servers.needed import program

ROOT = Path(__file__).parents[2]
# No graphics card, no sandbox inside a container, and nothing that talks to the world by itself.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}
PATIENCE_FOR_A_PICTURE = 60_000  # Milliseconds: painting a long page takes a busy machine long.
PATIENCE = 15_000
SECONDS_TO_PAINT = 0.4


def artefacts() -> Path:
    """Return the folder in which pictures and logs are kept; made when it is missing."""
    path = Path(os.environ.get("KAIRAN_ARTEFACTS") or ROOT / "build" / "journeys")
    path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium.

    Playwright leaves its event loop running in this thread while it is open, in which Django's
    models refuse to work: what a browser test wants of the database it asks of the office.
    """
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visitors:
    """People in front of browsers; remembers what went wrong on any of their pages."""

    def __init__(self, browser: Browser, home: str) -> None:
        self._browser = browser
        self._home = home
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def visitor(self, *, language: str = "en", javascript: bool = True, dark: bool = False) -> Page:
        """Return an empty page in a fresh profile, whose addresses may be paths of the office."""
        context = self._browser.new_context(
            base_url=self._home,
            locale={"en": "en-GB", "ja": "ja-JP"}[language],
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            viewport=WIDE,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self._watch(page)
        return page

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._complain(page, f"script failed: {error}"))
        page.on("console", lambda message: self._console(page, message))
        page.on(
            "response",
            lambda answer: (
                self._complain(page, f"{answer.url} answered {answer.status}")
                if answer.status >= 500
                else None
            ),
        )

    def _console(self, page: Page, message: ConsoleMessage) -> None:
        # A refusal of ours is a page with a status, which Chromium reports here as well.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._complain(page, message.text)

    def _complain(self, page: Page, words: str) -> None:
        self.complaints.append(f"{page.url}: {words}")

    def keep_pictures(self, name: str) -> None:
        """Keep how every open page looks, for whoever reads about a failure."""
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=artefacts() / f"failed-{name}-{number}.png", full_page=True)

    def leave(self) -> None:
        """Close every profile."""
        for context in self._contexts:
            context.close()


def keep(page: Page, name: str) -> None:
    """Keep how ``page`` looks as ``<name>.png`` in the folder that KAIRAN_ARTEFACTS names.

    Where it names none, nobody looks, and pictures would be a third of what the pages cost.
    """
    if not os.environ.get("KAIRAN_ARTEFACTS"):
        return
    path = artefacts() / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    if len(page.frames) > 1:
        page.wait_for_timeout(SECONDS_TO_PAINT * 1000)  # A frame is drawn by a process of its own.
    page.screenshot(path=path, full_page=True, timeout=PATIENCE_FOR_A_PICTURE)

"""An office whose mails a real Postfix delivers, with everybody of the cast before a browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.acting import fill, open_mail_server_settings
from tests.journeys.browsing import Visitors
from tests.journeys.cast import CAST
from tests.journeys.inside import company
from tests.journeys.insider import Insider
from tests.journeys.mails import Mail, read
from tests.journeys.office import Office
from tests.journeys.pages import COOKIE
from tests.journeys.rows import Row
from tests.servers.patience import eventually
from tests.servers.postfix import Postfix, Rules

PATIENCE = 30
MOMENT = 0.1


class House:
    """The office, its people and the mailboxes in which their mail lies."""

    def __init__(
        self, office: Office, postfix: Postfix, insider: Insider, browser: Browser
    ) -> None:
        self.office = office
        self.visitors = Visitors(browser, office.url)
        self.prepared: Any = None
        self._postfix = postfix
        self._insider = insider
        self._people = insider.do(company.open_office, smtp_port=postfix.port)
        self._pages: dict[str, Page] = {}
        self._mails = True
        self._begun: dict[str, int] = {}
        self._openings: list[Route] = []

    def page(self, login_id: str) -> Page:
        """Return the page in front of which somebody of the cast sits, signed in."""
        if login_id not in self._pages:
            page = self.visitors.visitor(language=CAST[login_id].language)
            session = self._people[login_id]["session"]
            cookie = {"name": COOKIE, "value": session, "url": self.office.url}
            page.context.add_cookies([cookie])
            page.route("**/notices/openings/", lambda opening: self._openings.append(opening))
            self._pages[login_id] = page
        return self._pages[login_id]

    def inside(self, function: Callable[..., Any], **given: Any) -> Any:
        """Call a function inside the office; both ways as JSON values."""
        return self._insider.do(function, **given)

    def name(self, login_id: str) -> str:
        """Return the name of somebody of the cast as the office writes it."""
        return self._people[login_id]["name"]

    def use_mail(self, *, used: bool) -> None:
        """Let the administrator use "Notification via E-mail", or not, where that changes it."""
        if used == self._mails:
            return
        page = self.page("aiko")
        page.goto("/")
        open_mail_server_settings(page)
        fill(page, uses_notifications="yes" if used else "no")
        page.locator(".form-end").get_by_role("button", name="OK").click()
        expect(page.locator("#messages .success")).to_contain_text("saved")
        self._mails = used

    @contextmanager
    def ready_for(self, row: Row) -> Iterator[None]:
        """Prepare a row, throwing away what that mails; tidy up after it."""
        self.prepared = self.inside(row.prepare) if row.prepare else None
        self.rest()
        self._postfix.empty()
        self._begun = self.inside(company.so_far)
        try:
            yield
        finally:
            self._tell_openings()
            if row.afterwards:
                self.inside(row.afterwards)

    def _tell_openings(self) -> None:
        """Let the pages say now that they were opened.

        Whoever opens a record knows of it, and a mail to them that still waits is rightly dropped.
        A row looks at the pages of people whose mail it awaits: theirs come a little later.
        """
        for opening in self._openings:
            opening.continue_()
        self._openings.clear()

    def since(self) -> dict[str, Any]:
        """Return who has heard since the row began, and how many envelopes were made."""
        return self.inside(company.since, **self._begun)

    def mails(self) -> list[Mail]:
        """Return all that lies in anybody's mailbox since the row began."""
        return [read(address, content) for address, content in self._postfix.deliveries()]

    def postfix_says(self) -> str:
        """Return the last lines that Postfix has logged."""
        return "\n".join(self._postfix.log().splitlines()[-40:])

    def rest(self) -> None:
        """Wait until the office has told everything that it has to tell by now."""
        eventually(lambda: self._rests() and self._rests(), seconds=PATIENCE)

    def _rests(self) -> bool:
        done = self.inside(company.under_way) == 0
        self.page("chidi").wait_for_timeout(MOMENT * 1000)
        return done


@contextmanager
def a_house(browser: Browser, log: Path, rules: Rules | None = None) -> Iterator[House]:
    """Open it with the whole cast and a Postfix with ``rules``; its log is kept as ``log``."""
    # Whoever runs the suite without an app runs the office without it, too.
    without = {"KAIRAN_WITHOUT": os.environ.get("KAIRAN_WITHOUT", "")}
    with Postfix(rules) as postfix, Office(log, **without) as office, Insider(office) as insider:
        house = House(office, postfix, insider, browser)
        yield house
        house.visitors.leave()

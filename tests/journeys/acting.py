"""What people do in an office, click by click."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.servers.patience import eventually
from tests.servers.site import MailSite

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Person:
    """Somebody with an account and a mailbox ``<login_id>@kairan.test``."""

    login_id: str
    first_name: str
    last_name: str
    language: str = "en"

    @property
    def address(self) -> str:
        """Where this person's mail goes, which is also the login of the mailbox."""
        return f"{self.login_id}@kairan.test"


AIKO = Person("aiko", "Aiko", "Mori")
BEN = Person("ben", "勉", "佐藤", language="ja")
CHIDI = Person("chidi", "Chidi", "Obi")


def fill(where: Page | Locator, **values: str | bool) -> None:
    """Type, tick or choose what each field named so is to have; a hidden field is an error."""
    for name, value in values.items():
        field = where.locator(f"[name='{name}']:not([type=hidden])")
        kind = field.first.evaluate("field => field.type")
        if kind == "radio":
            where.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            field.set_checked(bool(value))
        elif kind == "select-one":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def set_up(page: Page, *, company: str, administrator: Person) -> None:
    """Open the office: the first page that anybody sees."""
    page.goto("/")
    fill(
        page,
        company=company,
        first_name=administrator.first_name,
        last_name=administrator.last_name,
        login_id=administrator.login_id,
        address=administrator.address,
        password=PASSWORD,
        repeated=PASSWORD,
        language=administrator.language,
        time_zone="Asia/Tokyo",
    )
    page.get_by_role("button", name="Open the office").click()
    expect(page.locator(".rail")).to_be_visible()


def sign_out(page: Page) -> None:
    """Leave by the menu that bears one's name."""
    page.locator("header.bar details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".rail")).not_to_be_visible()


def sign_in(page: Page, person: Person) -> None:
    """Sign in; the page behind is the first of the menu."""
    page.goto("/account/login/")
    fill(page, login=person.login_id, password=PASSWORD)
    page.locator("main form button.primary").click()
    expect(page.locator(".rail")).to_be_visible()


def open_mail_server_settings(page: Page) -> None:
    """Go there as the manual says: WebMail, lower right, General Options."""
    page.locator("nav").get_by_role("link", name="WebMail").click()
    options = page.locator(".general-options")
    options.locator("summary").click()
    options.get_by_role("link", name="Mail Server Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mail Server Settings")


def fill_in_mail_servers(page: Page, site: MailSite, *, authentication: str) -> None:
    """Type a POP before SMTP set-up for ``site``; ``authentication`` is that of the POP3 login."""
    office = "office@kairan.test"
    fill(
        page,
        outgoing_host=site.host,
        outgoing_port=str(site.postfix.port),
        outgoing_security="none",
        outgoing_authentication="none",
        company_name="Minato",
        company_address=office,
        incoming_host=site.host,
        incoming_port=str(site.dovecot.port),
        incoming_security="none",
        incoming_authentication=authentication,
        webmail_host=site.host,
        webmail_port=str(site.postfix.port),
        webmail_security="none",
        webmail_authentication="pop-before-smtp",
    )


def add_pop_account(page: Page, site: MailSite, *, authentication: str) -> None:
    """Type the account that is logged in to before sending."""
    fill(
        page,
        pop_port=str(site.dovecot.port),
        pop_security="none",
        pop_user="office@kairan.test",
        pop_password=site.users["office@kairan.test"],
        pop_authentication=authentication,
    )


def add_person(page: Page, person: Person) -> None:
    """Let somebody work here."""
    page.goto("/people/new/")
    fill(
        page,
        login_id=person.login_id,
        first_name=person.first_name,
        last_name=person.last_name,
        language=person.language,
        password=PASSWORD,
        company=person.address,
    )
    page.locator("main form button.primary").click()
    expect(page.locator("#messages .success")).to_be_visible()


def add_mail_account(page: Page, person: Person, site: MailSite) -> None:
    """Tell WebMail where one's mailbox is; the servers are filled in already."""
    page.goto("/webmail/accounts/new/")
    fill(
        page,
        name="Minato",
        sender_name=f"{person.first_name} {person.last_name}",
        sender_address=person.address,
        in_user=person.address,
        in_password=site.users[person.address],
        undo_seconds="0",
    )
    page.locator("main form button.primary").click()
    expect(page).to_have_url(re.compile("/webmail/accounts/$"))


def circulate(page: Page, *, to: list[Person], subject: str, body: str) -> str:
    """Send a circular; return its address."""
    page.goto("/circulation/new/")
    finder = page.locator("people-picker [role=combobox]")
    for person in to:
        finder.fill(person.login_id)
        page.locator("people-picker [role=option]").first.click()
    fill(page, subject=subject, body=body)
    page.locator("button[name=then][value=send]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    return page.url


def receive(page: Page, subject: str) -> None:
    """Press "Receive now" until a mail with this subject is listed, and open it."""
    letter = page.locator(".letters a", has_text=subject)

    def has_come() -> bool:
        page.goto("/webmail/")
        if letter.count():
            return True
        page.locator("form[action$='/receiving/'] button").click()
        page.wait_for_timeout(300)
        return False

    eventually(has_come)
    letter.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(subject)

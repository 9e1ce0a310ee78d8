"""`kairan demo`: a made-up company whose every mail really travels, on this machine alone."""

import click
from django.conf import settings
from django.utils import translation

from kairan.config import serving
from kairan.config.demo.cast import PASSWORD, members
from kairan.config.demo.company import is_settled, mailbox_passwords, settle
from kairan.config.demo.mailserver.server import MailServer


@click.command()
@click.option("--smtp-port", default=8025, show_default=True, help="The demo's own SMTP server.")
@click.option("--pop3-port", default=8110, show_default=True, help="The demo's own POP3 server.")
def demo(smtp_port: int, pop3_port: int) -> None:
    """Open the demo office: forty people, English and Japanese, and their mail server."""
    folder = settings.HOME / "demo-mail"
    server = MailServer(folder, mailbox_passwords(), smtp_port=smtp_port, pop3_port=pop3_port)
    try:
        server.start()
    except OSError as error:
        raise click.ClickException(
            f"A port of the demo's mail server is taken ({error.strerror}). "
            "Choose others with --smtp-port and --pop3-port."
        ) from error
    try:
        serving.migrate()
        if not is_settled():
            click.echo("The company moves in …")
            with translation.override("ja"):
                settle(server)
        _introduce()
        serving.serve_both()
    finally:
        server.stop()


def _introduce() -> None:
    first, *_others = members()
    english = next(member for member in members() if member.language == "en")
    click.echo(
        f"\n  Kairan answers at {settings.URL}\n"
        f"  Sign in as {first.login_id} (administrator, 日本語) or {english.login_id} (English); "
        f"the password is {PASSWORD}\n"
        "  Ctrl-C ends the demo; its data stays in "
        f"{settings.HOME}\n"
    )

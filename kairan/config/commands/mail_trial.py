"""`kairan mail test`: what the two buttons of Mail Server Settings do, with the dialogue."""

import click

from kairan.mailservers.models import MailServerSettings
from kairan.mailservers.receiving_trials import accounts_to_try
from kairan.mailservers.trials import Trial, try_receiving, try_sending


@click.command("test")
@click.argument("address", required=False)
def try_mail(address: str | None) -> None:
    """Log in to every mailbox of the settings and, with an ADDRESS, send a test mail to it."""
    settings = MailServerSettings.current()
    mailboxes = accounts_to_try(settings, {})
    trials = [try_receiving(server, title=title) for title, server in mailboxes]
    if address:
        trials.append(try_sending(settings, to=address, by=None))
    if not trials:
        raise click.ClickException(
            "Nothing to test: no mailbox is set up. Name an address to send a test mail to."
        )
    for trial in trials:
        _tell(trial)
    if not all(trial.ok for trial in trials):
        raise SystemExit(1)


def _tell(trial: Trial) -> None:
    click.secho(trial.title, bold=True)
    for line in trial.transcript:
        click.echo(f"  {line.side} {line.text}")
    for sentence in trial.sentences:
        click.secho(f"  {sentence}", fg="green" if trial.ok else "red")

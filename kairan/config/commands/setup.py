"""`kairan setup`: the company and its first administrator, from flags or by asking."""

from typing import Any

import click
from django.core.exceptions import ValidationError

from kairan.config import serving
from kairan.mail.address import BadAddress, wire_form
from kairan.people.details import Details, GivenAddress
from kairan.people.models import Address
from kairan.people.operations import found
from kairan.shell.refusals import Refused


@click.command()
@click.option("--company", prompt="Name of the company")
@click.option("--login-id", prompt="Login ID of the first administrator")
@click.option("--first-name", prompt="First name")
@click.option("--last-name", default="", help="Last name.")
@click.option("--address", default="", help="Company e-mail address.")
@click.option("--language", type=click.Choice(["en", "ja"]), default="en", show_default=True)
@click.option("--time-zone", default="UTC", show_default=True)
@click.password_option()
def setup(address: str, company: str, password: str, **about: Any) -> None:
    """Make the company and its first administrator; refused once there is one."""
    serving.migrate()
    try:
        if address:
            wire_form(address)
        administrator = found(
            company=company,
            administrator=Details(**about),
            password=password,
            addresses=[_company(address)] if address else [],
        )
    except (Refused, ValidationError) as refusal:
        raise click.ClickException(_sentence(refusal)) from refusal
    except BadAddress as error:
        raise click.ClickException(f"{address} is no e-mail address.") from error
    click.echo(f"{administrator} can sign in as {administrator.login_id}.")


def _company(address: str) -> GivenAddress:
    return GivenAddress(
        kind=Address.Kind.COMPANY, address=address, is_public=True, takes_notifications=True
    )


def _sentence(refusal: Refused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)

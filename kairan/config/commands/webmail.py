"""`kairan webmail`: what administrators do with everybody's mail, without reading it."""

import click

from kairan.people.models import User
from kairan.webmail.searching.indexing import index_again


@click.group()
def webmail() -> None:
    """Look after WebMail."""


@webmail.command("reindex")
@click.argument("login_ids", metavar="[LOGIN_ID]…", nargs=-1)
def reindex(login_ids: tuple[str, ...]) -> None:
    """Have the words of all mails indexed again, or of those of some people only.

    The worker does it. Meanwhile people find what they found before; stopped anywhere, it goes on.
    """
    people = _people(login_ids) if login_ids else None
    click.echo(f"{index_again(people):,} mails are indexed again as soon as a worker runs.")


def _people(login_ids: tuple[str, ...]) -> list[User]:
    people = list(User.objects.filter(login_id__in=login_ids))
    unknown = set(login_ids) - {each.login_id for each in people}
    if unknown:
        raise click.ClickException(
            f"Nobody signs in as {', '.join(sorted(unknown))}. Give the login ids of people."
        )
    return people

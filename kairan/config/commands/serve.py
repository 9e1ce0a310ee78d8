"""`kairan serve`, `kairan web` and `kairan worker`: the office at work."""

import click
from django.conf import settings

from kairan.config import serving


@click.command()
def serve() -> None:
    """Run the web server and the worker together; makes and updates the database first."""
    serving.migrate()
    click.echo(f"Kairan answers at {settings.URL}")
    serving.serve_both()


@click.command()
def web() -> None:
    """Run the web server alone; one machine of several on one PostgreSQL."""
    serving.migrate()
    serving.serve_web()


@click.command()
def worker() -> None:
    """Run the worker alone: deliveries, receiving, reminders."""
    serving.run_worker()

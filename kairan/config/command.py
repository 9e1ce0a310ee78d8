"""The `kairan` command."""

import os
import sys

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")


@click.group()
def main() -> None:
    """Kairan: the office that reaches its people by e-mail."""


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def django(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own management commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kairan django", *arguments])

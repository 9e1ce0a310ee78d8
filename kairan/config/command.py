"""The `kairan` command: a name leads to a module, which is read only when that name is called."""

import importlib
import os

import click
import django

COMMANDS = {
    "demo": "kairan.config.commands.demo:demo",
    "django": "kairan.config.commands.django:django",
    "mail": "kairan.config.commands.mail:mail",
    "serve": "kairan.config.commands.serve:serve",
    "setup": "kairan.config.commands.setup:setup",
    "web": "kairan.config.commands.serve:web",
    "worker": "kairan.config.commands.serve:worker",
}
NEEDS_NO_OFFICE = {"mail"}
DEMO_HOME = "kairan-demo"


class Commands(click.Group):
    """Finds a command by its name and makes the office ready where the command needs one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command ``cmd_name``, or None where there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name == "demo":
            os.environ.setdefault("KAIRAN_HOME", DEMO_HOME)
        if cmd_name not in NEEDS_NO_OFFICE:
            open_office()
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        return command if isinstance(command, click.Command) else None


def open_office() -> None:
    """Read the settings and make every room importable."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")
    django.setup()


@click.group(cls=Commands)
@click.version_option(package_name="kairan")
def main() -> None:
    """Kairan: the office that reaches its people by e-mail."""


if __name__ == "__main__":
    main()

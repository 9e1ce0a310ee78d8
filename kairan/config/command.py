"""The `kairan` command."""

import os
import sys

import click

from kairan.config.lazily import Commands, Place

DEMO_HOME = "kairan-demo"

main = Commands(
    {
        "bench": Place("kairan.config.commands.bench:bench", needs_office=False),
        "demo": Place("kairan.config.commands.demo:demo"),
        "django": Place("kairan.config.commands.django:django"),
        "mail": Place("kairan.config.commands.mail:mail", needs_office=False),
        "schedule": Place("kairan.config.commands.schedule:schedule", needs_office=False),
        "serve": Place("kairan.config.commands.serve:serve"),
        "setup": Place("kairan.config.commands.setup:setup"),
        "web": Place("kairan.config.commands.serve:web"),
        "webmail": Place("kairan.config.commands.webmail:webmail"),
        "worker": Place("kairan.config.commands.serve:worker"),
    },
    name="kairan",
    help="Kairan: the office that reaches its people by e-mail.",
)
click.version_option(package_name="kairan")(main)


def run() -> None:
    """Run the command line; the demo lives in a folder of its own."""
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("KAIRAN_HOME", DEMO_HOME)
    main()


if __name__ == "__main__":
    run()

"""Fixtures of the whole suite: each room brings its own."""

pytest_plugins = ["kairan.people.testing"]

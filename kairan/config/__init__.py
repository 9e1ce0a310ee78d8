"""Wiring: settings, environment, URLs, discovery of apps, WSGI and the `kairan` command."""

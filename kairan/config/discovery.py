"""Finds the apps: a folder in ``kairan/apps`` is an app, and nothing else has to be said."""

from pkgutil import iter_modules

from kairan import apps


def installed_apps(without: list[str]) -> list[str]:
    """Return the dotted names of the apps in ``kairan/apps``, less those named in ``without``."""
    names = sorted(module.name for module in iter_modules(apps.__path__) if module.ispkg)
    return [f"kairan.apps.{name}" for name in names if name not in without]

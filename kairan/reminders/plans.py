"""Who keeps moments of reminders in rows, and plans them anew when somebody's settings change.

An app says so in ``<app>/plans.py``: ``replan(person_id)`` plans one person's reminders anew, in
the transaction of the caller. It is called when their lead times, the hour of their daily mail or
their time zone have changed.
"""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def replan(person_id: int) -> None:
    """Let every installed app plan the reminders of this person anew."""
    for config in apps.get_app_configs():
        if config.name != "kairan.reminders" and module_has_submodule(config.module, "plans"):
            import_module(f"{config.name}.plans").replan(person_id)

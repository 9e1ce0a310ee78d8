from django.apps import AppConfig


class Clock(AppConfig):
    name = "kairan.clock"
    label = "clock"
    default_auto_field = "django.db.models.BigAutoField"

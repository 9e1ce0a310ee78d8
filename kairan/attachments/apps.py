from django.apps import AppConfig


class Attachments(AppConfig):
    name = "kairan.attachments"
    label = "attachments"
    default_auto_field = "django.db.models.BigAutoField"

from django.apps import AppConfig


class Fulltext(AppConfig):
    name = "kairan.fulltext"
    label = "fulltext"
    default_auto_field = "django.db.models.BigAutoField"

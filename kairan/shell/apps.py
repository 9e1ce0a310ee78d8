from django.apps import AppConfig


class Shell(AppConfig):
    name = "kairan.shell"
    label = "shell"

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from kairan.shell.prepared import prefer_short_questions


class Shell(AppConfig):
    name = "kairan.shell"
    label = "shell"

    def ready(self) -> None:
        connection_created.connect(prefer_short_questions, dispatch_uid="short questions")

"""The WSGI application that the web server runs, warmed up before the first page is asked for."""

import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kairan.config.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - reading them imports every view
get_template("shell/base.html")

"""Settings for the suite: the real ones, with a fast hasher and a home that goes with the run."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

# Each worker of a run has a home of its own, whatever home the environment names: its databases are
# written over, and connections to a server are counted in it. What the worker starts shares it.
if os.environ.get("KAIRAN_TEST_WORKER") != os.environ.get("PYTEST_XDIST_WORKER", "alone"):
    os.environ["KAIRAN_TEST_WORKER"] = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    os.environ["KAIRAN_HOME"] = tempfile.mkdtemp(prefix="kairan-test-")
    atexit.register(shutil.rmtree, os.environ["KAIRAN_HOME"], ignore_errors=True)
# On PostgreSQL a database of its own too; conftest.py makes it.
os.environ["DATABASE_URL"] = ""
if _server := os.environ.get("KAIRAN_TEST_DATABASE_URL"):
    _name = f"test_{os.environ['KAIRAN_TEST_WORKER']}"
    os.environ["DATABASE_URL"] = urlsplit(_server)._replace(path=f"/{_name}").geturl()
os.environ["KAIRAN_URL"] = "https://kairan.example.test"

from kairan.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
# Looked for when it is asked for, not listed anew by every client of every test.
WHITENOISE_AUTOREFRESH = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
for _database in DATABASES.values():  # noqa: F405
    if _database["ENGINE"].endswith("sqlite3"):
        # No fsync, because nothing has to outlive a test.
        _options = _database["OPTIONS"]
        _options["init_command"] = _options["init_command"].replace("FULL", "OFF")

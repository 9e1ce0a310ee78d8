"""The settings of a project that has a peer and nothing else; BENCH_BEST asks for its best."""

import os
from pathlib import Path

from bench.deliver.turn import port
from kairan.config import env
from kairan.config.databases import databases

_PEER = os.environ["BENCH_PEER"]
_IS_BEST = bool(os.environ.get("BENCH_BEST"))

SECRET_KEY = "only for a benchmark"
INSTALLED_APPS = ["django.contrib.contenttypes", _PEER]
DATABASES = {"default": databases(Path(env.text("KAIRAN_HOME")))["default"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", port()
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]

MAILER_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if _IS_BEST:
    # Rows are locked instead of a file, and many are taken at once.
    MAILER_USE_FILE_LOCK = False
    MAILER_EMAIL_MAX_BATCH = 10_000
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    **({"BATCH_SIZE": 5_000, "THREADS_PER_PROCESS": 10, "LOG_LEVEL": 0} if _IS_BEST else {}),
}

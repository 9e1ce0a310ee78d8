"""Deploy-time settings, all from the environment. What an administrator changes is a page."""

from urllib.parse import urlsplit

from kairan.config import env
from kairan.config.databases import databases
from kairan.config.discovery import installed_apps
from kairan.config.keys import key

HOME = env.folder("KAIRAN_HOME", "kairan-data")
DEBUG = env.flag("KAIRAN_DEBUG")
SECRET_KEY = key("KAIRAN_SECRET_KEY", HOME)
SEALING_KEYS = [key("KAIRAN_SEALING_KEY", HOME), *env.names("KAIRAN_OLD_SEALING_KEYS")]
URL = env.web_address("KAIRAN_URL", "http://127.0.0.1:8000")
LISTEN = env.listen_address("KAIRAN_LISTEN", "127.0.0.1:8000")
WEB_PROCESSES = env.number("KAIRAN_WEB_PROCESSES", 2)
WEB_THREADS = env.number("KAIRAN_WEB_THREADS", 4)
ROUNDS = env.choice("KAIRAN_ROUNDS", ("file", "table"))

_host = urlsplit(URL).hostname or "localhost"
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]", *env.names("KAIRAN_HOSTS")]
CSRF_TRUSTED_ORIGINS = [URL]
CSRF_FAILURE_VIEW = "kairan.shell.errors.stale"
_secure = URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
if env.flag("KAIRAN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # Rate limits count per browser, not per proxy.

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "heroicons",
    "kairan.clock",
    "kairan.shell",
    "kairan.people",
    "allauth",  # Below people, whose templates come first.
    "allauth.account",
    "kairan.addressbook",
    "kairan.attachments",
    "kairan.fulltext",
    "kairan.mailservers",
    "kairan.letterhead",
    "kairan.delivery",
    "kairan.notices",
    "kairan.returns",
    "kairan.approvals",
    "kairan.reminders",
    "kairan.webmail",
    *installed_apps(without=env.names("KAIRAN_WITHOUT")),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kairan.shell.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kairan.people.middleware.InPersonsTerms",
    "kairan.people.middleware.FoundFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kairan.shell.refusals.AnswerRefusals",
]

ROOT_URLCONF = "kairan.config.urls"
WSGI_APPLICATION = "kairan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"heroicons": "kairan.shell.templatetags.icons"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kairan.shell.context.office",
            ],
        },
    },
]
FORM_RENDERER = "kairan.shell.forms.Fields"

DATABASES = databases(HOME)
DATABASE_ROUTERS = ["kairan.config.databases.FilesRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kairan.people.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "kairan.people.forms.accounts.SignIn",
    "reset_password": "kairan.people.forms.accounts.ForgottenPassword",
    "reset_password_from_key": "kairan.people.forms.accounts.NewPassword",
    "change_password": "kairan.people.forms.accounts.ChangedPassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/h/ip,5/h/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None

EMAIL_BACKEND = "kairan.delivery.django_backend.EmailBackend"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
TIME_ZONE = env.text("KAIRAN_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["kairan.shell.formats"]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Shared by all processes of a machine: rate limits count for all of them together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}

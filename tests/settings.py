"""The program's settings, but for what only slows tests down."""

from diplomacy.settings import *  # noqa: F403
from diplomacy.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DIPLOMACY_SECOND_LOOK = 0.0  # so that a queue is what its test laid out

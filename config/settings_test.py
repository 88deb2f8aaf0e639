"""Settings of the tests: a home of their own, a database from IKRAR_TEST_DATABASE_URL (default: SQLite in that home)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = os.environ.get("IKRAR_TEST_HOME") or tempfile.mkdtemp(prefix="ikrar-test-")
if "IKRAR_TEST_HOME" not in os.environ:
    atexit.register(shutil.rmtree, _home, True)
os.environ["IKRAR_HOME"] = _home
from ikrar.core import keys  # noqa: E402

keys.make(Path(_home) / "keys")

from config import databases  # noqa: E402
from config.settings import *  # noqa: E402, F403

DATABASES = {"default": databases.from_url(os.environ.get("IKRAR_TEST_DATABASE_URL", ""), Path(_home), durable=False)}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["TEST"] = {"NAME": f"{_home}/test.sqlite3"} if "sqlite" in DATABASES["default"]["ENGINE"] else {}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True

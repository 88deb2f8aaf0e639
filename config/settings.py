"""Settings of every installation. What differs between two of them lies in `$IKRAR_HOME/ikrar.toml` and its `keys/`."""

import os
import tomllib
from pathlib import Path
from typing import Any

from config import databases

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("IKRAR_HOME", BASE / "var")).resolve()


def _own(path: Path) -> dict[str, Any]:
    """What the installation says of itself; a file that cannot be read is named, with its line, and nothing starts."""
    try:
        return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as failure:
        raise SystemExit(f"{path} tidak terbaca: {failure}. Perbaiki, lalu ulangi.") from None


def _database(url: str) -> dict[str, Any]:
    try:
        return databases.from_url(url, HOME, durable=not IKRAR_DEMO)
    except ValueError as failure:
        raise SystemExit(f"{HOME / 'ikrar.toml'}: {failure}") from None


OWN = _own(HOME / "ikrar.toml")


def _key(name: str) -> str:
    """A key of this installation, or a throw-away one while there is none yet (`ikrar init` makes them)."""
    path = HOME / "keys" / name
    return path.read_text("ascii").strip() if path.exists() else os.urandom(32).hex()


IKRAR_HOME = HOME
IKRAR_KEYS = HOME / "keys"
ERASED_LIST = Path(OWN.get("erased_list") or HOME / "erased.list")
IKRAR_DEMO = bool(OWN.get("demo", False))
PUBLIC_URL = os.environ.get("IKRAR_PUBLIC_URL", OWN.get("public_url", "http://127.0.0.1:8000")).rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")

SECRET_KEY = _key("session.key")
DEBUG = False
ALLOWED_HOSTS = [PUBLIC_URL.split("://", 1)[1].split(":")[0], "127.0.0.1", "localhost", *OWN.get("hosts", [])]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
MENU = "config.menu.ENTRIES"
ACTIVITY_DOORS = "config.menu.ACTIVITY_DOORS"
ACTIVITY_PAPERS = "config.menu.ACTIVITY_PAPERS"
LOG_DOORS = "config.menu.LOG_DOORS"
ACTIVITY_MOVES = "config.menu.ACTIVITY_MOVES"
NORMS_DOORS = "config.menu.NORMS_DOORS"
CLOCK_SUBJECTS = "config.menu.CLOCK_SUBJECTS"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ikrar.core",
    "ikrar.agencies",
    "ikrar.register",
    "ikrar.norms",
    "ikrar.outreach",
    "ikrar.pledges",
    "ikrar.oversight",
    "ikrar.home",
    "ikrar.demo",
    "allauth",  # after our rooms, whose templates go before the library's
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "ikrar.core.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ikrar.core.middleware.Forms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ikrar.agencies.middleware.Actors",
    "ikrar.core.middleware.Bounds",
    "ikrar.core.middleware.Refusals",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [("ikrar.core.loaders.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ikrar.core.context.page",
                "ikrar.norms.strip.page",
            ],
            "builtins": ["ikrar.core.templatetags.ikrar"],
        },
    }
]
DATABASES = {"default": _database(os.environ.get("IKRAR_DATABASE_URL") or OWN.get("database", ""))}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
#: The largest request is a form with a scanned sheet; but an officer's staff list, at its own address.
BODY_MAX = 30 * 1024 * 1024
ROSTER_MAX_BYTES = 200 * 1024 * 1024
_roster = OWN.get("roster", {})
#: Of those in a list's scope so many must be gone, people and per cent both, before their number has to be typed.
ROSTER_MANY_GONE_PEOPLE = int(_roster.get("many_gone_people", 5))
ROSTER_MANY_GONE_PERCENT = float(_roster.get("many_gone_percent", 5))
ROSTER_PATH, ROSTER_BODY_MAX = "/pegawai/unggah/", ROSTER_MAX_BYTES + 1024 * 1024

# Officers
#: Of the demonstration's officers, shown on its log-in page; it opens nothing where `demo` is not set.
DEMO_PASSWORD = "ikrar-peragaan"  # noqa: S105
AUTH_USER_MODEL = "agencies.Account"
AUTHENTICATION_BACKENDS = ["ikrar.agencies.login.Accounts"]
PASSWORD_HASHERS = ["ikrar.agencies.passwords.Argon2id", "django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ikrar.agencies.login.Officers"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_FORMS = {"reset_password": "ikrar.agencies.forms.login.ResetPassword"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session stays, all others end: their key no longer fits
ACCOUNT_PRESERVE_USERNAME_CASING = False
# A whole office is one address. Failed passwords are counted by `agencies.actions.logins`; `login_failed` is for TOTP.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/15m/key",
    "reset_password": "60/m/ip,5/15m/key",
    "find_delegates": "60/5m/key",  # a unit's link: enough for naming colleagues, too little for walking through a list
    "open_device": "30/15m/ip",  # one-time codes of desks: a wrong one is a typing error, many are not
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_ADAPTER = "ikrar.agencies.login.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # passkeys: add "webauthn"
MFA_TOTP_ISSUER = "Ikrar"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be off by half a minute
MFA_FORMS = {
    "activate_totp": "ikrar.agencies.forms.login.SetUpSecondFactor",
    "authenticate": "ikrar.agencies.forms.login.SecondFactor",
    "reauthenticate": "ikrar.agencies.forms.login.SecondFactorAgain",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
SESSION_COOKIE_NAME = "ikrar_petugas"
SESSION_COOKIE_AGE = 12 * 3600
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
MESSAGE_TAGS = {20: "info", 25: "ok", 30: "warn", 40: "bad"}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser may do with our pages
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "ikrar_formulir"
CSRF_FAILURE_VIEW = "ikrar.core.views.form_expired"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
X_FRAME_OPTIONS = "DENY"

# Mail
_mail = OWN.get("mail", {})
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _mail.get("host", "")
EMAIL_PORT = int(_mail.get("port", 25))
EMAIL_HOST_USER = _mail.get("user", "")
EMAIL_HOST_PASSWORD = _mail.get("password", "")
EMAIL_USE_TLS = _mail.get("security", "") == "starttls"
EMAIL_USE_SSL = _mail.get("security", "") == "tls"
EMAIL_TIMEOUT = 20
MAIL_NONE = bool(_mail.get("none", False))
DEFAULT_FROM_EMAIL = _mail.get("from", "ikrar@localhost")

# How long is kept what nobody needs any more, in days (docs/operations.md)
_keep = OWN.get("keep", {})
KEEP_CODE_FILES_DAYS = int(_keep.get("code_files", 2))
KEEP_JOBS_DAYS = int(_keep.get("jobs", 30))
KEEP_MAIL_DAYS = int(_keep.get("mail", 90))
KEEP_STAFF_LISTS_DAYS = int(_keep.get("staff_lists", 14))

# The electronic seal (docs/operations.md)
_seal = OWN.get("seal", {})
SEAL_KEY = str(_seal.get("key", ""))
SEAL_PHRASE = str(_seal.get("passphrase_file", ""))
SEAL_STAMPS = str(_seal.get("timestamps", ""))

METRICS_TOKEN = str(OWN.get("metrics_token", ""))

SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # our own SecurityHeaders sets what SecurityMiddleware would
    "security.W002",  # the same for X-Frame-Options
    "security.W008",  # the proxy redirects to HTTPS; a desk on a plain LAN must keep working
    "security.W003",  # core.middleware.Forms is Django's own check of forms, for pages without a referrer
    "security.W005",
    "security.W021",
    *([] if HTTPS else ["security.W004", "security.W012", "security.W016"]),
]
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unnamed": {"()": "ikrar.core.logs.Unnamed"}},
    "formatters": {
        "line": {"()": "ikrar.core.logs.Line", "format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["unnamed"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"ikrar": {"level": "INFO"}},
}

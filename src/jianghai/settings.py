"""Every setting of Jianghai, in one place; docs/reference/settings.md explains those read from the environment.

A machine that answers only to itself (`ALLOWED_HOSTS` untouched) starts with nothing set. As soon as a public name is
allowed, `SECRET_KEY` is required, cookies are sent over https only and static files must have been collected.
"""

from __future__ import annotations

import sys
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from jianghai.environment import address, choice, flag, secret, text, whole

ROOT = Path(__file__).resolve().parents[2]
CHECKOUT = (ROOT / "manage.py").exists()  # else an installed wheel, whose corpus lies in share/
# Database, secret, cache, files that were handed in
VAR = Path(text("VAR_DIR", str((ROOT if CHECKOUT else Path.cwd()) / "var")))
SHARE = ROOT if CHECKOUT else Path(sys.prefix) / "share" / "jianghai"
CORPUS = Path(text("CORPUS_DIR", str(SHARE / "corpus")))  # rules and facts as data
ZONE = text("ZONE", "nantong")  # the folder under corpus/zones that this installation serves
VAR.mkdir(parents=True, exist_ok=True)

SITE_NAME = text("SITE_NAME", "江海")  # shown in every page's title
SITE_URL = text("SITE_URL", "")  # where the public reaches us; papers say so
OFFICE_URLS = text("OFFICE_URLS", "")  # of outside offices: seal=https://…,tax=https://…
DEBUG = flag("DEBUG", default=False)  # error pages with code, for developers only
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_hosts = text("ALLOWED_HOSTS", ",".join(LOOPBACK)).split(",")  # names served
ALLOWED_HOSTS = [host.strip() for host in _hosts]
ALONE = all(host in {*LOOPBACK, "testserver"} for host in ALLOWED_HOSTS)
# Required in production
SECRET_KEY = secret("SECRET_KEY", keep_in=VAR / "secret_key" if ALONE else None)
# Demonstration data and accounts with a public password may exist
DEMO = flag("DEMO", default=ALONE)
HTTPS = flag("HTTPS", default=not ALONE)  # cookies over https only, http is sent on to https
CSRF_FAILURE_VIEW = "jianghai.web.views.shell.stale_form"
# Believe what a proxy of ours says of the caller
BEHIND_PROXY = flag("BEHIND_PROXY", default=False)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "jianghai.web",  # before allauth, whose pages it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "jianghai.base",
    "jianghai.people",
    "jianghai.enterprises",
    "jianghai.standards",
    "jianghai.policies",
    "jianghai.notices",
    "jianghai.casework",
    "jianghai.approvals",
    "jianghai.api",
    "jianghai.jobs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jianghai.web.explain.Explain",
    "allauth.account.middleware.AccountMiddleware",
    "jianghai.people.sign_in.second_factor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "jianghai.urls"
WSGI_APPLICATION = "jianghai.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# Database: SQLite here, PostgreSQL by address -----------------------------------------------------------------------
DATABASE_URL = address(
    "DATABASE_URL",
    f"sqlite:///{VAR / 'jianghai.sqlite3'}",
    schemes=("sqlite", "postgres", "postgresql"),
)
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that reads and then writes would otherwise fail when another wrote in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": whole("SQLITE_WAIT_SECONDS", 60),  # how long a writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
STATIC_URL, STATIC_ROOT = "static/", VAR / "static"
WHITENOISE_USE_FINDERS = ALONE  # serves what lies in the apps; elsewhere run collectstatic
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    # Spreadsheets are kept in the database
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Nothing serves this folder: materials leave it through a view that asks who reads
    "materials": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "materials", "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ALONE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_MEGABYTES = whole("IMPORT_MAX_MEGABYTES", 32, least=1)  # a larger spreadsheet is refused
IMPORT_MAX_ROWS = whole("IMPORT_MAX_ROWS", 200_000, least=1)  # a longer spreadsheet is refused
MATERIAL_MAX_MEGABYTES = whole("MATERIAL_MAX_MEGABYTES", 20, least=1)  # of one file handed in
DOCUMENT_MAX_MEGABYTES = whole("DOCUMENT_MAX_MEGABYTES", 50, least=1)  # of a version in a case

# Language and time --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Sign-in ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_passwords = ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"} for name in _passwords
]
EMAIL_HOST = text("EMAIL_HOST", "localhost")  # who sends our letters, such as for a new password
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if ALONE else 'smtp'}.EmailBackend"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "jianghai.people.sign_in.Accounts"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
# django-axes counts failures, by person and address together
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Staff must add a second factor before anything else
SECOND_FACTOR = flag("SECOND_FACTOR", default=not ALONE)
# One person's mistakes must not lock out an office
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "jianghai.people.sign_in.name_tried"
AXES_CLIENT_IP_CALLABLE = "jianghai.people.sign_in.address_of"
AXES_FAILURE_LIMIT = whole("SIGN_IN_TRIES", 5, least=1)  # wrong passwords before a pause
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jianghai.people.sign_in.locked_out"
AXES_VERBOSE = False

# Notices: how often people are disturbed; a person may choose otherwise
NOTICE_DIGESTS_A_WEEK = whole("NOTICE_DIGESTS_A_WEEK", 2, least=1)  # what is over waits
NOTICE_HOUR = whole("NOTICE_HOUR", 9)  # no digest goes out before this hour
NOTICE_MAIL = flag("NOTICE_MAIL", default=False)  # letters to those who want them
NOTICE_WINDOW_DAYS = whole("NOTICE_WINDOW_DAYS", 30, least=1)  # told so long before a window closes
API_CALLS_A_MINUTE = whole("API_CALLS_A_MINUTE", 600, least=1)  # of one caller
NOTICE_WINDOW_LAST_DAYS = whole("NOTICE_WINDOW_LAST_DAYS", 7)  # and once more

# Windows and appointments: the zone's own choice, no rule of law
NO_SHOW_LIMIT = whole("NO_SHOW_LIMIT", 3)  # so many within NO_SHOW_DAYS pause booking; 0: never
NO_SHOW_DAYS = whole("NO_SHOW_DAYS", 90, least=1)  # within which they are counted
NO_SHOW_PAUSE_DAYS = whole("NO_SHOW_PAUSE_DAYS", 30, least=1)  # for so long
NO_SHOW_GRACE_MINUTES = whole("NO_SHOW_GRACE_MINUTES", 15)  # after the slot, before it counts
APPOINTMENTS_MOST = whole("APPOINTMENTS_MOST", 5, least=1)  # to come, of one person

# Browser ------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": dict.fromkeys(("default-src", "connect-src", "form-action"), (SELF,))
    | dict.fromkeys(("script-src", "style-src"), (SELF, NONCE))
    | dict.fromkeys(("object-src", "base-uri", "frame-ancestors"), (NONE,))
    | {"img-src": (SELF, "data:")}
}

# Background work: "thread" of the server, "worker" (run manage.py worker), or "inline" within the request ---------
_where = "thread" if ALONE else "worker"
BACKGROUND = choice("BACKGROUND", _where, among=("thread", "worker", "inline"))  # of imports
IMMEDIATE = "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {
    "default": {
        "BACKEND": IMMEDIATE if BACKGROUND == "inline" else "django_tasks_db.DatabaseBackend"
    }
}

LOG_LEVEL = choice("LOG_LEVEL", "INFO", among=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"axes": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}

"""All settings, read from the environment (and from `.env` beside manage.py where there is one).

The defaults are the embedded ones: SQLite, files on disk, tasks at once, one process. In production
DATABASE_URL, REDIS_URL and SECRET_KEY are set, and it is otherwise the same code. `.env.example`
lists every variable; a test holds the two together. A value that cannot be read stops the start.
"""

import json
import logging
import os
from pathlib import Path
from typing import Any

from environs import Env, EnvError, validate

from llex.core import audit, languages
from llex.core.cache import cache_options
from llex.core.db import connections
from llex.core.http import security_headers
from llex.core.languages import countries
from llex.core.mail import outgoing
from llex.core.monitoring import logs
from llex.site_settings import *  # noqa: F403 - settings with a module of their own

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
    connections.check_url(name, os.environ.get(name, ""))

# --- Where we run ---------------------------------------------------------------------------------

_SHORTEST_KEY = 32

DEBUG = env.bool("DEBUG", default=False)
if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="for-development-only-never-in-production")
else:
    SECRET_KEY = env.str("SECRET_KEY")
    if len(SECRET_KEY) < _SHORTEST_KEY:
        raise EnvError(f"SECRET_KEY must have at least {_SHORTEST_KEY} characters.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# Demo data brings log-ins whose passwords everybody knows: it must be asked for.
DEMO = env.bool("DEMO", default=DEBUG)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = env.bool("HTTPS", default=not DEBUG)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# --- What we are made of --------------------------------------------------------------------------

INSTALLED_APPS = [
    "llex.core",
    "priorities",
    "cities",
    "sessions_app",
    # modeltranslation and unfold must come before the admin, which they extend.
    "modeltranslation",
    "llex.core.translations.apps.TranslationsConfig",
    # The basic one: the admin takes our own site, which stands on unfold's.
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "llex.core.admin.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # With TemplatesSetting below, our templates may replace those of form widgets.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_countries",
    "django_tasks",
    "django_tasks_db",
    "import_export",
    # Registered after translation, so that it sees the translated fields.
    "auditlog",
]

MIDDLEWARE = [
    "llex.core.http.security_headers.PermissionsPolicyMiddleware",
    "llex.core.http.proxy_check.ProxyCheckMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anything reads what came, and after what chooses the language of the refusal.
    "llex.core.http.request_encoding.RequestEncodingMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "llex.core.accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "llex.core.http.error_pages.ErrorPagesMiddleware",
    "llex.core.http.middleware.LoggedOutMiddleware",
    "llex.core.http.middleware.LineEndsMiddleware",
    "llex.core.http.middleware.AuditTrailMiddleware",
    "llex.core.http.middleware.WrongStateMiddleware",
    "llex.core.http.middleware.DatabaseAwayMiddleware",
]

ROOT_URLCONF = "llex.urls"
WSGI_APPLICATION = "llex.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"admin_head": "llex.core.admin.head_tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "llex.core.http.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "llex"
CRISPY_TEMPLATE_PACK = "llex"
CRISPY_FAIL_SILENTLY = False

# --- Data -----------------------------------------------------------------------------------------

DATABASES = {
    "default": connections.with_options(
        env.dj_db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
        password=env.str("DATABASE_PASSWORD", default=""),
    )
}

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = cache_options.configuration(REDIS_URL, VAR_DIR / "cache")
SEARCH_URL = env.str("SEARCH_URL", default="")
LINK_CHECKS = env.bool("LINK_CHECKS", default=True)
STREAM_LISTENERS = env.int("STREAM_LISTENERS", default=10_000)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
TASKS = {
    "default": {
        "BACKEND": env.str(
            "TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend"
        ),
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# A city's form with fifty answers, or an organiser's page with all of them in every language.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
ATTACHMENT_MEGABYTES = env.int("ATTACHMENT_MEGABYTES", default=10)
# Backups are encrypted with it (age): the public key to make them, the secret one to restore.
BACKUP_KEY = env.str("BACKUP_KEY", default="")
_FILES = "llex.core.files.file_storage.WholeFileStorage"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": _FILES},
    # Documents of cities: no address leads here, only a view that checks who asks.
    "private": {"BACKEND": _FILES, "OPTIONS": {"location": str(PRIVATE_ROOT)}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Languages and time ---------------------------------------------------------------------------

USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = languages.configuration(env.list("LANGUAGES", default=list(languages.REQUIRED)))
# A language that is not built into the tables brings its columns as an app with migrations.
INSTALLED_APPS += languages.applications(code for code, _name in LANGUAGES)
# locale/unfold translates phrases of packages: Unfold's, which comes without translations, and
# months and weekdays in Portuguese, which Django capitalises.
COUNTRIES_OVERRIDE = countries.overrides()
FORMAT_MODULE_PATH = ["llex.core.languages"]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/unfold", BASE_DIR / "locale/allauth"]
MODELTRANSLATION_DEFAULT_LANGUAGE = languages.DEFAULT
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = MODELTRANSLATION_LANGUAGES
MACHINE_TRANSLATION_URL = env.str(
    "MACHINE_TRANSLATION_URL", default="", validate=validate.Regexp(r"(https?://\S+)?\Z")
)
MACHINE_TRANSLATION_KEY = env.str("MACHINE_TRANSLATION_KEY", default="")
MACHINE_TRANSLATION_TIMEOUT = env.int("MACHINE_TRANSLATION_TIMEOUT", default=30)  # seconds

# --- People and mail ------------------------------------------------------------------------------

AUTH_USER_MODEL = "llex.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    # Only the personal links of cities' officers ask it, each under a scope of its own.
    "sesame.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "llex.core.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# Cities' officers have no password: a code is sent to their address.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# `login_limits` counts by account and network together what allauth would count by each
# alone. What is left to allauth is counted for somebody who has logged in ("…/user"). The link to
# a new password cannot be guessed: there is nothing to count.
_NOT_COUNTED = "login login_failed request_login_code confirm_email reset_password"
ACCOUNT_RATE_LIMITS = dict.fromkeys([*_NOT_COUNTED.split(), "reset_password_from_key"])
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "request_login_code": "llex.core.accounts.adapter.LoginCodeForm",
    "login": "llex.core.accounts.adapter.AccountLoginForm",
    "reset_password": "llex.core.accounts.adapter.NewPasswordForm",
    "add_email": "llex.core.accounts.adapter.OtherAddressForm",
}
# A code may be typed while its 30 seconds end (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "llex.core.accounts.second_factor_forms.SecondFactorForm",
    "reauthenticate": "llex.core.accounts.second_factor_forms.CodeAgainForm",
    "activate_totp": "llex.core.accounts.second_factor_forms.EnrolmentForm",
}
# The demo's log-ins are for everybody to try.
STAFF_SECOND_FACTOR = not DEMO and env.bool("STAFF_SECOND_FACTOR", default=not DEBUG)
FOUR_EYES = env.bool("FOUR_EYES", default=False)
# How long a personal link can live at all; the invitation that it belongs to may end it sooner.
SESAME_MAX_AGE = 366 * 24 * 3600

EMAIL = outgoing.completed(
    env.dj_email_url("EMAIL_URL", default="console://"), os.environ.get("EMAIL_URL", "")
)
vars().update(EMAIL)
EMAIL_FILE_PATH = EMAIL["EMAIL_FILE_PATH"] or str(VAR_DIR / "mail")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)  # seconds
# What a mail provider needs to report bounces to /anymail/, as JSON; see docs of django-anymail.
ANYMAIL: dict[str, Any] = json.loads(env.str("ANYMAIL", default="") or "{}")
# Days after which the texts of mails are removed; what became of them stays.
# How many e-mails to people of sessions are written in a minute.
MAILING_RATE = env.int("MAILING_RATE", default=300)
MAIL_RETENTION_DAYS = env.int("MAIL_RETENTION_DAYS", default=30)
RETENTION_DAYS: dict[str, int] = env.dict("RETENTION_DAYS", subcast_values=int, default={})
INSTALLED_APPS += ["anymail"] * bool(ANYMAIL)

# --- Safety ---------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "llex.core.admin.kept_posts.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = security_headers.CONTENT_SECURITY_POLICY

AUDITLOG_INCLUDE_ALL_MODELS = False
AUDITLOG_INCLUDE_TRACKING_MODELS = audit.TRACKED
AUDITLOG_MASK_CALLABLE = "llex.core.audit.hide"
AUDITLOG_DISABLE_REMOTE_ADDR = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
LOG_LEVEL = env.log_level("LOG_LEVEL", default=logging.INFO)
LOGGING = logs.configuration(LOG_LEVEL)

# Last, so that a value that cannot be read is told first.
if not (DEBUG or DEMO or env.bool("MAIL_WITHOUT_SERVER", default=False)):
    outgoing.require_server(EMAIL["EMAIL_BACKEND"])

env.seal()

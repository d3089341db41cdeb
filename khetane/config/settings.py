"""Django's settings, from `environment.read` and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from khetane.config import logs
from khetane.config.environment import EnvironmentProblem, read
from khetane.config.home import Home
from khetane.integrations.oidc import configuration as oidc

try:
    ENVIRONMENT = read(os.environ)
except EnvironmentProblem as problem:
    raise ImproperlyConfigured(str(problem)) from problem

PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "khetane.config.urls"
WSGI_APPLICATION = "khetane.config.wsgi.application"
AUTH_USER_MODEL = "access.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "khetane.places",
    "khetane.organisations",
    "khetane.access",
    "khetane.history",
    "khetane.people",
    "khetane.outreach",
    "khetane.cases",
    "khetane.programmes",
    "khetane.upgrading",
    "khetane.forms",
    "khetane.subjects",
    "khetane.grievances",
    "khetane.operations",
    "khetane.desk",
    "khetane.importing",
    "khetane.visiting",
    "khetane.reports",
    "khetane.review",
    "khetane.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "khetane.config.headers.SecurityHeaders",
    "khetane.config.health.HealthFirst",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "khetane.config.addresses.RefuseNul",  # in the language asked for
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "khetane.config.bodies.BodiesBounded",  # nothing above reads a body; CSRF and views do, below
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "khetane.access.sessions.SessionEnds",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "khetane.access.middleware.ViewerMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "khetane.web.context.page",
            ]
        },
    }
]
FORM_RENDERER = "khetane.web.forms.Renderer"


def database(url: str) -> dict[str, Any]:
    """One of Django's DATABASES from a postgresql:// address; a socket folder may stand in `?host=`."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or options.pop("port", "")),
        # psycopg itself prepares nothing: its DEALLOCATE ALL would end what khetane.core.exchange has prepared.
        "OPTIONS": {"prepare_threshold": None, **options},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


# "default" owns no table; "owner" is for migrations only (see docs/explanation/access.md).
DATABASES = {
    "default": database(ENVIRONMENT.database_url),
    "owner": database(ENVIRONMENT.owner_database_url),
}
DATABASE_ROUTERS = ["khetane.config.routers.OwnerMigrates"]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "khetane.access.passwords.HardToGuess"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("mk", "Македонски")]
LOCALE_PATHS = [PACKAGE / "web" / "locale", PACKAGE / "web" / "locale_libraries"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Belgrade"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# What counts guesses at passwords must be one for all web processes; the table is khetane.access's.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_IDLE = ENVIRONMENT.session_idle_minutes * 60
SESSION_COOKIE_AGE = ENVIRONMENT.session_hours * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.public_url.startswith("https://")
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.public_url else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
# Behind a proxy, whose certificate everybody trusts: one of our own making (`--tls`) shall lock nobody out. A month:
# long enough for who works here, short enough to go back.
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SESSION_COOKIE_SECURE and ENVIRONMENT.behind_proxy else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

DEMO = ENVIRONMENT.demo
DEMO_MARK = Home(ENVIRONMENT.home).demo
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "khetane.access.accounts.Adapter"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to who has no account
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/15m/key"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SESSION_COOKIE_SECURE else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "khetane.access.key_forms.AddKeyForm",
    "edit_webauthn": "khetane.access.key_forms.RenameKeyForm",
    "authenticate": "khetane.access.code_forms.CodeForm",
    "reauthenticate": "khetane.access.code_forms.CodeAgainForm",
    "authenticate_webauthn": "khetane.access.key_forms.KeyForm",
}
MFA_TOTP_ISSUER = "Khetane"
MFA_TOTP_TOLERANCE = 1  # phones' clocks
# Browsers offer passkeys over http on this machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SESSION_COOKIE_SECURE
REQUIRE_MFA = ENVIRONMENT.require_mfa
MFA_GRACE_DAYS = ENVIRONMENT.mfa_grace_days
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "khetane.integrations.oidc.adapter.Adapter"
SOCIALACCOUNT_PROVIDERS = oidc.providers(ENVIRONMENT)

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.mail_url else 'dummy'}.EmailBackend"
_mail = urlsplit(ENVIRONMENT.mail_url)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)

LOGGING_CONFIG = None  # see khetane.config.logs
if not ENVIRONMENT.is_test:
    logs.configure()

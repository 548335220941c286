"""Settings: the only file that reads the environment. docs/operating.md lists every variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = os.environ.get


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes and on mean yes."""
    return env(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


# Where the site keeps its own files (database, photos) when nothing else is named.
VAR_DIR = Path(env("BINOME_VAR", str(BASE_DIR / "var")))

# --- what kind of site this is ---------------------------------------------------------------------------
DEBUG = flag("BINOME_DEBUG")
#: A demonstration: invented people, an in-app mailbox that shows every e-mail, no real sending.
DEMO = flag("BINOME_DEMO")
DEMO_KEY = "demo-key-for-this-machine-only"
SECRET_KEY = env("BINOME_SECRET_KEY", DEMO_KEY if DEMO or DEBUG else "")
#: Keys that this site was signed with before: what they signed or encrypted is still read.
SECRET_KEY_FALLBACKS = [key for key in env("BINOME_OLD_SECRET_KEYS", "").split(",") if key]
SITE_URL = env("BINOME_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
HOST = urlsplit(SITE_URL).hostname or ""
#: Reached from elsewhere than this machine.
PUBLIC = not (HOST in {"localhost", "::1", "0.0.0.0"} or HOST.startswith("127.") or HOST.endswith(".localhost"))
if PUBLIC and DEBUG:
    raise ImproperlyConfigured(
        "BINOME_DEBUG shows the inside of the site to its visitors: never with a public address."
    )
if len(SECRET_KEY) < 20:
    raise ImproperlyConfigured("Set BINOME_SECRET_KEY to a random text of at least 50 characters.")
if (PUBLIC or not (DEMO or DEBUG)) and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 12 or DEMO_KEY in SECRET_KEY):
    raise ImproperlyConfigured("BINOME_SECRET_KEY is too weak: at least 50 random characters.")
SECURE = SITE_URL.startswith("https://")
if PUBLIC and not SECURE and not DEMO:
    raise ImproperlyConfigured("BINOME_SITE_URL must begin with https://: passwords travel through it.")
ALLOWED_HOSTS = [h for h in env("BINOME_HOSTS", "").split(",") if h] or [
    HOST,
    "127.0.0.1",
    "localhost",
]

# --- applications ----------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "binome.core",
    "binome.ui",
    "binome.people",
    "binome.programmes",
    "binome.library",
    "binome.mentoring",
    "binome.surveys",
    "binome.support",
    "binome.privacy",
    "binome.web",
    "binome.backoffice",
    "binome.api",
    "binome.cli",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "binome.web.middleware.SecurityHeaders",
    "binome.web.prefix.ProgrammePrefix",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Compression beside secrets invites BREACH: Django masks each CSRF token anew, and this class adds random bytes.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "binome.web.middleware.NoNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "binome.web.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "binome.web.middleware.CurrentProgramme",
    "binome.web.middleware.SessionLimits",
    "binome.web.middleware.Frozen",
    "binome.web.middleware.Gate",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "binome.web.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "binome.ui.templatetags.binome_ui"],
        },
    }
]

# --- database --------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{VAR_DIR / 'binome.sqlite3'}"))}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: two simultaneous writers queue instead of failing; FULL: an acknowledged write survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits count in a cache that every process shares.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}

# --- people ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["binome.web.accounts.session.Accounts"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "binome.web.accounts.passwords.GuessablePasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-space"
LOGOUT_REDIRECT_URL = "home"

# --- logging in (django-allauth) ---------------------------------------------------------------------------
ACCOUNT_ADAPTER = "binome.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
#: An account only opens from the link of an e-mail: its address is confirmed from the start.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
#: Seconds during which she need not confirm again that it is she.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
PASSWORD_RESET_TIMEOUT = 4 * 3600
#: A whole company may share one IP address (A16): limits by address are tight, limits by IP are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "30/m/ip,3/5m/key",
    "reset_password": "30/m/ip,3/5m/key",
    "confirm_email": "1/1m/key",
    "contact": "20/h/ip,5/h/key",
    "join": "120/h/ip,3/h/key",
}
ACCOUNT_FORMS = {
    "login": "binome.web.accounts.forms.LoginForm",
    "request_login_code": "binome.web.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "binome.web.accounts.forms.ConfirmLoginCodeForm",
    "reset_password": "binome.web.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "binome.web.accounts.forms.ResetPasswordKeyForm",
    "user_token": "binome.web.accounts.forms.PersonTokenForm",
    "change_password": "binome.web.accounts.forms.ChangePasswordForm",
    "set_password": "binome.web.accounts.forms.SetPasswordForm",
    "add_email": "binome.web.accounts.forms.AddEmailForm",
    "reauthenticate": "binome.web.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "binome.web.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
#: The code of the step before, and of the next: a clock is late, a finger slow. Each serves once (`ServesOnce`).
MFA_TOTP_TOLERANCE = 1
#: The address of an account is confirmed; a new one that waits for its confirmation must not block a second factor.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_FORMS = {
    "authenticate": "binome.web.accounts.forms.SecondFactorForm",
    "reauthenticate": "binome.web.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "binome.web.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "binome.web.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "binome.web.accounts.forms.RenamePasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BINOME_BEHIND_PROXY") else 0

# --- sessions and cookies --------------------------------------------------------------------------------
SESSION_ENGINE = "binome.web.accounts.session"
#: No session lives longer. The shorter limits (idle, team) are in binome.web.middleware.
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "binome_session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "binome_csrf"
LANGUAGE_COOKIE_NAME = "binome_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "binome.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE and flag("BINOME_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BINOME_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"

# --- language and time -----------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
#: French is written in the feminine in the code; `fr-inclusif` is the same French for mixed programmes.
LANGUAGES = [("fr", "Français"), ("fr-inclusif", "Français inclusif"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "binome" / "locale"]
FORMAT_MODULE_PATH = "binome.ui.formats"
TIME_ZONE = env("BINOME_TIME_ZONE", "Europe/Paris")
USE_I18N = USE_TZ = True

# --- files -----------------------------------------------------------------------------------------------
STATIC_URL = "/static/"  # the same in each programme's address
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = Path(env("BINOME_MEDIA", str(VAR_DIR / "media")))
#: Who was erased, as hashes: kept out of the database, so that a restored backup forgets them again.
ERASURE_LEDGER = Path(env("BINOME_ERASURE_LEDGER", str(VAR_DIR / "erasures.txt")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
#: How long a testimony may be, and how heavy the file that a telephone sends.
TESTIMONY_SECONDS = int(env("BINOME_TESTIMONY_SECONDS", "180"))
TESTIMONY_BYTES = int(env("BINOME_TESTIMONY_MEGABYTES", "200")) * 1_000_000
FILE_UPLOAD_HANDLERS = [
    "binome.web.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- e-mail ----------------------------------------------------------------------------------------------
EMAIL_HOST = env("BINOME_SMTP_HOST", "localhost")
EMAIL_PORT = int(env("BINOME_SMTP_PORT", "25"))
EMAIL_HOST_USER = env("BINOME_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("BINOME_SMTP_PASSWORD", "")
EMAIL_USE_TLS = flag("BINOME_SMTP_TLS")
EMAIL_USE_SSL = flag("BINOME_SMTP_SSL")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("BINOME_FROM", "Binôme <bonjour@binome.example>")

# --- logs: no name, address or text of a person ----------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "binome.core.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env("BINOME_LOG_LEVEL", "INFO")},
    # Django's own handlers print the query string, or mail the whole request: every line goes through the root.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}

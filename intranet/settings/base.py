"""What every way of running shares. Where the parts live is decided by the modules that import this one."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

# --- What the house is made of -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "intranet.demo",
    "intranet.tasks",
    "intranet.pages",
    "intranet.training",
    "intranet.registry",
    "intranet.documents",
    "intranet.governance",
    "intranet.deadlines",
    "intranet.notices",
    "intranet.people",
    "intranet.core",
    "wagtail_localize",
    "wagtail_localize.locales",  # in the place of wagtail.locales
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "intranet.core.middleware.name_of_the_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "intranet.core.middleware.institution_of_the_request",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "intranet.core.middleware.relaxed_policy_for_the_admin",
    "intranet.core.middleware.languages_of_the_site",
    "intranet.core.middleware.door_of_the_admin",
    "intranet.core.middleware.RedirectsOfEditors",
    "intranet.pages.publishing.middleware.RefusalsInTheAdmin",
]

ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "intranet.core.context_processors.institution_of_the_site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- People and sign-in --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = ["intranet.people.accounts.Accounts"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "intranet.people.accounts.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by the institution, not by strangers
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        # [{"provider_id": …, "name": …, "client_id": …, "secret": …, "settings": {"server_url": …}}]
        "APPS": env.json("OIDC_APPS", []),
    }
}
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it

# --- Languages and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English")), ("cy", _("Welsh")), ("ru", _("Russian"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("uk", "Українська"), ("en", "English"), ("cy", "Cymraeg"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "overlay"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = ["intranet.core.formats"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Kyiv")  # of stored times shown without a request; a day is the institution's
USE_TZ = True

# --- Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor sends a field for every value of every block
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- Wagtail -------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Intranet"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # a forgotten password is seen to where everybody signs in
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no calls to outside addresses
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Europe/Kyiv", "Europe/London", "UTC"]
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "xlsx", "txt", "p7s", "asice"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Security ------------------------------------------------------------------------------------------------------

CSRF_FAILURE_VIEW = "intranet.core.views.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin previews pages in a frame
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
    }
}
# Wagtail's editor has inline styles and scripts of its own; nothing else does.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}

# --- The register's log --------------------------------------------------------------------------------------------

# The key that marks its heads, and the public keys of earlier ones; where neither is given, a file under VAR_DIR/keys.
REGISTER_KEY = env.str("REGISTER_KEY", "")
REGISTER_KEY_FILE = env.str("REGISTER_KEY_FILE", "")

# --- Celery --------------------------------------------------------------------------------------------------------

CELERY_TASK_DEFAULT_QUEUE = "sweep"
CELERY_TASK_ROUTES = {
    "intranet.tasks.sweeping.*": {"queue": "sweep"},
    "intranet.tasks.delivering.*": {"queue": "delivery"},
    "intranet.tasks.jobs.*": {"queue": "documents"},
}
# A message is done with when its task has ended, and comes again when a worker dies in the middle. Tasks may run twice,
# and what no message brings back stands in rows, which the next sweep sees to (ADR 8).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # a worker logs as the site does: see LOGGING
SWEEP_PERIOD_SECONDS = env.int("SWEEP_PERIOD_SECONDS", 300)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "intranet.tasks.sweeping.sweep", "schedule": SWEEP_PERIOD_SECONDS},
}

# --- Mail ----------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "intranet@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
LETTERS_AT_ANY_HOUR = env.bool("LETTERS_AT_ANY_HOUR", False)  # no quiet hours, no days off: for a trial

# --- Logging: no personal data; what happened to whom is in the audit table ----------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "intranet.core.logs.Line"}, "json": {"()": "intranet.core.logs.Json"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env.str("LOG_FORMAT", "line")}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "modelsearch")},
}

DEMO = False
DEMO_SIGN_INS = "intranet.demo.sign_ins.sign_ins"  # (role, user name, password) of each; core may not import demo

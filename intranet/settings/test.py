"""The tests' settings: SQLite by default, PostgreSQL and Redis where ``DATABASE_URL`` and ``REDIS_URL`` name them."""

import tempfile
from pathlib import Path

import dj_database_url

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import STORAGES, env

TEST_DIR = Path(env.str("TEST_DIR", "") or tempfile.mkdtemp(prefix="intranet-test-"))
VAR_DIR = TEST_DIR / env.str("PYTEST_XDIST_WORKER", "")  # the workers have a site each
VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = "for tests only"  # noqa: S105 - no secret: tests have nothing to hide
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and safe where nothing is kept

DATABASES = {"default": dj_database_url.parse(env.str("DATABASE_URL", f"sqlite:///{TEST_DIR}/db.sqlite3"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", f"{TEST_DIR}/test.sqlite3")}

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("PYTEST_XDIST_WORKER", ""),  # the workers share Redis, never each other's sites
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT = "intranet.tasks.redis_transport:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 10}
    CELERY_WORKER_DISABLE_PREFETCH = True
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CELERY_BROKER_URL = "memory://"

EMAIL_BACKEND = env.str("TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
EMAIL_HOST = env.str("TEST_EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.int("TEST_EMAIL_PORT", 2525)
EMAIL_TIMEOUT = env.int("TEST_EMAIL_TIMEOUT", 20)
LETTERS_AT_ANY_HOUR = True  # tests of quiet hours ask for them; the others run at night and on Sundays too
MEDIA_ROOT = TEST_DIR / "media"
STATIC_ROOT = TEST_DIR / "static"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},  # no collectstatic needed
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False}

"""The embedded settings with the baselines' addresses beside our own, on the database that the run has prepared."""

import dj_database_url

from intranet.settings.embedded import *  # noqa: F403
from intranet.settings.embedded import DATABASES, MIDDLEWARE, env

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["intranet.core.middleware.moment_of_the_answer", *MIDDLEWARE]  # as in production
if env.str("DATABASE_URL", ""):
    DATABASES["default"] = {
        **dj_database_url.parse(env.str("DATABASE_URL")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }
if env.str("REDIS_URL", ""):
    REDIS_URL = env.str("REDIS_URL")
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT = "intranet.tasks.redis_transport:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}  # type: ignore[dict-item]
LOGGING = {"version": 1, "disable_existing_loggers": False}
ALLAUTH_TRUSTED_PROXY_COUNT = (
    1  # each request of the bench says that it comes from somebody else: guessing is throttled
)

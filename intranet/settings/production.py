"""PostgreSQL, Redis, gunicorn behind nginx. Everything that differs between sites comes from the environment."""

import dj_database_url

from intranet.settings.base import *  # noqa: F403
from intranet.settings.base import MIDDLEWARE, env

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]

MIDDLEWARE = ["intranet.core.middleware.moment_of_the_answer", *MIDDLEWARE]  # first: from before anything is read

DATABASES = {
    "default": {
        **dj_database_url.parse(env.str("DATABASE_URL")),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,  # and hands out none that a restart of PostgreSQL has cut
        "OPTIONS": {"pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8)}},
    }
}
REDIS_URL = env.str("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT = "intranet.tasks.redis_transport:Transport"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_WORKER_DISABLE_PREFETCH = True  # a worker takes a message only when it is free for it; Redis alone knows this

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
vars().update(env.dj_email_url("EMAIL_URL"))

ALLAUTH_TRUSTED_PROXY_COUNT = 1  # nginx; without it the limit of sign-ins would count everybody as one visitor
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

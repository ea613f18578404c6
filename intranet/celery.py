"""The Celery application: configured from Django's settings; its tasks are the modules of ``intranet.tasks``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.embedded")

app = Celery("intranet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.imports = ("intranet.tasks.sweeping", "intranet.tasks.delivering", "intranet.tasks.jobs")

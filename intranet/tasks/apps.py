from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Stands above the rooms, and gives them what they ask of Celery without knowing it."""

    name = "intranet.tasks"
    label = "tasks"

    def ready(self) -> None:
        from intranet.tasks import broker, watching

        broker.connect()
        watching.connect()

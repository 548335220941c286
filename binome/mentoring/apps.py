from django.apps import AppConfig


class MentoringConfig(AppConfig):
    name = "binome.mentoring"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

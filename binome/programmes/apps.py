from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "binome.programmes"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

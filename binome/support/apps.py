from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "binome.support"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

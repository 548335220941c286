from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "binome.library"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

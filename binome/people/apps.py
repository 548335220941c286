from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "binome.people"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

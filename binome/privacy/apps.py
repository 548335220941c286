from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "binome.privacy"

    def ready(self) -> None:
        from . import emails  # noqa: F401  declares the room's mails

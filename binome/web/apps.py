from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "binome.web"

    def ready(self) -> None:
        from .accounts import mails  # noqa: F401  declares the letters of an account

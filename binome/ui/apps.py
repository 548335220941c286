from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "binome.ui"

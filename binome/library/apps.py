from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "binome.library"

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "binome.core"

    def ready(self) -> None:
        from .sorting import teach_sqlite

        connection_created.connect(teach_sqlite)

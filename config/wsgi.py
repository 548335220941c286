"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from binome.web.safety import (  # noqa: E402  the applications must be ready
    refuse_the_wrong_database,
    warn_of_unfinished_pages,
)

refuse_the_wrong_database()
warn_of_unfinished_pages()

"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from binome.web.safety import refuse_the_wrong_database  # noqa: E402  the applications must be ready

refuse_the_wrong_database()

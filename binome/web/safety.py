"""What a real site checks before it answers anyone. The settings refuse the rest: DEBUG, a weak key, plain HTTP."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from binome.programmes.models import StaffRole

#: Where the team of the demonstration has its addresses; its passwords are printed for anyone.
DEMO_DOMAIN = "@demo.example"


def refuse_a_default_administrator() -> None:
    """A database of the demonstration must not become a real site: its team can be logged in as by anyone."""
    if settings.DEMO or settings.DEBUG:
        return
    try:
        found = StaffRole.objects.filter(person__is_active=True, person__email__endswith=DEMO_DOMAIN).exists()
    except DatabaseError:
        return  # no tables yet, or no database: each page will say so
    if found:
        raise ImproperlyConfigured(
            "This database holds the team of the demonstration, whose password is public. Start from an empty one."
        )

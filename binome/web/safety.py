"""What a site checks before it answers anyone. The settings refuse the rest: DEBUG, a weak key, plain HTTP."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.db.models import QuerySet

from binome.privacy.operator import missing
from binome.programmes.models import Programme, StaffRole
from binome.programmes.queries import home_programme

logger = logging.getLogger(__name__)

#: Where the team of the demonstration has its addresses; its passwords are printed for anyone.
DEMO_DOMAIN = "@demo.example"


def refuse_the_wrong_database() -> None:
    """The demonstration's database as a real site: anyone logs in as its team. A real one as a demonstration: the
    mailbox shows every letter, and its links, to anyone. Raises ImproperlyConfigured.

    Whoever tries the demonstration may name a team of her own in it: the demonstration's stays beside hers, and no real
    site has that one.
    """
    try:
        if settings.DEMO:
            found, refusal = _team().exists() and not _demonstrators().exists(), REAL_PEOPLE
        elif not settings.DEBUG:
            found, refusal = _demonstrators().exists(), DEFAULT_TEAM
        else:
            return
    except DatabaseError:
        return  # no tables yet, or no database: each page will say so
    if found:
        raise ImproperlyConfigured(refusal)


def warn_of_unfinished_pages() -> None:
    """A real site whose legal pages have blanks starts, and says so in its log."""
    if settings.DEBUG or settings.DEMO:
        return
    try:
        left = [one.field or str(one.label) for one in missing(home_programme())]
    except (DatabaseError, Programme.DoesNotExist):
        return  # not installed yet: there is no page to complete
    if left:
        logger.warning("The legal pages are not complete: %s. See /equipe/donnees/.", ", ".join(left))


def _team() -> QuerySet[StaffRole]:
    return StaffRole.objects.filter(person__is_active=True)


def _demonstrators() -> QuerySet[StaffRole]:
    return _team().filter(person__email__endswith=DEMO_DOMAIN)


DEFAULT_TEAM = "This database holds the team of the demonstration, whose password is public. Start from an empty one."
REAL_PEOPLE = (
    "BINOME_DEMO=1 shows every e-mail to every visitor, and nobody of the demonstration's team is in this database: "
    "these may be real people. Remove BINOME_DEMO, or start the demonstration from an empty database."
)

"""What to write to the authority and to the people after a breach (GDPR, articles 33.3 and 34.2), prefilled.

A proposal, never sent by the site: the organisation completes it, and sends it.
"""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.languages import text_language

from .models import Breach, OperatorDetails
from .notices import TEXTS
from .treatments import CLASSES, fields
from .values import date_in_words


def to_the_authority(*, breach: Breach, details: OperatorDetails, people: int) -> str:
    """Nature, categories and numbers, contact, consequences, measures."""
    kinds = {line.kind for line in fields()}
    data = " ; ".join(str(words) for kind, words in CLASSES.items() if kind in kinds)
    return _write("breach_authority", breach, details, people=people, data=data)


def to_the_people(*, breach: Breach, details: OperatorDetails, site: str) -> str:
    """In clear and plain language."""
    return _write("breach_people", breach, details, site=site)


def _write(name: str, breach: Breach, details: OperatorDetails, **values: object) -> str:
    language = text_language(get_language())
    blank = _("[à compléter]")
    text = (TEXTS / language / f"{name}.txt").read_text(encoding="utf-8")
    return text.format(
        organisation=details.name or blank,
        contact=details.privacy_contact or details.email or blank,
        known=_moment(breach.known_at),
        since=_moment(breach.since_at),
        until=_moment(breach.until_at) if breach.until_at else _("non connue"),
        facts=breach.facts,
        consequences=breach.consequences or blank,
        measures=breach.measures or blank,
        **values,
    )


def _moment(at: datetime) -> str:
    return date_in_words(at)

"""How the site writes: French spacing, numbers in letters, dates. Every function speaks the active language."""

import re
from datetime import date, datetime, timedelta

from django.utils import dateformat, formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_noop as _

NBSP = "\u00a0"
MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNITS = r"%|€|h|min|Mo|ko|ans?|mois|semaines?|jours?|heures?|minutes?|signes|fois"
#: Each rule turns an existing space into one that does not break; none touches a tag or an entity.
RULES = (
    (re.compile(r"(?<=\w)(?:'|&#x27;|&#39;)(?=\w)"), "’"),
    (re.compile(r"[ \u00a0\u202f]+(?=[:;!?»])"), NBSP),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NBSP}"),
    (re.compile(r"(?<=[^\s\u00a0])»"), f"{NBSP}»"),
    (re.compile(rf"(?<=\d) (?=(?:{UNITS}|{MONTHS})(?!\w))"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NBSP),
    (re.compile(r"(?<=\d) h (?=\d\d(?!\d))"), f"{NBSP}h{NBSP}"),
    (re.compile(rf"(?<=\d{NBSP}h) (?=\d\d(?!\d))"), NBSP),
)
TAG = re.compile(r"(<[^>]*>)")


def speaks_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def typo(text: object, autoescape: bool = True) -> str:
    """French spacing and apostrophes. Plain text is escaped first; markup keeps its tags untouched."""
    html = conditional_escape(text) if autoescape else str(text)
    if not speaks_french():
        return html
    pieces = TAG.split(html)
    for index in range(0, len(pieces), 2):
        for pattern, replacement in RULES:
            pieces[index] = pattern.sub(replacement, pieces[index])
    result = "".join(pieces)
    return mark_safe(result) if isinstance(html, SafeString) else result


NUMBERS = [
    _("zéro"), _("un"), _("deux"), _("trois"), _("quatre"), _("cinq"),
    _("six"), _("sept"), _("huit"), _("neuf"), _("dix"), _("onze"),
    _("douze"), _("treize"), _("quatorze"), _("quinze"), _("seize"),
]  # fmt: skip


def count_words(number: int, gender: str = "") -> str:
    """A number in letters up to sixteen, in figures beyond. `gender` "f" gives « une »."""
    if not 0 <= number < len(NUMBERS):
        return str(formats.number_format(number, use_l10n=True, force_grouping=True))
    if number == 1 and gender == "f":
        return pgettext("feminine number", "une")
    return gettext(NUMBERS[number])


def local(value: date | datetime) -> date | datetime:
    """An instant in the site's time zone; a plain day stays itself."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def long_date(value: date | datetime | None, *, year: bool = True) -> str:
    """« 12 mars 2026 », « 1er mars 2026 »."""
    if value is None:
        return ""
    value = local(value)
    if not speaks_french():
        return formats.date_format(value, "DATE_FORMAT" if year else "MONTH_DAY_FORMAT")
    day = "1er" if value.day == 1 else str(value.day)
    month = dateformat.format(value, "F Y" if year else "F")
    return f"{day}{NBSP}{month}"


def clock(value: datetime) -> str:
    """« 9 h 12 », « 18 h »."""
    value = local(value)
    if not speaks_french():
        return formats.time_format(value, "TIME_FORMAT")
    return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02d}" if value.minute else "")


def long_datetime(value: datetime | None, *, now: datetime | None = None) -> str:
    """« jeudi 26 novembre, 18 h 30 »; the year only when it is not the current one."""
    if value is None:
        return ""
    year = now is None or local(value).year != local(now).year
    weekday = dateformat.format(local(value), "l")
    return gettext("%(weekday)s %(day)s, %(time)s") % {
        "weekday": weekday, "day": long_date(value, year=year), "time": clock(value),
    }  # fmt: skip


def ago(value: date | datetime | None, now: datetime) -> str:
    """When something happened: « aujourd’hui à 9 h 12 », « hier », « il y a 3 jours », then the date."""
    if value is None:
        return ""
    moment, today = local(value), local(now)
    day = moment.date() if isinstance(moment, datetime) else moment
    days = (today.date() - day) // timedelta(days=1)
    if days == 0:
        if isinstance(moment, datetime):
            return gettext("aujourd’hui à %(time)s") % {"time": clock(moment)}
        return gettext("aujourd’hui")
    if days == 1:
        return gettext("hier")
    if 1 < days <= 14:
        return ngettext("il y a %(count)d jour", "il y a %(count)d jours", days) % {"count": days}
    if days == -1:
        return gettext("demain")
    if -14 <= days < -1:
        return ngettext("dans %(count)d jour", "dans %(count)d jours", -days) % {"count": -days}
    return gettext("le %(day)s") % {"day": long_date(value)}

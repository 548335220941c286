"""How the site writes: French spacing, elision, numbers in letters, dates. Each function speaks the active language."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from django.utils import dateformat, formats, timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_noop as _

NBSP = "\u00a0"
#: Nothing breaks here, nothing is seen. A no-break hyphen would hide the word from the browser's own search.
JOINER = "\u2060"
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
    (re.compile(r"(?<=\bn°) (?=[\d%])"), NBSP),
    (re.compile(r"(?<=\d) h (?=\d\d(?!\d))"), f"{NBSP}h{NBSP}"),
    (re.compile(rf"(?<=\d{NBSP}h) (?=\d\d(?!\d))"), NBSP),
)
#: « e-mail » as a word, never in an address.
E_MAIL = re.compile(r"(?<![\w@.\-/:=&?#%+~])([Ee]-)(?=mails?(?![\w@\-]|[./]\w))")
#: What is shorter is a label: it does not wrap, and who looks for it (a voice, a password manager) finds it as typed.
LABEL = 40
TAG = re.compile(r"(<[^>]*>)")
#: Overrides of the reading direction: one of them turns the rest of a paragraph round. Right-to-left letters need none.
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def speaks_french() -> bool:
    return (get_language() or "fr").startswith("fr")


def typo(text: object, autoescape: bool = True) -> str:
    """French spacing and apostrophes, in the order in which it was typed. Plain text is escaped first; markup keeps
    its tags untouched."""
    html = conditional_escape(text) if autoescape else str(text)
    if DIRECTION.search(html):
        read = DIRECTION.sub("", html)
        html = mark_safe(read) if isinstance(html, SafeString) else read
    if not speaks_french():
        return html
    result = spaced(html)
    return mark_safe(result) if isinstance(html, SafeString) else result


def spaced(html: str) -> str:
    """French spacing and apostrophes, whatever the active language. Markup and holes stay as they are."""
    pieces = TAG.split(html)
    for index in range(0, len(pieces), 2):
        for pattern, replacement in RULES:
            pieces[index] = pattern.sub(replacement, pieces[index])
        if len(pieces[index]) > LABEL:
            pieces[index] = E_MAIL.sub(rf"\1{JOINER}", pieces[index])
    return "".join(pieces)


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


#: First names whose h is mute, by their beginning: those of French use (Hélène, Henriette, Hortense, Hyacinthe…). Any
#: other h keeps its distance (Hawa, Hind, Holly), as usage accepts for every name.
MUTE_H = ("harmo", "hele", "heli", "helo", "henri", "herm", "hippo", "honor", "hort", "hugu", "hyac")
VOWELS = frozenset("aeiouyœæ")


def elided(name: object, word: str) -> str:
    """« d’Océane », « de Bruna », « qu’Inès »: `word` ("de", "que") before a name or a noun. In French only: another
    language gets the name alone, and its sentence says the rest.

    A y is a vowel before a consonant (d’Yvonne), not before a vowel (de Yasmine), and neither is « ou » (de Ouarda).
    """
    text = str(name)
    if not speaks_french():
        return text
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text.lower()) if letter.isalpha())
    glides = plain[:1] == "y" or plain[:2] == "ou"
    after = plain[1:2] if plain[:1] == "y" else plain[2:3]
    mute = plain.startswith(MUTE_H) or (plain[:1] in VOWELS and not (glides and after in VOWELS))
    return f"{word[:-1]}’{text}" if plain and mute else f"{word} {text}"


def local(value: date | datetime) -> date | datetime:
    """An instant in the site's time zone; a plain day stays itself."""
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def long_date(value: date | datetime | None, *, year: bool = True) -> str:
    """« 12 mars 2026 », « 1er mars 2026 », "12 March 2026"."""
    if value is None:
        return ""
    value = local(value)
    return f"{day_number(value)}{NBSP}{dateformat.format(value, 'F Y' if year else 'F')}"


def day_number(value: date) -> str:
    """« 1er », « 2 ». The day comes before the month in English too, as Europe writes it."""
    return "1er" if value.day == 1 and speaks_french() else str(value.day)


def date_range(start: date | datetime, end: date | datetime) -> str:
    """« le 3 mai 2026 », « du 3 au 9 mai 2026 », « du 28 mai au 3 juin 2026 », « du 3 mai 2026 au 9 mai 2027 »."""
    first, last = local(start), local(end)
    if (first.year, first.month, first.day) == (last.year, last.month, last.day):
        return gettext("le %(day)s") % {"day": long_date(last)}
    if (first.year, first.month) == (last.year, last.month):
        begins = day_number(first)
    else:
        begins = long_date(first, year=first.year != last.year)
    return gettext("du %(start)s au %(end)s") % {"start": begins, "end": long_date(last)}


def month_range(start: date | datetime, end: date | datetime) -> str:
    """« mai 2026 », « mai à juin 2026 », « décembre 2026 à mai 2027 »."""
    first, last = local(start), local(end)
    ends = dateformat.format(last, "F Y")
    if (first.year, first.month) == (last.year, last.month):
        return ends
    begins = dateformat.format(first, "F" if first.year == last.year else "F Y")
    return gettext("%(start)s à %(end)s") % {"start": begins, "end": ends}


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
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    days = (timezone.localdate(today) - day) // timedelta(days=1)
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

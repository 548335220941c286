"""The cards of the directory as HTML, each rendered once for what it shows, in one language, with one highlight."""

from collections.abc import Iterable
from hashlib import blake2b

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.core.world import country_name
from binome.mentoring.lifecycle import MeetingFormat
from binome.mentoring.models import Listing
from binome.programmes.models import Programme

SECONDS = 24 * 3600
TOPICS_SHOWN = 4


def cards(listings: Iterable[Listing], *, programme: Programme, topics: frozenset[str]) -> list[SafeString]:
    """`topics`: those to highlight. A card holds nothing of its reader: no token, no state of hers."""
    language = get_language() or "fr"
    words = blake2b(f"{language} {programme.topics}".encode(), digest_size=8).hexdigest()
    rows = {_key(words, listing, topics): listing for listing in listings}
    known = caches["local"].get_many(rows)
    fresh = {
        key: render_to_string("mentoring/_mentor_card.html", _context(listing, programme, topics, language))
        for key, listing in rows.items()
        if key not in known
    }
    if fresh:
        caches["local"].set_many(fresh, SECONDS)
    html = {**known, **fresh}
    return [mark_safe(html[key]) for key in rows]


def _key(words: str, listing: Listing, topics: frozenset[str]) -> str:
    highlighted = ",".join(slug for slug in listing.card["topics"] if slug in topics)
    return f"card:{words}:{listing.version}:{highlighted}"


def _context(listing: Listing, programme: Programme, topics: frozenset[str], language: str) -> dict[str, object]:
    card = listing.card
    labels = {row["slug"]: row[text_language(language)] for row in programme.topics}
    shown = sorted((slug for slug in card["topics"] if slug in labels), key=lambda slug: slug not in topics)
    return {
        "card": card,
        "free": listing.free,
        "capacity": listing.capacity,
        "tags": [(labels[slug], slug in topics) for slug in shown[:TOPICS_SHOWN]],
        "place": place_of(card["city"], card["country"], language),
        "formats": formats_of(card["formats"]),
    }


def place_of(city: str, country: str, language: str) -> str:
    """« Nantes », « Bruxelles, Belgique », « Belgique »."""
    abroad = country_name(country, language) if country != "FR" or not city else ""
    return ", ".join(part for part in (city, abroad) if part)


def formats_of(values: Iterable[str]) -> str:
    """« À distance, sur place ou par téléphone »."""
    chosen = set(values)
    labels = [str(label) for value, label in MeetingFormat.choices if value in chosen]
    labels[1:] = [label[0].lower() + label[1:] for label in labels[1:]]
    if len(labels) < 2:
        return "".join(labels)
    return _("%(first)s ou %(last)s") % {"first": ", ".join(labels[:-1]), "last": labels[-1]}

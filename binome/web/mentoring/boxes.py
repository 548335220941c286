"""The boxes of the filters and their numbers, written in Python: templates take ten times longer for fifty of them."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from binome.mentoring.queries.directory import Results

from .filters import Filters

BOX = '<label class="choice"><input type="checkbox" name="{}" value="{}" form="recherche"'
LABEL = '><span>{}</span><span class="count" id="n-{}-{}">'
NUMBER = '<span class="vh">, </span>{}<span class="vh"> {}</span>'
SWAP = '<span id="n-{}-{}" hx-swap-oob="innerHTML">{}</span>'
FOLDED = '<details{}><summary class="btn btn-quiet small">{}</summary>{}</details>'
#: A facet longer than this shows its first options only, until one asks for the others.
LONG, FIRST = 8, 6


def fieldsets(filters: Filters, results: Results, *, noun: str) -> SafeString:
    """Each facet as a group of boxes, the long ones folded. `noun`: « mentores », said after each number."""
    groups = []
    for facet, options in filters.boxes(results):
        boxes = [
            _box(facet.parameter, option.slug, option.label, ticked) + _number(number, noun) + "</span></label>\n"
            for option, number, ticked in options
        ]
        if len(boxes) > LONG:
            is_open = any(ticked for _option, _number, ticked in options[FIRST:])
            others = _("Voir les %(number)d autres") % {"number": len(boxes) - FIRST}
            rest = format_html(FOLDED, mark_safe(" open" if is_open else ""), others, _joined(boxes[FIRST:]))
            boxes = [*boxes[:FIRST], rest]
        if boxes:
            groups.append(format_html("<fieldset><legend>{}</legend>{}</fieldset>\n", facet.legend, _joined(boxes)))
    return _joined(groups)


def numbers(filters: Filters, results: Results, *, noun: str) -> SafeString:
    """Each number alone, for htmx to put in its place: the boxes stay, and with them the focus."""
    return _joined(
        format_html(SWAP, facet.parameter, option.slug, _number(number, noun))
        for facet, options in filters.boxes(results)
        for option, number, _ticked in options
    )


@lru_cache(maxsize=2_000)
def _box(parameter: str, slug: str, label: str, ticked: bool) -> str:
    """All of a box but its number. Kept: they are the same from page to page, and escaping costs most."""
    checked = " checked" if ticked else ""
    return format_html(BOX, parameter, slug) + checked + format_html(LABEL, label, parameter, slug)


def _number(number: int, noun: str) -> SafeString:
    return _count(number_format(number, force_grouping=True) if number > 999 else str(number), noun)


@lru_cache(maxsize=2_000)
def _count(number: str, noun: str) -> SafeString:
    return format_html(NUMBER, number, noun)


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))

"""The boxes of the filters and their numbers, written in Python: templates take ten times longer for fifty of them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from binome.mentoring.queries.directory import Results

from .filters import Filters

BOX = (
    '<label class="choice"><input type="checkbox" name="{}" value="{}" form="recherche"{}><span>{}</span>'
    '<span class="count" id="n-{}-{}">{}</span></label>\n'
)
NUMBER = '<span class="vh">, </span>{}<span class="vh"> {}</span>'
SWAP = '<span id="n-{}-{}" hx-swap-oob="innerHTML">{}</span>'


def fieldsets(filters: Filters, results: Results, *, noun: str) -> SafeString:
    """Each facet as a group of boxes. `noun`: « mentores », said after each number."""
    html = []
    for facet, options in filters.boxes(results):
        boxes = [
            format_html(
                BOX, facet.parameter, option.slug, mark_safe(" checked" if ticked else ""), option.label,
                facet.parameter, option.slug, format_html(NUMBER, number, noun),
            )
            for option, number, ticked in options
        ]  # fmt: skip
        if boxes:
            html.append(format_html("<fieldset><legend>{}</legend>{}</fieldset>\n", facet.legend, _joined(boxes)))
    return _joined(html)


def numbers(filters: Filters, results: Results, *, noun: str) -> SafeString:
    """Each number alone, for htmx to put in its place: the boxes stay, and with them the focus."""
    return _joined(
        format_html(SWAP, facet.parameter, option.slug, format_html(NUMBER, number, noun))
        for facet, options in filters.boxes(results)
        for option, number, _ticked in options
    )


def _joined(parts) -> SafeString:
    return mark_safe("".join(parts))

"""The components, as template tags. A builtin of every template: no `{% load %}`. More in docs/ui.md.

    {% icon "check" %}                                   a drawing of binome/ui/icons.py, beside words
    {% pair_glyph state="touching" mentor="Hélène" mentee="Nadia" size="m" %}
                                                         apart · free · touching · pair · closed · empty; "" m l xl
    {% places free total %}                              small pairs and « 1 place libre sur 2 »
    {% meeting_dots done planned %}                      dots and « Cinq rendez-vous tenus sur neuf »
    {% avatar name role="mentee" photo_url=url size="s" %}   roles: mentor, mentee, neutral
    {% field form.email %}                               label, help, error, control, all wired together
    {% field form.photo name="Solène" photo_url=url %}   a file, with what stands there today
    {% form_fields form %}                               every field, in order, hidden ones too
    {% error_summary form %}  {% error_summary a b title=_("…") %}   on top of a refused form; nothing if all is well
    {{ text|typo }}                                      French spacing and apostrophes, escaped text or markup
    {{ name|elided:"de" }}  {{ name|elided:"que" }}      « d’Océane », « qu’Inès », « de Bruna »
    {{ n|count_words }}  {{ n|count_words:"f" }}         « deux », « une »
    {{ start|days_to:end }}  {{ start|months_to:end }}   « du 3 au 9 mai 2026 », « mai à juin 2026 »
    {{ at|long_date }}  {{ at|long_datetime:now }}  {{ at|clock }}  {{ at|ago:now }}
                                                         « 12 mars 2026 », « jeudi 26 novembre, 18 h 30 », « 9 h 12 »,
                                                         « il y a 2 jours »; `now` comes from the view, never from here

Names are given whole and shown as one letter. Geometry, drawings, wording and field logic live in
`glyphs.py`, `icons.py`, `wording.py` and `forms.py`: this file only registers them.
"""

from functools import cache
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static as static_address
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from binome.ui import forms, glyphs, icons, mail, wording

register = template.Library()

register.simple_tag(icons.draw, name="icon")
register.simple_tag(glyphs.avatar, name="avatar")
register.filter("typo", wording.typo, needs_autoescape=True)
register.filter("count_words", wording.count_words)
register.filter("elided", wording.elided)
register.filter("long_date", wording.long_date)
register.filter("clock", wording.clock)
register.filter("days_to", wording.date_range)
register.filter("months_to", wording.month_range)
register.filter("ago", wording.ago)
register.filter("mail_styles", mail.dress, is_safe=True)


@register.filter
def long_datetime(value, now=None) -> str:
    return wording.long_datetime(value, now=now)


@register.simple_tag
def html_lang() -> str:
    """The language of the page for HTML: `fr-inclusif` is French."""
    return (get_language() or "fr").split("-")[0]


@register.simple_tag
def pair_glyph(state: str, mentor: str = "", mentee: str = "", size: str = "", label: str = "") -> SafeString:
    return glyphs.pair(
        state=state, mentor=glyphs.initial(mentor), mentee=glyphs.initial(mentee), size=size, label=label
    )


@register.simple_tag
def places(free: int, total: int) -> SafeString:
    """The capacity meter: one small pair per place, then the words."""
    free = max(0, min(free, total))
    if free:
        words = ngettext("%(free)d place libre sur %(total)d", "%(free)d places libres sur %(total)d", free)
        words %= {"free": free, "total": total}
    else:
        words = _("Complet pour le moment")
    return format_html('<span class="places">{}<span>{}</span></span>', glyphs.places(free, total), words)


@register.simple_tag
def meeting_dots(done: int, planned: int) -> SafeString:
    """One dot per meeting, then the words. Meetings beyond what was planned count like the others."""
    if done == 0:
        words = _("Aucun rendez-vous tenu sur %(planned)s")
    else:
        words = ngettext(
            "%(done)s rendez-vous tenu sur %(planned)s", "%(done)s rendez-vous tenus sur %(planned)s", done
        )
    if done > planned:
        words = ngettext("%(done)s rendez-vous tenu", "%(done)s rendez-vous tenus", done)
    words %= {"done": wording.count_words(done), "planned": wording.count_words(planned)}
    return format_html("{}<span>{}</span>", glyphs.meeting_dots(done, planned), capfirst(words))


@register.inclusion_tag("ui/_field.html")
def field(bound, name: str = "", photo_url: str = "", role: str = "mentor") -> dict[str, object]:
    return {**forms.describe(bound), "name": name, "photo_url": photo_url, "role": role}


@register.inclusion_tag("ui/_form_fields.html")
def form_fields(form) -> dict[str, object]:
    return {"form": form}


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(*form_list, title: str = "") -> dict[str, object]:
    lines = forms.summary_lines([form for form in form_list if form is not None and form.is_bound])
    return {"lines": lines, "title": title or forms.summary_title(len(lines), wording.count_words(len(lines)))}


@register.simple_tag
@cache
def static(path: str) -> str:
    """The address of a static file, worked out once in a process: every page has ten of them."""
    return static_address(path)


@register.filter
def page_address(query) -> str:
    """The address of another page of a list, but for its number; the rest of the query stays."""
    kept = urlencode([(name, value) for name, values in query.lists() if name != "page" for value in values])
    return f"?{kept}&page=" if kept else "?page="


@register.filter
def elided_pages(page) -> list[object]:
    """Page numbers around the current one; « … » where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def said(words) -> str:
    """Words kept in both languages ({"fr": …, "en": …}), in the reader's."""
    language = "en" if (get_language() or "").startswith("en") else "fr"
    return str(words.get(language, "")) if words else ""


@register.filter
def flash_class(tags: str) -> str:
    """The look of a message, from Django's level."""
    for level, css in (("success", "is-success"), ("warning", "is-wait"), ("error", "is-danger")):
        if level in tags.split():
            return css
    return ""


@register.filter
def flash_icon(tags: str) -> str:
    return {"is-success": "check-circle", "is-wait": "clock", "is-danger": "alert"}.get(flash_class(tags), "info")

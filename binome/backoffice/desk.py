"""The navigation of the team's pages, with what waits in each: one query."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.languages import text_language
from binome.privacy.operator import missing
from binome.programmes.models import Programme
from binome.support.queries import cases_for, messages_for

from .library.waiting import testimonies_for
from .people.waiting import for_colleagues, to_check


@dataclass(frozen=True)
class Waiting:
    """How many of each kind wait for this moderator, and how many profiles for one of her colleagues."""

    profiles: int
    elsewhere: int
    cases: int
    messages: int
    testimonies: int


def figure(rows: QuerySet, what) -> Subquery:
    """A figure of all these rows, read inside another query."""
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(figure=what).values("figure"))


def count_of(rows: QuerySet) -> Coalesce:
    """How many they are, read inside another query."""
    return Coalesce(figure(rows, Count("pk")), 0)


def waiting(request, **figures: object) -> tuple[Waiting, dict[str, object]]:
    """What waits, and whatever else this page reads of the programme."""
    who = {"programme": request.programme, "moderator": request.user}
    counts = {
        "profiles": count_of(to_check(**who)),
        "elsewhere": count_of(for_colleagues(**who)),
        "cases": count_of(cases_for(**who).still_open()),
        "messages": count_of(messages_for(**who).unanswered()),
        "testimonies": count_of(testimonies_for(**who).waiting()),
    }
    row = Programme.objects.filter(pk=request.programme.pk).values(**counts, **figures).get()
    return Waiting(**{name: row.pop(name) for name in counts}), row


def desk(request, current: str, **figures: object) -> dict[str, object]:
    """What each page of the team adds to its context. `figures`: more to read of the programme in the same query."""
    counts, read = waiting(request, **figures)
    tabs = _tabs(request, current, counts)
    return {"subnav": tabs, "subnav_label": _("Pages de l’équipe"), "waiting": counts, "figures": read}


def _tabs(request, current: str, counts: Waiting) -> list[dict[str, object]]:
    words = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]

    def page(name: str, label: str, count: int = 0) -> dict[str, object]:
        return {"url": reverse(name), "label": label, "current": name == current, "count": count}

    tabs = [
        page("moderators-day", _("Aujourd’hui")),
        _group(
            _("À traiter"),
            page("moderation-queue", _("Profils à vérifier"), counts.profiles),
            page("case-list", _("Signalements"), counts.cases),
            page("message-list", _("Messages reçus"), counts.messages),
            page("testimony-list", _("Témoignages"), counts.testimonies),
        ),
        _group(
            _("Suivre"),
            page("late-requests", _("Demandes sans réponse")),
            page("sleeping-pairs", _("%(pairs)s silencieux") % {"pairs": words["pair"]["many"].capitalize()}),
            page("attestation-list", _("Attestations attendues")),
            page("journal", _("Journal")),
        ),
        _group(
            _("Publier"),
            page("article-list", _("Bibliothèque")),
            page("theme-list", _("Thèmes")),
            page("charter-desk", _("Charte")),
        ),
    ]
    if request.membership.is_administrator:
        tabs.append(_administration(request.programme, page))
    return tabs


def _administration(programme: Programme, page: Callable[..., dict[str, object]]) -> dict[str, object]:
    home = programme.is_home
    return _group(
        _("Administrer"),
        page("team-list", _("Équipe")),
        *([page("organisation-desk", _("Organisations"))] if home else []),
        page("edit-eligibility", _("Conditions")),
        page("privacy-desk", _("Données personnelles"), len(missing(programme))),
        page("rights-requests", _("Demandes de droits")),
        *([page("breach-list", _("Violations de données"))] if home else []),
    )


def _group(label: str, *pages: dict[str, object]) -> dict[str, object]:
    """Pages of one kind under one word, with what waits in all of them."""
    count = sum(int(page["count"]) for page in pages)  # type: ignore[call-overload]
    return {"label": label, "count": count, "group": pages, "current": any(page["current"] for page in pages)}


def page_of(request, rows, *, size: int = 20, count: int | None = None) -> dict[str, object]:
    """One page of a list, with the moment. `count`: of all of them, when it was read with something else."""
    pages = Paginator(rows, size)
    if count is not None:
        pages.count = count
    page = pages.get_page(request.GET.get("page"))
    return {"page": page, "rows": list(page.object_list), "now": timezone.now()}

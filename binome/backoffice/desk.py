"""The navigation of the team's pages, with what waits in each: one query."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from binome.privacy.operator import missing
from binome.programmes.models import Programme, StaffRole
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


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def waiting(request, **figures: object) -> tuple[Waiting, dict[str, object]]:
    """What waits, and whatever else this page reads of the programme."""
    who = {"programme": request.programme, "moderator": request.user}
    counts = {
        "profiles": _count(to_check(**who)),
        "elsewhere": _count(for_colleagues(**who)),
        "cases": _count(cases_for(**who).still_open()),
        "messages": _count(messages_for(**who).unanswered()),
        "testimonies": _count(testimonies_for(**who).waiting()),
    }
    row = Programme.objects.filter(pk=request.programme.pk).values(**counts, **figures).get()
    return Waiting(**{name: row.pop(name) for name in counts}), row


def desk(request, current: str, **figures: object) -> dict[str, object]:
    """What each page of the team adds to its context. `figures`: more to read of the programme in the same query."""
    counts, read = waiting(request, **figures)
    tabs = [
        ("moderators-day", _("Aujourd’hui"), 0),
        ("moderation-queue", _("Profils à vérifier"), counts.profiles),
        ("case-list", _("Signalements"), counts.cases),
        ("message-list", _("Messages reçus"), counts.messages),
        ("testimony-list", _("Témoignages"), counts.testimonies),
        ("article-list", _("Bibliothèque"), 0),
        ("journal", _("Journal"), 0),
    ]
    if StaffRole.Kind.ADMINISTRATOR in request.membership.staff_kinds:
        tabs.append(("edit-eligibility", _("Conditions"), 0))
        tabs.append(("privacy-desk", _("Données personnelles"), len(missing(request.programme))))
    links = [
        {"url": reverse(name), "label": label, "current": name == current, "count": count}
        for name, label, count in tabs
    ]
    return {"subnav": links, "subnav_label": _("Pages de l’équipe"), "waiting": counts, "figures": read}

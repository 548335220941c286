"""The navigation of the pages that run a programme, under /pilotage/."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def pilot(request: HttpRequest, current: str) -> dict[str, object]:
    """What each of these pages adds to its context. `current`: the URL name of the tab where the page stands."""
    by_request = request.programme.modality.self_service
    tabs = [
        ("pilot-dashboard", _("Tableau de bord")),
        ("participant-list", _("Participants")),
        ("people-list", _("Personnes")),
        ("request-list", _("Demandes")) if by_request else ("current-match-board", _("Appariement")),
        ("organisation-list", _("Organisation")),
    ]
    if request.perimeter.whole or request.perimeter.organisations:
        tabs.append(("role-list", _("Rôles")))
    if request.membership.is_manager:
        tabs += [("cohort-list", _("Promotions")), ("programme-settings", _("Réglages"))]
    links = [{"url": reverse(name), "label": label, "current": name == current} for name, label in tabs]
    return {"subnav": links, "subnav_label": _("Pages du programme")}

"""The people of the organisations, within her perimeter: listed, searched, taken out."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.journal import record
from binome.mentoring.identity import by_declared_name, declared_names
from binome.programmes.models import Affiliation, DeclaredIdentity
from binome.programmes.queries.organisations import people_of, tree_of

from ..access import pilot_required
from ..pilot import pilot
from .sheets import sheet

PAGE_SIZE = 50
MAX_QUERY = 100


@require_safe
@pilot_required
def people_list(request: HttpRequest) -> HttpResponse:
    """One page of them: whom an organisation declares, where, and whether she is still there."""
    asked = _asked_in(request.GET)
    page = Paginator(_found(request, asked), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = declared_names(viewer=request.user, perimeter=request.perimeter, among=rows, now=timezone.now())
    organisations = list(request.perimeter.known_organisations())
    tree = [entity for organisation in organisations[:1] for entity in tree_of(request.perimeter, organisation)]
    context = pilot(request, "people-list") | {
        "page": page,
        "people": [(row, names.get(row.pk)) for row in rows],
        "organisations": organisations,
        "tree": tree if len(organisations) == 1 else [],
        "asked": asked,
    }
    return render(request, "backoffice/organisations/people.html", context)


def _asked_in(query: QueryDict) -> dict[str, str]:
    return {name: query.get(name, "").strip()[:MAX_QUERY] for name in ("q", "organisation", "entite", "etat")}


def _found(request: HttpRequest, asked: dict[str, str]) -> QuerySet[Affiliation]:
    rows = people_of(
        request.perimeter, organisation=asked["organisation"], entity=asked["entite"], left=asked["etat"] == "parties"
    )
    return by_declared_name(rows, asked["q"])


@require_POST
@pilot_required
def export_people(request: HttpRequest) -> HttpResponse:
    """The same people as a spreadsheet, where no cell is ever a formula."""
    rows = list(_found(request, _asked_in(request.POST)))
    names = declared_names(viewer=request.user, perimeter=request.perimeter, now=timezone.now())
    columns = sorted({title for row in rows for title in row.attributes})
    header = [
        _("Adresse e-mail"), _("Prénom"), _("Nom de famille"), _("Organisation"), _("Entité"), _("Matricule"),
        _("Fonction"), _("Étape"), _("Date de départ"), *columns,
    ]  # fmt: skip
    lines = [_line(row, names.get(row.pk), columns) for row in rows]
    record("directory_exported", by=request.user, obj=request.programme, now=timezone.now(), people=len(rows))
    return sheet(_("Annuaire"), request.programme.slug, header, lines, kind="xlsx")


def _line(row: Affiliation, name: DeclaredIdentity | None, columns: list[str]) -> list[str | int]:
    said = (name.email, name.first_name, name.family_name) if name else ("", row.person.first_name, "")
    return [
        *said,
        row.organisation.name,
        row.entity.name if row.entity else "",
        row.reference,
        row.job_title,
        row.stage or "",
        row.left_on.isoformat() if row.left_on else "",
        *(str(row.attributes.get(title, "")) for title in columns),
    ]

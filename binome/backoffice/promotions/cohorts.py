"""The promotions of a programme: created or copied from the last one, dated, opened, compared, archived (D14)."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from binome.core.moves import MoveRefused
from binome.mentoring.lifecycle import RunState
from binome.mentoring.models import MatchRun
from binome.programmes import actions
from binome.programmes.lifecycle import COHORT_MOVES, CohortState
from binome.programmes.models import Cohort
from binome.programmes.queries import cohorts_of, funnel_of
from binome.programmes.rules import why_not_dates
from binome.ui.fields import Line

from ..access import manager_required
from ..fields import day_field
from ..pilot import pilot
from .frame import act, show

#: What the manager presses, and what is said afterwards.
MOVES = {
    "open_enrolment": (gettext_lazy("Ouvrir les inscriptions"), gettext_lazy("Les inscriptions sont ouvertes.")),
    "close_enrolment": (gettext_lazy("Clore les inscriptions"), gettext_lazy("Les inscriptions sont closes.")),
    "start": (gettext_lazy("Commencer la promotion"), gettext_lazy("La promotion a commencé.")),
    "close": (gettext_lazy("Terminer la promotion"), gettext_lazy("La promotion est terminée.")),
}
SIZE = gettext_lazy("Écrivez un nombre entier, de 1 à 100000, ou rien.")


class CohortForm(forms.Form):
    """A promotion: its name, its days in their order, its sizes."""

    name = Line(label=gettext_lazy("Nom"), max_length=80, missing=gettext_lazy("Donnez un nom à cette promotion."))
    is_pilot = forms.BooleanField(
        label=gettext_lazy("C’est un pilote : un essai, avec peu de personnes, avant les autres"), required=False
    )
    mentors_from = day_field("", required=False)
    mentees_from = day_field("", required=False)
    enrolment_ends_on = day_field(gettext_lazy("Fin des inscriptions"), required=False)
    starts_on = day_field(gettext_lazy("Début des rencontres"), required=False)
    ends_on = day_field(gettext_lazy("Fin de la promotion"), required=False)
    max_mentors = forms.IntegerField(label="", required=False, min_value=1, max_value=100_000)
    max_mentees = forms.IntegerField(label="", required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, programme: Any, english: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nouns = programme.vocabulary["en" if english else "fr"]
        for side in ("mentor", "mentee"):
            many = nouns[side]["many"]
            self.fields[f"{side}s_from"].label = _("Inscription des %(many)s, à partir du") % {"many": many}
            size = self.fields[f"max_{side}s"]
            size.label = _("Places ouvertes : %(many)s") % {"many": many}
            size.help_text = _("Qui vient après attend qu’une place se libère. Vide : sans limite.")
            size.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), SIZE)
        if programme.modality.symmetrical:
            del self.fields["mentors_from"], self.fields["max_mentors"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for field, sentence in why_not_dates({name: cleaned.get(name) for name in actions.DATES}).items():
            self.add_error(field if field in self.fields else None, sentence)
        return cleaned


def _form(request: HttpRequest, initial: dict[str, Any] | None) -> CohortForm:
    english = request.LANGUAGE_CODE == "en"
    return CohortForm(request.POST or None, initial=initial, programme=request.programme, english=english)


@manager_required
def cohort_list(request: HttpRequest) -> HttpResponse:
    """All of them, the last first; with `?avec=` two codes, these two side by side."""
    rows = list(cohorts_of(request.programme))
    compared = [row for row in rows if row.code in request.GET.getlist("avec")][:2]
    table = [(row, funnel_of(request.perimeter, row)) for row in compared] if len(compared) == 2 else []
    context = {"rows": rows, "compared": table, **pilot(request, "cohort-list")}
    return show(request, "backoffice/promotions/cohorts.html", context)


@manager_required
def create_cohort(request: HttpRequest) -> HttpResponse:
    """A new one. After a first one, it starts with the last one's sizes and its dates a year later."""
    last = cohorts_of(request.programme).first()
    name = _("Promotion %(number)d") % {"number": last.number + 1 if last else 1}
    form = _form(request, actions.duplicate_values(last, name=name) if last else {"name": name})
    if request.method == "POST" and form.is_valid():
        try:
            cohort = actions.create_cohort(
                programme=request.programme, values=form.cleaned_data, by=request.user, now=timezone.now()
            )
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("edit-cohort", cohort.code)
    context = {"form": form, "last": last, **pilot(request, "cohort-list")}
    return show(request, "backoffice/promotions/cohort_new.html", context, refused=bool(form.errors))


@manager_required
def edit_cohort(request: HttpRequest, code: str) -> HttpResponse:
    """Its dates and sizes, and what can be done with it now."""
    cohort = _cohort(request, code)
    form = _form(request, {name: getattr(cohort, name) for name in CohortForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_cohort(cohort=cohort, values=form.cleaned_data, by=request.user, now=timezone.now())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            return act(request, lambda: None, _("Enregistré."), request.path)
    moves = [(verb, _said(verb, cohort)) for verb, move in COHORT_MOVES.items() if cohort.state in move.sources]
    may_archive = cohort.archived_at is None and cohort.state in (CohortState.CLOSED, CohortState.DRAFT)
    context = {"form": form, "cohort": cohort, "moves": moves if cohort.archived_at is None else [],
               "next": _next(cohort, moves), "may_archive": may_archive, **pilot(request, "cohort-list")}  # fmt: skip
    return show(request, "backoffice/promotions/cohort.html", context, refused=bool(form.errors))


def _said(verb: str, cohort: Cohort) -> Any:
    again = verb == "open_enrolment" and cohort.state == CohortState.MATCHING
    return _("Rouvrir les inscriptions") if again else MOVES[verb][0]


def _next(cohort: Cohort, moves: list[tuple[str, Any]]) -> str:
    """What to begin with: the board until its pairs are out, else a verb; nothing is left of a closed one."""
    if cohort.state != CohortState.MATCHING or cohort.programme.modality.self_service:
        return moves[0][0] if moves else ""
    runs = MatchRun.objects.filter(cohort=cohort, name="").order_by("-asked_at", "-pk")
    out = runs.values_list("state", flat=True).first() in (RunState.OFFERED, RunState.PUBLISHED)
    return "start" if out else "match-board"


@manager_required
@require_POST
def move_cohort(request: HttpRequest, code: str) -> HttpResponse:
    cohort, verb = _cohort(request, code), request.POST.get("verb", "")
    if verb not in MOVES:
        raise Http404
    now = timezone.now()
    return act(request, lambda: actions.move_cohort(cohort=cohort, verb=verb, by=request.user, now=now),
               str(MOVES[verb][1]), cohort_path(cohort))  # fmt: skip


@manager_required
@require_POST
def archive_cohort(request: HttpRequest, code: str) -> HttpResponse:
    cohort, now = _cohort(request, code), timezone.now()
    return act(request, lambda: actions.archive_cohort(cohort=cohort, by=request.user, now=now),
               _("La promotion est archivée."), "cohort-list")  # fmt: skip


def cohort_path(cohort: Cohort) -> str:
    return f"{cohort.programme.root}/pilotage/promotions/{cohort.code}/"


def _cohort(request: HttpRequest, code: str) -> Cohort:
    """Of this programme; another's is missing (N11)."""
    cohort = Cohort.objects.filter(programme=request.programme, code=code).select_related("programme").first()
    if cohort is None:
        raise Http404
    return cohort

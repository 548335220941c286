"""What needs a decision of hers now, and what is amiss; each leads to the page where she does something about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from binome.mentoring.lifecycle import RunState
from binome.mentoring.matchmaking.deciding import another_approves
from binome.mentoring.models import MatchRun
from binome.mentoring.queries.cells import FEWEST
from binome.mentoring.queries.figures import Counts
from binome.mentoring.queries.progress import Going, Pace, paces
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Cohort

#: Under this part of those who look for somebody, a promotion that runs is told to lack pairs.
FEWEST_PAIRED = 0.7


@dataclass(frozen=True)
class Task:
    """One line: what, why, and where it is done."""

    icon: str
    label: str
    detail: str
    url: str


def todo_of(request: HttpRequest, cohort: Cohort, counts: Counts, *, today: date) -> list[Task]:
    """The most pressing first."""
    found = [*_of_matching(request, cohort, counts), *_of_people(request, cohort, counts)]
    if request.membership.is_manager:
        found += _of_dates(cohort, today=today)
    return found


def _of_matching(request: HttpRequest, cohort: Cohort, counts: Counts) -> Iterator[Task]:
    """The calculation of the pairs, and who is alone. A coordinator reads the board; the manager decides there."""
    alone = counts.mentees - counts.paired
    matched_here = not request.programme.modality.self_service
    board = reverse("match-board", args=[cohort.code]) if matched_here else reverse("participant-list")
    steps = {
        None: (_("Calculer les binômes"), _("Les inscriptions sont closes.")),
        RunState.FAILED: (_("Corriger ce qui empêche le calcul"), _("Il n’a pas abouti.")),
        RunState.DONE: (_("Relire les binômes proposés"), _("Puis les soumettre au comité.")),
        RunState.SUBMITTED: (_("Donner la décision du comité"), _("Les binômes lui sont soumis.")),
        RunState.APPROVED: (_("Publier les binômes"), _("Le comité les a validés.")),
    }
    state = cohort.run_state  # type: ignore[attr-defined]
    if matched_here and cohort.state == CohortState.MATCHING and request.membership.is_manager:
        if state == RunState.SUBMITTED and _hers(request, cohort) and another_approves(request.programme):
            yield Task("clock", _("Attendre la décision du comité"), _("Une autre personne la donne."), board)
        elif state in steps:
            label, detail = steps[state]
            yield Task("exchange", label, detail, board)
        elif state in (RunState.OFFERED, RunState.PUBLISHED):
            detail = _("Les propositions sont parties.") if state == RunState.OFFERED else _("Ils sont publiés.")
            yield Task("calendar", _("Commencer la promotion"), detail, reverse("edit-cohort", args=[cohort.code]))
    if cohort.state == CohortState.RUNNING and alone > 0:
        words = ngettext("%(count)d personne sans binôme", "%(count)d personnes sans binôme", alone)
        url = f"{board}?etat=alone" if matched_here else f"{board}?etape=complete"
        yield Task("people", words % {"count": alone}, _("Parmi les inscrites."), url)


def _hers(request: HttpRequest, cohort: Cohort) -> bool:
    """She submitted its last run herself."""
    runs = MatchRun.objects.filter(cohort=cohort, name="").order_by("-asked_at", "-pk")
    return runs.values_list("submitted_by", flat=True).first() == request.user.pk


def _of_people(request: HttpRequest, cohort: Cohort, counts: Counts) -> Iterator[Task]:
    people = f"{reverse('participant-list')}?promotion={cohort.code}&etape="
    silent, incomplete = counts.invited - counts.accepted - counts.declined, counts.people - counts.complete
    if gone := vars(cohort)["gone"]:
        label = ngettext("%(count)d personne a quitté son organisation",
                         "%(count)d personnes ont quitté leur organisation", gone) % {"count": gone}  # fmt: skip
        yield Task("people", label, _("Participation à garder ou à terminer."), f"{people}gone")
    if counts.waiting:
        words = ngettext("%(count)d personne en attente", "%(count)d personnes en attente", counts.waiting)
        yield Task("clock", words % {"count": counts.waiting}, _("Il manque une place."), f"{people}waiting")
    if cohort.state == CohortState.ENROLLING and silent > 0:
        words = ngettext("%(count)d invitation sans réponse", "%(count)d invitations sans réponse", silent)
        yield Task("bell", words % {"count": silent}, _("Chacune reste libre."), f"{people}invited")
    if cohort.state in (CohortState.ENROLLING, CohortState.MATCHING) and incomplete > 0:
        words = ngettext("%(count)d inscription à compléter", "%(count)d inscriptions à compléter", incomplete)
        detail = _("Sans leurs réponses, l’appariement les ignore.")
        yield Task("document", words % {"count": incomplete}, detail, f"{people}incomplete")
    if not counts.invited and not counts.people:
        if not request.perimeter.affiliations().exists():
            detail = _("Importez l’annuaire, puis invitez.")
            yield Task("arrow-right", _("Déclarer les personnes"), detail, reverse("people-list"))
        elif cohort.state == CohortState.ENROLLING:
            url = f"{reverse('invite-people')}?promotion={cohort.code}"
            yield Task("arrow-right", _("Inviter des personnes"), _("Les invitations restent à envoyer."), url)


def _of_dates(cohort: Cohort, *, today: date) -> Iterator[Task]:
    """A promotion whose day has come and that did not move."""
    url = reverse("edit-cohort", args=[cohort.code])
    opening = min((day for day in (cohort.mentors_from, cohort.mentees_from) if day), default=None)
    due = {
        CohortState.DRAFT: (opening or today, _("Ouvrir les inscriptions"), _("La promotion se prépare.")),
        CohortState.ENROLLING: (cohort.enrolment_ends_on, _("Clore les inscriptions"), _("Leur dernier jour est là.")),
        CohortState.RUNNING: (cohort.ends_on, _("Terminer la promotion"), _("Son dernier jour est là.")),
    }
    day, label, detail = due.get(CohortState(cohort.state), (None, "", ""))
    if day and day <= today:
        yield Task("calendar", label, detail, url)


def alerts_of(request: HttpRequest, cohort: Cohort, counts: Counts, goings: list[Going]) -> list[Task]:
    """What is amiss, by the rules of the programme: dates and counts, never what was said."""
    return [*_of_pairs(cohort, goings), *_of_answers(request, cohort), *_of_balance(request, cohort, counts)]


def _of_pairs(cohort: Cohort, goings: list[Going]) -> Iterator[Task]:
    by_pace, page = paces(goings), f"{reverse('pilot-dashboard')}?promotion={cohort.code}"
    if silent := by_pace[Pace.SILENT]:
        words = ngettext("%(count)d binôme silencieux", "%(count)d binômes silencieux", silent)
        url = f"{page}&allure={Pace.SILENT.value}#binomes"
        yield Task("error", words % {"count": silent}, _("Aucun signe depuis longtemps."), url)
    if unmet := by_pace[Pace.UNMET]:
        words = ngettext("%(count)d premier rendez-vous non tenu", "%(count)d premiers rendez-vous non tenus", unmet)
        detail = _("Trois semaines après le début.")
        yield Task("clock", words % {"count": unmet}, detail, f"{page}&allure={Pace.UNMET.value}#binomes")


def _of_answers(request: HttpRequest, cohort: Cohort) -> Iterator[Task]:
    standing: dict[str, int] = vars(cohort)
    if proposals := standing["unanswered_proposals"]:
        words = ngettext("%(count)d proposition sans réponse", "%(count)d propositions sans réponse", proposals)
        url = reverse("match-board", args=[cohort.code])
        yield Task("bell", words % {"count": proposals}, _("Depuis une semaine."), url)
    if request.membership.is_manager and (requests := standing["unanswered_requests"]):
        words = ngettext("%(count)d demande sans réponse", "%(count)d demandes sans réponse", requests)
        yield Task("bell", words % {"count": requests}, _("Depuis une semaine."), reverse("request-list"))
    if request.membership.is_manager and (doubts := standing["not_right"]) >= FEWEST:
        yield _doubts(cohort, doubts)


def _doubts(cohort: Cohort, many: int) -> Task:
    if cohort.programme.modality.circle_sizes:
        words = _("%(count)d personnes disent que leur cercle n’est pas le bon") % {"count": many}
        where = reverse("circle-list", args=[cohort.code])
        return Task("question", words, _("Chacune peut le quitter sans faute."), where)
    words = _("%(count)d binômes disent ne pas être le bon") % {"count": many}
    detail = _("Chacun peut se clore sans faute, et se refaire.")
    return Task("question", words, detail, f"{reverse('pilot-dashboard')}?promotion={cohort.code}#binomes")


def _of_balance(request: HttpRequest, cohort: Cohort, counts: Counts) -> Iterator[Task]:
    if cohort.state == CohortState.RUNNING and counts.mentees and counts.paired < FEWEST_PAIRED * counts.mentees:
        label = _("%(percent)d %% seulement ont un binôme") % {"percent": 100 * counts.paired // counts.mentees}
        here = not request.programme.modality.self_service
        url = reverse("match-board", args=[cohort.code]) + "?etat=alone" if here else reverse("participant-list")
        yield Task("chart", label, _("Moins de 70 % des personnes inscrites."), url)

"""Programmes in which two people may be a pair, until something makes the form's own rule forbid them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import Block, MatchRun, Proposal
from binome.people.models import User
from binome.programmes.models import Affiliation, Cohort, Competition, Enrolment, Organisation, Party, Veto
from tests.factories import NOON, a_window, home
from tests.factories.jobs import do_the_jobs
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.programmes import a_staff_member, an_affiliation, an_entity, an_organisation


@dataclass
class Attacked:
    """`mentee` and `mentor` become forbidden; `delphine`, who runs it all, does her worst."""

    cohort: Cohort
    delphine: User
    mentee: Enrolment
    mentor: Enrolment
    client: Client

    @property
    def both_accept(self) -> bool:
        return self.cohort.programme.modality.both_accept

    def path(self, route: str, *codes: str) -> str:
        return self.cohort.programme.root + reverse(route, args=[self.cohort.code, *codes])

    def post(self, route: str, *codes: str, **given: object) -> None:
        """And the worker does what it asks for, but the calculations."""
        assert self.client.post(self.path(route, *codes), given).status_code in (302, 404, 422)
        do_the_jobs()

    def calculate(self) -> MatchRun:
        """As the worker does; the last run of the promotion."""
        run_matches(lambda: NOON)
        return MatchRun.objects.filter(cohort=self.cohort, name="").latest("asked_at", "pk")

    def proposal(self) -> Proposal | None:
        """Of the two, in the last run."""
        run = MatchRun.objects.filter(cohort=self.cohort, name="").latest("asked_at", "pk")
        return run.proposals.filter(mentee=self.mentee, mentor=self.mentor).first()


def _attacked(form: str, *, same: bool = False, **fields: object) -> Attacked:
    """Inès and Marc, whom every answer brings together, and Awa and Paule. `same`: all of one organisation."""
    home()
    ours, theirs, third = (an_organisation(name) for name in ("Alcyon", "Borée", "Cirrus"))
    cohort = a_promotion(form, ours, theirs, third, **fields)
    low, high = (4, 1) if form == "reverse" or fields.get("adjustments", {}).get("direction") == "up" else (1, 4)
    places = {
        name: an_entity(name, ours if same else organisation)
        for name, organisation in (("Lyon", ours), ("Brest", theirs), ("Nice", third))
    }
    people = [
        someone(name, role, cohort, stage=stage, entity=places[entity], **answers)
        for name, role, stage, entity, answers in (
            ("Inès", "mentee", low, "Lyon", {"wanted": ["negocier"]}),
            ("Marc", "mentor", high, "Brest", {"offered": ["negocier"]}),
            ("Awa", "mentee", low, "Lyon", {"wanted": ["decider"]}),
            ("Paule", "mentor", high, "Nice", {"offered": ["decider"]}),
        )
    ]
    delphine = a_staff_member("Delphine", programme=cohort.programme)
    return Attacked(cohort, delphine, people[0], people[1], a_window(delphine))


def _declared(enrolment: Enrolment, **fields: object) -> None:
    Affiliation.objects.filter(pk=enrolment.affiliation_id).update(**fields)


def _wrong_way_round(of: Attacked) -> None:
    _declared(of.mentor, stage=5)


def _unknown_stage(of: Attacked) -> None:
    _declared(of.mentor, stage=None)


def _one_company(of: Attacked) -> None:
    _declared(of.mentor, organisation=of.mentee.affiliation.organisation, entity=None)


def _by_two_companies(of: Attacked) -> None:
    an_affiliation(of.mentor.person, organisation=of.mentee.affiliation.organisation)


def _compete(of: Attacked, one: Organisation, other: Organisation) -> None:
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    Competition.objects.create(programme=of.cohort.programme, first=first, second=second)


def _competitors(of: Attacked) -> None:
    _compete(of, of.mentor.affiliation.organisation, of.mentee.affiliation.organisation)


def _competitor_by_two_companies(of: Attacked) -> None:
    rival = an_organisation("Cirrus le Rival")
    Party.objects.create(programme=of.cohort.programme, organisation=rival, since_at=NOON)
    an_affiliation(of.mentor.person, organisation=rival)
    _compete(of, rival, of.mentee.affiliation.organisation)


def _one_entity(of: Attacked) -> None:
    _declared(of.mentor, entity=of.mentee.affiliation.entity)


def _her_manager(of: Attacked) -> None:
    _declared(of.mentee, line_manager=of.mentor.affiliation)


def _her_manager_s_manager(of: Attacked) -> None:
    between = an_affiliation("Rita", of.mentor.affiliation.entity, line_manager=of.mentor.affiliation)
    _declared(of.mentee, line_manager=between)


def _who_reports_to_her(of: Attacked) -> None:
    _declared(of.mentor, line_manager=of.mentee.affiliation)


def _her_manager_elsewhere(of: Attacked) -> None:
    """She takes part for one organisation, and manages in another."""
    hat = an_affiliation(of.mentor.person, organisation=an_organisation("Cirrus"))
    _declared(of.mentee, line_manager=hat)


def _herself(of: Attacked) -> None:
    User.objects.filter(pk=of.mentor.person_id).update(linked_to=of.mentee.person_id)


def _vetoed(of: Attacked) -> None:
    Veto.objects.create(enrolment=of.mentor, refused=of.mentee, set_at=NOON)


def _blocked(of: Attacked) -> None:
    Block.objects.create(by=of.mentee.person, person=of.mentor.person, since_at=NOON)


_OWN = {"across": "organisation", "direction": "up", "both_accept": True}
#: What forbids the two → the programme, and what happens.
CASES: dict[str, tuple[Callable[[], Attacked], Callable[[Attacked], None]]] = {
    "reverse, the wrong way round": (lambda: _attacked("reverse"), _wrong_way_round),
    "reverse, an unknown stage": (lambda: _attacked("reverse"), _unknown_stage),
    "across, one company": (lambda: _attacked("cross_company"), _one_company),
    "across, declared by two": (lambda: _attacked("cross_company"), _by_two_companies),
    "across, competitors": (lambda: _attacked("cross_company"), _competitors),
    "across, a competitor by another": (lambda: _attacked("cross_company"), _competitor_by_two_companies),
    "external, one organisation": (lambda: _attacked("external"), _one_company),
    "own, across entities": (lambda: _attacked("own", same=True, adjustments={"across": "entity"}), _one_entity),
    "own, the wrong way round": (lambda: _attacked("own", adjustments=_OWN), _wrong_way_round),
    "own, one company": (lambda: _attacked("own", adjustments=_OWN), _one_company),
    "organised, her manager": (lambda: _attacked("organised", same=True), _her_manager),
    "decentralised, her manager's manager": (lambda: _attacked("decentralised", same=True), _her_manager_s_manager),
    "centralised, who reports to her": (lambda: _attacked("centralised", same=True), _who_reports_to_her),
    "centralised, her manager elsewhere": (lambda: _attacked("centralised"), _her_manager_elsewhere),
    "herself, by two accounts": (lambda: _attacked("organised"), _herself),
    "a veto": (lambda: _attacked("centralised"), _vetoed),
    "a block": (lambda: _attacked("organised"), _blocked),
}

"""Promotions ready to be matched: a programme with its form's own starting data, and people with answers."""

from datetime import datetime, timedelta

from binome.mentoring.models import Circle, CircleMember, MatchRun, Place, Proposal
from binome.people.models import User
from binome.programmes.forms import starting_data
from binome.programmes.models import Cohort, Enrolment, Entity, Organisation

from .people import NOON
from .programmes import a_cohort, a_participant, a_programme, an_affiliation

ANSWERS = {
    "goals": "Prendre un poste de direction", "wanted": ["negocier", "decider"], "offered": ["decider", "confiance"],
    "field": "finance", "spoken": ["fr"], "slots": ["matin", "midi"], "way": "remote", "pace": "monthly",
    "aims": ["finance"], "known": ["finance"],
}  # fmt: skip


def a_promotion(form: str = "centralised", *organisations: Organisation, number: int = 1, **fields) -> Cohort:
    """A cohort of a programme that begins as its form does."""
    data = {key: value for key, value in starting_data(form, "fr").items() if key != "texts"}
    return a_cohort(a_programme(form, form.replace("_", "-"), *organisations, **{**data, **fields}), number)


def someone(
    name: str | User,
    role: str,
    cohort: Cohort,
    *,
    stage: int | None = None,
    organisation: Organisation | None = None,
    entity: Entity | None = None,
    manager: Enrolment | None = None,
    places: int = 0,
    **answers,
) -> Enrolment:
    """A participant with her affiliation and answers; a mentor's `places` are rows when given."""
    boss = manager.affiliation if manager else None
    affiliation = an_affiliation(name, entity, organisation=organisation, stage=stage, line_manager=boss)
    enrolment = a_participant("", role, cohort, affiliation=affiliation, answers={**ANSWERS, **answers})
    Place.objects.bulk_create(Place(enrolment=enrolment, number=number) for number in range(1, places + 1))
    return enrolment


def a_proposal(mentee: Enrolment, mentor: Enrolment, *, at: datetime = NOON, **fields) -> Proposal:
    """Put to both, with a fortnight to answer; what brings them together is a topic, and a secret wish."""
    run = MatchRun.objects.create(cohort=mentee.cohort, asked_at=at, state="offered", digest="", done_at=at)
    parts = [
        {"label": {"fr": "Sujets", "en": "Topics"}, "points": 12, "most": 30, "detail": {"fr": "négocier", "en": ""}},
        {"label": {"fr": "Souhaits", "en": "Wishes"}, "points": 9, "most": None,
         "detail": {"fr": "premier souhait", "en": ""}},
    ]  # fmt: skip
    given = {"points": 21, "parts": parts, "offered_at": at, "due_at": at + timedelta(days=14), **fields}
    return Proposal.objects.create(run=run, mentee=mentee, mentor=mentor, **given)


def a_circle(*people: Enrolment, at: datetime = NOON) -> list[CircleMember]:
    """Its members, in this order."""
    number = Circle.objects.filter(cohort=people[0].cohort).count() + 1
    circle = Circle.objects.create(cohort=people[0].cohort, number=number, opened_at=at, last_sign_at=at)
    return [CircleMember.objects.create(circle=circle, enrolment=person) for person in people]

"""An invented promotion, the same at each run: people of ten sites with answers, matched, then in pairs that meet.

Its programme is "centralised", with the criteria that this form starts with.
"""

import random
from datetime import date, timedelta

from django.utils import timezone

from binome.core.codes import ALPHABET
from binome.mentoring.lifecycle import RunState
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Meeting, Pair, Proposal
from binome.people.models import User
from binome.programmes.forms import starting_data
from binome.programmes.models import (
    Affiliation,
    Cohort,
    DeclaredIdentity,
    Enrolment,
    EnrolmentState,
    Entity,
    Organisation,
    Party,
    Programme,
    Role,
)

from .seed import FIRST_NAMES, TRADES, one_of

SLUG, SITES = "passerelles", 10
NOW = timezone.now()


def load(people: int) -> Cohort:
    """The promotion, matched by a run and by a trial with other weights, beside what is already in the database."""
    chance = random.Random(f"{people} people")
    data = {key: value for key, value in starting_data("centralised", "fr").items() if key != "texts"}
    programme = Programme.objects.create(
        slug=SLUG, name="Passerelles", form="centralised", wording="fr-inclusif", **data
    )
    company = Organisation.objects.create(name="Groupe Orvanne", created_at=NOW)
    Party.objects.create(programme=programme, organisation=company, runs=True, since_at=NOW)
    cohort = Cohort.objects.create(
        programme=programme, number=1, name="Promotion 1", state="enrolling", created_at=NOW,
        starts_on=_day(1), ends_on=_day(300),
    )  # fmt: skip
    declared = _declared(chance, company, people)
    Enrolment.objects.bulk_create([
        Enrolment(person=row.person, programme=programme, cohort=cohort, affiliation=row, joined_at=NOW,
                  state=EnrolmentState.ACTIVE, attested_at=NOW, attested_version=1, role=role,
                  answers=_answers(chance, programme, role))
        for row, role in zip(declared, [Role.MENTOR, Role.MENTEE] * (people // 2), strict=True)
    ], batch_size=200)  # fmt: skip
    _match(cohort)
    return cohort


def _day(distance: int) -> date:
    return timezone.localdate(NOW) + timedelta(days=distance)


def _declared(chance: random.Random, company: Organisation, people: int) -> list[Affiliation]:
    """Half of them ahead in their career; one in ten, the line manager of somebody."""
    sites = []
    for number in range(SITES):
        site = Entity.objects.create(organisation=company, name=f"Site {number + 1}")
        site.lineage = f"/{site.pk}/"
        site.save()
        sites.append(site)
    addresses = [f"orvanne{number}@example.org" for number in range(people)]
    User.objects.bulk_create(
        [
            User(code="".join(chance.choices(ALPHABET, k=10)), email=address, first_name=one_of(chance, FIRST_NAMES),
                 is_active=True, created_at=NOW)
            for address in addresses
        ], batch_size=500,
    )  # fmt: skip
    persons = list(User.objects.filter(email__in=addresses).order_by("pk"))
    Affiliation.objects.bulk_create(
        [
            Affiliation(person=person, organisation=company, entity=chance.choice(sites), reference=f"R{number}",
                        job_title=one_of(chance, TRADES).capitalize(), declared_at=NOW,
                        stage=chance.choice((1, 2, 3) if number % 2 else (3, 4, 5)))
            for number, person in enumerate(persons)
        ], batch_size=200,
    )  # fmt: skip
    rows = list(Affiliation.objects.filter(organisation=company).select_related("person").order_by("pk"))
    for row in rows[1::10]:
        row.line_manager = chance.choice(rows[::2])
    Affiliation.objects.bulk_update(rows[1::10], ["line_manager"])
    DeclaredIdentity.objects.declare([
        DeclaredIdentity(affiliation=row, email=row.person.email, first_name=row.person.first_name,
                         family_name=f"Vexe{number}")
        for number, row in enumerate(rows)
    ])  # fmt: skip
    return rows


def _answers(chance: random.Random, programme: Programme, role: str) -> dict[str, object]:
    answers: dict[str, object] = {}
    for question in programme.questions:
        slugs = [choice["slug"] for choice in question["choices"]]
        if role not in question["roles"]:
            continue
        if question["key"] == "spoken":
            answers["spoken"] = ["fr", *chance.sample(slugs[1:3], chance.randint(0, 1))]
        elif question["kind"] == "choices":
            answers[question["key"]] = chance.sample(slugs, min(question["max"], chance.randint(2, 4)))
        elif question["kind"] == "choice":
            answers[question["key"]] = chance.choice(slugs)
        else:
            answers[question["key"]] = 1 if question["kind"] == "number" else "Prendre une première équipe."
    return answers


def _match(cohort: Cohort) -> None:
    """Its calculation, and a trial where the first criterion counts for ten points."""
    first, *others = cohort.programme.criteria
    request_run(cohort=cohort, by=None, now=NOW)
    request_run(cohort=cohort, by=None, now=NOW, name="Autrement", criteria=[{**first, "points": 10}, *others])
    run_matches(lambda: NOW)
    assert not MatchRun.objects.exclude(state=RunState.DONE).exists()


def live(cohort: Cohort) -> None:
    """Each pair that the run proposes is opened, and meets three times."""
    run = MatchRun.objects.get(cohort=cohort, name="")
    proposals = list(run.proposals.select_related("mentee__person", "mentor__person").order_by("pk"))
    pairs = Pair.objects.bulk_create([
        Pair(programme=cohort.programme, cohort=cohort, mentee=proposal.mentee.person, mentor=proposal.mentor.person,
             rhythm="monthly", opened_at=NOW - timedelta(days=100), planned_end_on=_day(200), last_sign_at=NOW)
        for proposal in proposals
    ], batch_size=200)  # fmt: skip
    for proposal, pair in zip(proposals, pairs, strict=True):
        proposal.pair = pair
    Proposal.objects.bulk_update(proposals, ["pair"], batch_size=200)
    Meeting.objects.bulk_create(
        [Meeting(pair=pair, held_on=_day(-days)) for pair in pairs for days in (80, 50, 20)], batch_size=500
    )
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.PUBLISHED, published_at=NOW)
    Cohort.objects.filter(pk=cohort.pk).update(state="running")

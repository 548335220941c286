"""The demonstration's informal programme: Entraide, of the Orvanne group, where people find each other (D1)."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from binome.mentoring import actions as mentoring
from binome.mentoring.models import MentoringRequest
from binome.people.models import User
from binome.programmes import actions
from binome.programmes.actions.organisations import choose_domains
from binome.programmes.models import Affiliation, Cohort, Enrolment, Organisation, Role

from .fragments import Fragment, read
from .rows import PASSWORD, opens_account

SECTORS = ("industrie", "batiment")


def run_entraide(company: Organisation, random: Random, *, by: User, now: datetime) -> None:
    """`by`: who runs it. Its people come in by themselves, with an address of the company's domain or an invitation."""
    began = now - timedelta(days=90)
    choose_domains(organisation=company, domains=["orvanne.example"], by=by, now=began)
    programme = actions.create_programme(
        form="informal", name="Entraide", slug="entraide", wording="fr-inclusif", organisation=company, by=by, now=began
    )
    today = timezone.localdate(began)
    values = {"name": "Année 1", "mentors_from": today, "mentees_from": today, "ends_on": today + timedelta(days=365)}
    cohort = actions.create_cohort(programme=programme, values=values, by=by, now=began)
    actions.move_cohort(cohort=cohort, verb="open_enrolment", by=by, now=began)
    texts = read("entraide")
    people = list(Affiliation.objects.filter(organisation=company).select_related("person").order_by("reference"))
    password = make_password(PASSWORD)
    mentors = [
        _comes_in(cohort, affiliation, Role.MENTOR, text, random, password, now=began + timedelta(days=day))
        for day, (affiliation, text) in enumerate(zip(people[12:], texts["mentor"], strict=False))
    ]
    mentees = [
        _comes_in(cohort, affiliation, Role.MENTEE, text, random, password, now=began + timedelta(days=15 + day))
        for day, (affiliation, text) in enumerate(zip(people[38:], texts["mentee"], strict=False))
    ]
    _ask_and_answer(mentees, mentors, texts["mentee"], now=now)


def _comes_in(
    cohort: Cohort, affiliation: Affiliation, role: str, text: Fragment, random: Random, password: str, *, now: datetime
) -> Enrolment:
    """She opts in, then publishes her profile: both by the acts that her pages call."""
    opens_account(affiliation.person, password)
    enrolment = actions.enrol_in_cohort(cohort=cohort, affiliation=affiliation, role=role, now=now)
    quote, presentation = text.texts if role == Role.MENTOR else ("", text.texts[0])
    changes: dict[str, Any] = {
        "headline": affiliation.job_title, "quote": quote, "presentation": presentation, "topics": list(text.words),
        "sector": random.choice(SECTORS), "languages": ["fr"], "country": "FR",
        "formats": random.choice((["remote"], ["in_person"], ["remote", "in_person"])),
        "rhythms": [random.choice(("monthly", "fortnightly"))],
    }  # fmt: skip
    answers = {"slots": random.sample(["matin", "midi", "fin-de-journee"], 2)}
    mentoring.publish_profile(
        enrolment=enrolment, changes=changes, answers=answers, capacity=random.randint(1, 2), now=now
    )
    return enrolment


def _ask_and_answer(
    mentees: list[Enrolment], mentors: list[Enrolment], texts: list[Fragment], *, now: datetime
) -> None:
    """Six mentees: two pairs that meet, one question that waits, two requests to answer, one that was declined."""
    wanted, sent = (0, 1, 2, 4, 3, 6), (40, 34, 28, 6, 5, 3)  # days ago: nobody is late on the first day
    rows = [
        _ask(mentee, mentors[number], text, now=now - timedelta(days=days))
        for mentee, number, text, days in zip(mentees, wanted, texts, sent, strict=True)
    ]
    for row, days in zip(rows[:2], (36, 30), strict=True):
        pair = mentoring.accept_request(
            mentoring_request=row, by=row.mentor, reply="Avec plaisir. Je vous propose de commencer la semaine "
            "prochaine.", reveal=("name", "email"), now=now - timedelta(days=days),
        )  # fmt: skip
        for met in range(days - 6, 2, -14):
            moment = now - timedelta(days=met)
            mentoring.log_meeting(
                pair=pair, by=pair.mentee, held_on=timezone.localdate(moment), minutes=60, format="remote", now=moment
            )
    mentoring.decline_request(
        mentoring_request=rows[2], by=rows[2].mentor, reason="time", now=now - timedelta(days=20),
        reply="Je n’ai pas assez de temps ce trimestre pour bien vous accompagner.",
    )  # fmt: skip
    mentoring.ask_question(
        mentoring_request=rows[4], by=rows[4].mentor, question="Quel jour vous conviendrait le mieux ?",
        now=now - timedelta(days=2),
    )  # fmt: skip


def _ask(mentee: Enrolment, mentor: Enrolment, text: Fragment, *, now: datetime) -> MentoringRequest:
    presentation, objective, why = text.texts
    return mentoring.write_and_send_request(
        mentor=mentor, by=mentee.person, objective=objective, about_me=presentation, why_you=why, rhythm="monthly",
        duration_months=6, will_reveal=["email"], now=now,
    )  # fmt: skip

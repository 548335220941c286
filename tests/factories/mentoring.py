"""Requests and pairs, made by the real actions."""

from datetime import datetime, timedelta

from binome.mentoring import actions
from binome.mentoring.lifecycle import CloseReason
from binome.mentoring.models import MentoringRequest, Pair
from binome.people.models import User

from .people import NOON, a_mentee, a_mentor

WORDS = {
    "objective": "Passer de collègue à responsable d’atelier",
    "about_me": "Je travaille à l’atelier depuis six ans.",
    "why_you": "Vous avez fait ce chemin avant moi.",
    "rhythm": "monthly",
    "duration_months": 12,
    "will_reveal": ["email"],
}


def a_request(
    mentee: User | None = None, mentor: User | None = None, *, sent: bool = True, now: datetime = NOON, **words
) -> MentoringRequest:
    """Awa asks Bruna."""
    mentor, mentee = mentor or a_mentor(), mentee or a_mentee()
    enrolment = mentor.enrolments.select_related("person", "programme").get()
    row = actions.save_request_draft(mentor=enrolment, by=mentee, now=now, **{**WORDS, **words})
    return actions.send_request(mentoring_request=row, by=mentee, now=now) if sent else row


def a_pair(mentee: User | None = None, mentor: User | None = None, *, now: datetime = NOON, reveal=("email",)) -> Pair:
    """Bruna accepted Awa."""
    row = a_request(mentee, mentor, now=now)
    return actions.accept_request(mentoring_request=row, by=row.mentor, reply="Bienvenue !", reveal=reveal, now=now)


def a_closed_pair(mentee: User | None = None, mentor: User | None = None, *, now: datetime = NOON) -> Pair:
    pair = a_pair(mentee, mentor, now=now)
    actions.close_pair(pair=pair, by=pair.mentee, reason=CloseReason.REACHED, now=now + timedelta(days=90))
    return pair

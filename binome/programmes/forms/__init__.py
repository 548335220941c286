"""What a programme of each form starts with (D1 to D9): words, questions, criteria, rules and texts, all as data.

Ours, in French and in English. Once copied to a programme they are the programme's own. What follows from the form
itself is not data: it is a property of its `Modality`, or one of `scoring.rules_of_form`.
"""

import copy
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import questions as ask
from . import scoring, texts, vocabulary
from .questions import Question
from .scoring import COLUMNS, Table, label_of, rules_of_form

__all__ = [
    "ASKED_BY_PROFILE", "COLUMNS", "STARTS", "FormStart", "Question", "label_of", "rules_of_form", "starting_data",
    "vocabulary_of",
]  # fmt: skip

Noun = dict[str, dict[str, str]]


@dataclass(frozen=True)
class FormStart:
    """One form: what it is called, what it is for in a sentence, and its starting data."""

    name: str | Promise
    sentence: str | Promise
    suits: str | Promise
    mentor: Noun
    mentee: Noun
    pair: Noun
    questions: tuple[Question, ...]
    criteria: tuple[Table, ...]
    rules: tuple[Table, ...]
    texts: texts.Texts


#: What everybody attests in a programme of an organisation: her own will, and nothing about her (D15).
VOLUNTARY = [{
    "key": "voluntary",
    "fr": "Je participe de mon plein gré et je peux arrêter à tout moment.",
    "en": "I take part of my own free will and I can stop at any time.",
}]  # fmt: skip

#: Keys of the questions above that a profile answers too: where people find each other by it, they are not asked twice.
ASKED_BY_PROFILE = frozenset({"goals", "experience", "wanted", "offered", "field", "spoken", "way", "pace", "places"})

_COMMON = (ask.spoken(), ask.slots(), ask.way(), ask.pace())
_PAIR_QUESTIONS = (
    ask.goals(), ask.wanted("mentee"), ask.experience(), ask.offered("mentor"), ask.field(), *_COMMON, ask.places(),
)  # fmt: skip
_PEER_QUESTIONS = (ask.goals(), ask.wanted("peer"), ask.offered("peer"), ask.field(), *_COMMON)
_SIDES = {"mentor": vocabulary.MENTORS, "mentee": vocabulary.MENTEES, "pair": vocabulary.PAIRS}
_PARTNERS = {"mentor": vocabulary.PARTNERS, "mentee": vocabulary.PARTNERS, "pair": vocabulary.PAIRS}

STARTS: dict[str, FormStart] = {
    "informal": FormStart(
        name=_("Libre, dans l’annuaire du programme"),
        sentence=_("Chaque personne cherche elle-même avec qui échanger, dans l’annuaire du programme."),
        suits=_("Pour lancer vite, dans une organisation où l’on ose se proposer."),
        **_SIDES,
        questions=(ask.slots(),),  # her profile says the rest, which the directory shows
        criteria=(),
        rules=(),
        texts=texts.INFORMAL,
    ),
    "organised": FormStart(
        name=_("Organisé avec les ressources humaines"),
        sentence=_("Les RH invitent ou reçoivent des propositions, chacun dit ses souhaits, puis les deux acceptent."),
        suits=_("Pour un public choisi, quand l’accord des deux compte plus que la vitesse."),
        **_SIDES,
        questions=_PAIR_QUESTIONS,
        criteria=(scoring.skills(50), scoring.stage_gap(20, 2), scoring.slots(10), scoring.way(10), scoring.pace(10)),
        rules=(scoring.LANGUAGE,),
        texts=texts.ORGANISED,
    ),
    "centralised": FormStart(
        name=_("Centralisé"),
        sentence=_("Une seule équipe compose tous les binômes, en une fois, et les publie le même jour."),
        suits=_("Pour une promotion de dix à quelques milliers de personnes, avec les mêmes règles pour toutes."),
        **_SIDES,
        questions=_PAIR_QUESTIONS,
        criteria=(scoring.skills(50), scoring.stage_gap(20, 2), scoring.slots(10), scoring.way(10), scoring.pace(10)),
        rules=(scoring.LANGUAGE,),
        texts=texts.CENTRALISED,
    ),
    "decentralised": FormStart(
        name=_("Décentralisé, avec des relais locaux"),
        sentence=_("Chaque site a un relais local, qui invite et suit les siens ; les règles restent centrales."),
        suits=_("Pour plusieurs sites, filiales ou pays."),
        **_SIDES,
        questions=_PAIR_QUESTIONS,
        criteria=(
            scoring.skills(40), scoring.stage_gap(20, 2), scoring.same_entity(20), scoring.way(10), scoring.pace(10),
        ),
        rules=(scoring.LANGUAGE,),
        texts=texts.DECENTRALISED,
    ),
    "external": FormStart(
        name=_("Entreprises et écoles"),
        sentence=_("Des personnes en poste accompagnent des personnes en études ; chaque côté a ses questions."),
        suits=_("Pour un partenariat entre des entreprises et des écoles ou des universités."),
        mentor=vocabulary.MENTORS, mentee=vocabulary.STUDENTS, pair=vocabulary.PAIRS,
        questions=(
            ask.studies(), ask.goals(), ask.aims(), ask.wanted("mentee"), ask.experience(), ask.known(),
            ask.offered("mentor"), *_COMMON, ask.places(),
        ),
        criteria=(scoring.aims(40), scoring.skills(30), scoring.slots(10), scoring.way(10), scoring.pace(10)),
        rules=(scoring.LANGUAGE,),
        texts=texts.EXTERNAL,
    ),
    "peers": FormStart(
        name=_("Entre pairs"),
        sentence=_("Deux personnes s’accompagnent à égalité, chacune à son tour."),
        suits=_("Pour une même étape de carrière, une prise de poste, un retour au travail."),
        **_PARTNERS,
        questions=_PEER_QUESTIONS,
        criteria=(scoring.skills(50), scoring.slots(20), scoring.way(15), scoring.pace(15)),
        rules=(scoring.LANGUAGE, scoring.CLOSE_STAGES),
        texts=texts.PEERS,
    ),
    "circles": FormStart(
        name=_("En cercles de trois à six"),
        sentence=_("De petits groupes se retrouvent et s’entraident, sans mentor désigné."),
        suits=_("Pour un réseau, ou quand il y a trop peu de personnes expérimentées."),
        mentor=vocabulary.PARTNERS, mentee=vocabulary.PARTNERS, pair=vocabulary.CIRCLES,
        questions=_PEER_QUESTIONS,
        criteria=(scoring.skills(40), scoring.slots(30), scoring.way(15), scoring.pace(15)),
        rules=(scoring.LANGUAGE,),
        texts=texts.CIRCLES,
    ),
    "reverse": FormStart(
        name=_("Mentorat inversé"),
        sentence=_("La personne junior accompagne la personne senior ; l’inverse est refusé par le site."),
        suits=_("Pour ouvrir une direction à d’autres façons de travailler."),
        mentor=vocabulary.JUNIOR_MENTORS, mentee=vocabulary.SENIOR_MENTEES, pair=vocabulary.PAIRS,
        questions=(ask.curiosity(), ask.wanted("mentee"), ask.experience(), ask.offered("mentor"), *_COMMON,
                   ask.places()),
        criteria=(scoring.skills(60), scoring.stage_gap(20, -3), scoring.slots(10), scoring.way(10)),
        rules=(scoring.LANGUAGE,),
        texts=texts.REVERSE,
    ),
    "cross_company": FormStart(
        name=_("Entre plusieurs organisations"),
        sentence=_("Personne n’échange avec sa propre organisation ni avec une concurrente ; chacune ne voit que les "
                   "siens."),
        suits=_("Pour un club ou un réseau d’entreprises."),
        **_SIDES,
        questions=_PAIR_QUESTIONS,
        criteria=(scoring.skills(50), scoring.stage_gap(20, 2), scoring.slots(10), scoring.way(10), scoring.pace(10)),
        rules=(scoring.LANGUAGE,),
        texts=texts.CROSS_COMPANY,
    ),
    "own": FormStart(
        name=_("Votre propre forme"),
        sentence=_("Vous choisissez chaque propriété : qui compose, qui accepte, quelles règles."),
        suits=_("Quand aucune des autres ne convient."),
        **_SIDES,
        questions=_PAIR_QUESTIONS,
        criteria=(scoring.skills(60), scoring.slots(20), scoring.pace(20)),
        rules=(scoring.LANGUAGE,),
        texts=texts.OWN,
    ),
}  # fmt: skip


def vocabulary_of(start: FormStart, wording: str) -> dict[str, Any]:
    """As `Programme.vocabulary`: French in one wording, "fr" or "fr-inclusif", and English."""
    nouns = {"mentor": start.mentor, "mentee": start.mentee, "pair": start.pair}
    return {
        "fr": {key: dict(noun[wording]) for key, noun in nouns.items()},
        "en": {key: dict(noun["en"]) for key, noun in nouns.items()},
    }


def starting_data(form: str, wording: str) -> dict[str, Any]:
    """The fields of a new programme of this form, as its own copies. `form`: a key of STARTS."""
    start = STARTS[form]
    return copy.deepcopy({
        "vocabulary": vocabulary_of(start, wording),
        "questions": list(start.questions),
        "criteria": list(start.criteria),
        "rules": list(start.rules),
        "texts": start.texts,
        "eligibility": VOLUNTARY,
    })  # fmt: skip

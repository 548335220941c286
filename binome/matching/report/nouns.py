"""What people, their couples and their places are called, form by form: two sides, peers, circles."""

from __future__ import annotations

from dataclasses import dataclass, replace

from binome.matching.called import MENTEE, MENTOR
from binome.matching.problem import Form, Problem
from binome.matching.words import Language, Words, counted


@dataclass(frozen=True)
class Nouns:
    """`sides`: one person of each side; `people`: those who are counted; `served`: what they have got, as a title and
    in a sentence; `couple`: one and several, with {number}; the others: titles."""

    sides: tuple[Words, Words]
    people: Words
    served: Words
    have: Words
    couple: tuple[Words, Words]
    couples: Words
    possible: Words
    points: Words
    histogram: Words
    mean: Words
    share: Words
    alone: Words


_PERSON, _PARTNER = Words("personne", "person"), Words("partenaire", "partner")
_PAIRS = Nouns(
    sides=(MENTEE.one, MENTOR.one),
    people=MENTEE.many,
    served=Words("Avec une partenaire", "With a partner"),
    have=Words("ont une partenaire", "have a partner"),
    couple=(Words("{number} binôme", "{number} pair"), Words("{number} binômes", "{number} pairs")),
    couples=Words("Binômes", "Pairs"),
    possible=Words("Binômes possibles", "Possible pairs"),
    points=Words("Points par binôme", "Points per pair"),
    histogram=Words("Combien de binômes ont combien de points", "How many pairs have how many points"),
    mean=Words("points par binôme", "points per pair"),
    share=Words("part avec une partenaire", "share with a partner"),
    alone=Words("Sans partenaire", "Without a partner"),
)
_PEERS = replace(_PAIRS, sides=(_PERSON, _PARTNER), people=Words("personnes", "people"))
NOUNS = {
    Form.PAIRS: _PAIRS,
    Form.PEERS: _PEERS,
    Form.CIRCLES: Nouns(
        sides=(_PERSON, _PARTNER),
        people=_PEERS.people,
        served=Words("Dans un cercle", "In a circle"),
        have=Words("sont dans un cercle", "are in a circle"),
        couple=(Words("{number} couple", "{number} couple"), Words("{number} couples", "{number} couples")),
        couples=Words("Couples", "Couples"),
        possible=Words("Couples possibles", "Possible couples"),
        points=Words("Points par couple", "Points per couple"),
        histogram=Words("Combien de couples ont combien de points", "How many couples have how many points"),
        mean=Words("points par couple", "points per couple"),
        share=Words("part dans un cercle", "share in a circle"),
        alone=Words("Sans cercle", "Without a circle"),
    ),
}


def nouns_of(problem: Problem) -> Nouns:
    """Those of its form, with what it calls its two sides."""
    nouns, (mentee, mentor) = NOUNS[problem.form], problem.called
    if problem.form is not Form.PAIRS:
        return nouns
    return replace(nouns, sides=(mentee.one, mentor.one), people=mentee.many)


_CIRCLES = Words("{number} cercle", "{number} circle"), Words("{number} cercles", "{number} circles")
_POINTS = Words("{number} point", "{number} point"), Words("{number} points", "{number} points")


def told_sum(form: Form, circles: int, couples: int, points: int, language: Language) -> str:
    """« 5 cercles, 46 couples, 4 220 points. »"""
    told = [counted(couples, *NOUNS[form].couple, language), counted(points, *_POINTS, language)]
    if form is Form.CIRCLES:
        told.insert(0, counted(circles, *_CIRCLES, language))
    return f"{', '.join(told)}."

"""Imposed pairs that can't be kept, said before anything is computed: a rule forbids them, or places are lacking."""

from __future__ import annotations

import numpy as np

from binome.matching.explain import forbidding
from binome.matching.files.faults import Faults
from binome.matching.problem import Form, Problem
from binome.matching.words import Language, Words, listed

FORBIDDEN = Words(
    "{mentee} et {mentor} ne peuvent pas être un binôme imposé : {reasons}.",
    "{mentee} and {mentor} can't be an imposed pair: {reasons}.",
)
TOO_MANY = Words(
    "{who} : {pinned} binômes imposés, mais {places} dans la colonne des places.",
    "{who}: {pinned} imposed pairs, but {places} in the column of places.",
)


def check_pins(problem: Problem, faults: Faults, file: str) -> None:
    """A fault for each pin that breaks a rule and for each person with more pins than places."""
    two_sides = problem.form is Form.PAIRS
    for mentee, mentor in zip(problem.pinned.mentee.tolist(), problem.pinned.mentor.tolist(), strict=True):
        reasons = forbidding(problem, mentee, mentor) if two_sides or mentee < mentor else ()
        if reasons:
            told = Words(*(listed((tell(language) for tell in reasons), language) for language in Language))
            one, other = problem.mentees.ids[mentee], problem.mentors.ids[mentor]
            faults.add(FORBIDDEN, file=file, place="[pins]", mentee=one, mentor=other, reasons=told)
    sides = ((problem.mentees, problem.pinned.mentee), (problem.mentors, problem.pinned.mentor))
    for people, pinned in sides[: 2 if two_sides else 1]:
        counts = np.bincount(pinned, minlength=len(people))
        for over in np.flatnonzero(counts > people.places).tolist():
            pins, places = int(counts[over]), int(people.places[over])
            faults.add(TOO_MANY, file=file, place="[pins]", who=people.ids[over], pinned=pins, places=places)

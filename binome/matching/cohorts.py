"""Invented promotions of any size, with the shapes of real ones: for the bench, the tests and a first try.

Skills follow Zipf's law, half of them drawn from the person's own sector; towns their population, overseas included;
companies are a few large ones and many small. Three regimes: `slack` (mentors are plenty), `tight` (just enough places,
more people who want to meet in person), `scarce` (three places for four people).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from binome.matching.criteria import Alike, Closeness, Criterion, Gap, Overlap, Shared
from binome.matching.problem import (
    Category,
    Column,
    Exclusion,
    Labels,
    Number,
    PairList,
    People,
    Points,
    Problem,
    Protection,
    Vector,
)
from binome.matching.rules import Apart, InPerson, OtherThan, Rule, ShareOne
from binome.matching.words import Words

SKILLS, SECTORS, FAMILIES, STAGES, SLOTS, TOPICS, DEPTH = 400, 20, 6, 6, 21, 60, 64
LANGUAGES = ("français", "anglais", "espagnol", "allemand", "arabe")
SPOKEN = (0.96, 0.6, 0.1, 0.08, 0.06)
MODES = ("à distance", "en personne")
#: name, latitude, longitude, thousands of inhabitants
TOWNS = (
    *(("Paris", 48.86, 2.35, 2100), ("Marseille", 43.30, 5.37, 870), ("Lyon", 45.76, 4.84, 520)),
    *(("Toulouse", 43.60, 1.44, 500), ("Nice", 43.70, 7.27, 345), ("Nantes", 47.22, -1.55, 320)),
    *(("Montpellier", 43.61, 3.88, 300), ("Strasbourg", 48.58, 7.75, 290), ("Bordeaux", 44.84, -0.58, 260)),
    *(("Lille", 50.63, 3.06, 235), ("Rennes", 48.11, -1.68, 222), ("Reims", 49.26, 4.03, 180)),
    *(("Toulon", 43.12, 5.93, 180), ("Saint-Étienne", 45.44, 4.39, 174), ("Le Havre", 49.49, 0.11, 167)),
    *(("Grenoble", 45.19, 5.72, 158), ("Dijon", 47.32, 5.04, 158), ("Angers", 47.47, -0.55, 157)),
    *(("Villeurbanne", 45.77, 4.88, 155), ("Saint-Denis", -20.88, 55.45, 153), ("Nîmes", 43.84, 4.36, 148)),
    *(("Clermont-Ferrand", 45.78, 3.08, 147), ("Le Mans", 48.00, 0.20, 145), ("Brest", 48.39, -4.49, 140)),
    *(("Tours", 47.39, 0.69, 137), ("Amiens", 49.89, 2.30, 133), ("Annecy", 45.90, 6.13, 131)),
    *(("Limoges", 45.83, 1.26, 130), ("Metz", 49.12, 6.18, 120), ("Boulogne-Billancourt", 48.84, 2.24, 119)),
    *(("Perpignan", 42.69, 2.89, 119), ("Besançon", 47.24, 6.02, 118), ("Orléans", 47.90, 1.91, 117)),
    *(("Rouen", 49.44, 1.10, 114), ("Montreuil", 48.86, 2.44, 111), ("Argenteuil", 48.95, 2.25, 110)),
    *(("Caen", 49.18, -0.37, 108), ("Mulhouse", 47.75, 7.34, 106), ("Nancy", 48.69, 6.18, 104)),
    *(("Roubaix", 50.69, 3.17, 99), ("Nanterre", 48.89, 2.20, 97), ("Avignon", 43.95, 4.81, 90)),
    *(("Poitiers", 46.58, 0.34, 90), ("Dunkerque", 51.03, 2.37, 86), ("La Rochelle", 46.16, -1.15, 78)),
    *(("Pau", 43.30, -0.37, 77), ("Fort-de-France", 14.60, -61.07, 76), ("Cayenne", 4.92, -52.31, 63)),
    *(("Bayonne", 43.49, -1.47, 53), ("Pointe-à-Pitre", 16.24, -61.53, 15)),
)
HOURS = {"Saint-Denis": 3, "Fort-de-France": -5, "Pointe-à-Pitre": -5, "Cayenne": -4}  # from Paris, in winter
NEAR_KM = 35  # the same urban area

AHEAD, BEHIND = (0, 0.05, 0.2, 0.3, 0.25, 0.2), (0.35, 0.3, 0.2, 0.1, 0.05, 0)  # career stages of mentors, mentees

Chance = NDArray[np.float64]


@dataclass(frozen=True)
class Regime:
    """`ratio`: mentors for a mentee. `places`: for a mentee, all mentors' together. `in_person`: share of people."""

    ratio: float
    places: float
    in_person: float


REGIMES = {"slack": Regime(0.5, 1.25, 0.15), "tight": Regime(0.4, 1.0, 0.3), "scarce": Regime(0.3, 0.75, 0.5)}


def cohort(mentees: int, regime: str = "tight", *, seed: int = 1, protection: Protection = Protection.NONE) -> Problem:
    """A promotion of `mentees` mentees and the regime's mentors; each mentee has one excluded mentor on average."""
    chosen = REGIMES[regime]
    mentors = max(1, round(mentees * chosen.ratio))
    drawing = _Drawing(np.random.default_rng(seed), mentees, chosen.in_person)
    sides = drawing.side("mentee", mentees, mentor=False), drawing.side("mentor", mentors, mentor=True)
    places = drawing.capacities(mentors, round(mentees * chosen.places))
    return Problem(
        mentees=People(sides[0][0], np.ones(mentees, np.int32), sides[0][1]),
        mentors=People(sides[1][0], places, sides[1][1]),
        criteria=CRITERIA,
        rules=RULES,
        protection=protection,
        excluded=(Exclusion("met_before", drawing.pairs(mentees, mentors)),),
    )


class _Drawing:
    def __init__(self, rng: np.random.Generator, size: int, in_person: float) -> None:
        self.rng, self.in_person = rng, in_person
        self.companies = _zipf(max(8, int(size**0.6)), 1.0)
        world = np.random.default_rng(7)  # the same skills and topics for every promotion
        overall = _zipf(SKILLS, 1.0)[world.permutation(SKILLS)]
        self.skills = [np.cumsum(0.5 * overall + 0.5 * _pool(world)) for _ in range(SECTORS)]
        self.topics = world.normal(size=(TOPICS, DEPTH))

    def side(self, name: str, count: int, *, mentor: bool) -> tuple[tuple[str, ...], dict[str, Column]]:
        rng = self.rng
        sector = rng.choice(SECTORS, count, p=_zipf(SECTORS, 0.7))
        town = rng.choice(len(TOWNS), count, p=_shares(np.array([town[3] for town in TOWNS], float)))
        stage = rng.choice(
            STAGES, count, p=(0, 0.05, 0.2, 0.3, 0.25, 0.2) if mentor else (0.35, 0.3, 0.2, 0.1, 0.05, 0)
        )
        everyone = np.ones(count, np.bool_)
        hours = np.array([HOURS.get(town[0], 0) for town in TOWNS], np.int32)
        columns: dict[str, Column] = {
            "sector": Category(sector.astype(np.int32), tuple(f"secteur {k + 1}" for k in range(SECTORS))),
            "town": Category(town.astype(np.int32), tuple(town[0] for town in TOWNS)),
            "company": self._companies(count),
            "mode": Category((rng.random(count) < self.in_person).astype(np.int32), MODES),
            "stage": Number(stage.astype(np.int32), everyone),
            "hours": Number(hours[town], everyone),
            "languages": self._languages(count),
            "slots": _labels(rng.random((count, SLOTS)) < rng.uniform(0.15, 0.6, (count, 1)), "créneau"),
            "skills": self._skills(sector, rng.integers(4, 13, count) if mentor else rng.integers(3, 7, count)),
            "goals": self._goals(count),
        }
        return tuple(f"{name}-{k + 1}" for k in range(count)), columns

    def capacities(self, mentors: int, total: int) -> NDArray[np.int32]:
        """One to four places each, `total` together as nearly as can be."""
        places = self.rng.integers(1, 5, mentors)
        order = self.rng.permutation(mentors)
        while (missing := total - int(places.sum())) and (
            places[order] < 4 if missing > 0 else places[order] > 1
        ).any():
            able = order[places[order] < 4] if missing > 0 else order[places[order] > 1]
            places[able[: abs(missing)]] += 1 if missing > 0 else -1
        return places.astype(np.int32)

    def pairs(self, mentees: int, mentors: int) -> PairList:
        keys = np.unique(self.rng.integers(0, mentees, mentees) * mentors + self.rng.integers(0, mentors, mentees))
        return PairList((keys // mentors).astype(np.int32), (keys % mentors).astype(np.int32))

    def _companies(self, count: int) -> Category:
        labels = tuple(f"entreprise {k + 1}" for k in range(len(self.companies)))
        return Category(self.rng.choice(len(labels), count, p=self.companies).astype(np.int32), labels)

    def _languages(self, count: int) -> Labels:
        speaks = self.rng.random((count, len(LANGUAGES))) < SPOKEN
        speaks[~speaks.any(axis=1), 1] = True
        return _labels(speaks, LANGUAGES)

    def _skills(self, sector: NDArray[np.int64], number: NDArray[np.int64]) -> Labels:
        widest = int(number.max(initial=0))
        drawn = self.rng.random((len(sector), widest))
        levels = np.zeros((len(sector), SKILLS), np.int16)
        for one, cumulated in enumerate(self.skills):
            people = np.flatnonzero(sector == one)
            found = np.searchsorted(cumulated, drawn[people] * cumulated[-1])
            row, rank = np.nonzero(np.arange(widest) < number[people, None])
            np.maximum.at(levels, (people[row], found[row, rank]), self.rng.integers(1, 4, len(row)).astype(np.int16))
        return _labels(levels, "compétence")

    def _goals(self, count: int) -> Vector:
        mix = self.rng.dirichlet(np.full(TOPICS, 0.08), count) if count else np.empty((0, TOPICS))
        goals = mix @ self.topics + 0.35 * self.rng.normal(size=(count, DEPTH))
        return Vector(np.rint(goals / np.linalg.norm(goals, axis=1, keepdims=True) * 100).astype(np.int8))


def _labels(levels: NDArray[np.bool_] | NDArray[np.int16], words: str | tuple[str, ...]) -> Labels:
    """A table of levels [n, labels] as compressed rows."""
    row, code = np.nonzero(levels)
    names = words if isinstance(words, tuple) else tuple(f"{words} {k + 1}" for k in range(levels.shape[1]))
    starts = np.searchsorted(row, np.arange(len(levels) + 1)).astype(np.int64)
    return Labels(starts, code.astype(np.int32), levels[row, code].astype(np.int16), names)


def _zipf(count: int, power: float) -> Chance:
    return _shares(1 / np.arange(1, count + 1) ** power)


def _shares(weights: Chance) -> Chance:
    return np.asarray(weights / weights.sum(), np.float64)


def _pool(world: np.random.Generator) -> Chance:
    """The forty skills of a sector."""
    chance = np.zeros(SKILLS)
    chance[world.permutation(SKILLS)[:40]] = _zipf(40, 0.8)
    return chance


def _distances() -> Chance:
    """Kilometres between towns, along the great circle."""
    latitude, longitude = np.radians([[town[1] for town in TOWNS], [town[2] for town in TOWNS]])
    half = np.sin((latitude[:, None] - latitude) / 2) ** 2
    half += np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    return np.asarray(2 * 6371 * np.arcsin(np.sqrt(np.clip(half, 0, 1))), np.float64)


def _town_points(most: int) -> dict[tuple[str, str], int]:
    points: Points = np.rint(most * np.exp(-_distances() / 150)).astype(np.int64)
    return {(TOWNS[a][0], TOWNS[b][0]): int(points[a, b]) for a, b in zip(*np.nonzero(points), strict=True)}


def _sector_points(most: int) -> dict[tuple[str, str], int]:
    """Half the points between sectors of one family."""
    family = np.random.default_rng(11).integers(0, FAMILIES, SECTORS)
    couples = zip(*np.nonzero((family[:, None] == family) & ~np.eye(SECTORS, dtype=np.bool_)), strict=True)
    return {(f"secteur {a + 1}", f"secteur {b + 1}"): most // 2 for a, b in couples}


def _areas() -> tuple[tuple[str, ...], ...]:
    near = _distances() < NEAR_KM
    return tuple((TOWNS[a][0], TOWNS[b][0]) for a, b in zip(*np.nonzero(np.triu(near, 1)), strict=True))


SECTOR_POINTS = _sector_points(120)
CRITERIA: tuple[Criterion, ...] = (
    Overlap(name="skills", label=Words("Compétences", "Skills"), points=351, wanted="skills", offered="skills"),
    Closeness(name="sector", label=Words("Secteur", "Sector"), points=120, column="sector", table=SECTOR_POINTS),
    Gap(
        name="stage", label=Words("Étape de carrière", "Career stage"), points=120, column="stage", best=2, per_step=40
    ),
    Closeness(name="place", label=Words("Lieu", "Place"), points=80, column="town", table=_town_points(80)),
    Shared(name="slots", label=Words("Disponibilités", "Availability"), points=126, column="slots", each=6),
    Shared(name="languages", label=Words("Langues", "Languages"), points=75, column="languages", each=15),
    Alike(name="goals", label=Words("Objectifs", "Goals"), points=196, column="goals"),
)
RULES: tuple[Rule, ...] = (
    OtherThan(name="company", label=Words("entreprise", "company"), column="company"),
    Apart(name="stage", label=Words("étape de carrière", "career stage"), column="stage", least=1),
    ShareOne(name="language", label=Words("langue", "language"), column="languages"),
    Apart(name="hours", label=Words("fuseau horaire", "time zone"), column="hours", least=-4, most=4),
    InPerson(
        name="in_person",
        label=Words("lieu des rencontres", "place of the meetings"),
        column="mode",
        in_person=(MODES[1],),
        place="town",
        areas=_areas(),
    ),
)

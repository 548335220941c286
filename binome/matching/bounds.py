"""What is claimed of peers or circles, and why: the certificate of one population. `checking` replays it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from binome.matching.certificate import NO_CERTIFICATE, VERSION, Certificate, plain, text_of, whole_of
from binome.matching.circles import CircleBound, Circles
from binome.matching.cover import Bound
from binome.matching.engine import Matching
from binome.matching.problem import Form, Points, ProblemError, Protection


@dataclass(frozen=True, eq=False)
class PopulationCertificate:
    """`pairs`: how many couples, pins included, and `total`: their points both ways. `low`, `high`: between which
    points all couples are. `people`: how many are in couples or circles beside the pins; `weight`: what these weigh,
    and `bound` bounds, for whoever has a place beside the pins, in the order of the problem. `exact`: nothing better
    exists; where the bound leaves a gap, it was closed by trying, which a check doesn't replay."""

    fingerprint: str
    form: Form
    protection: Protection
    pairs: int
    total: int
    low: int
    high: int
    people: int
    weight: int
    bound: Bound | CircleBound
    exact: bool

    @property
    def gap(self) -> tuple[int, int]:
        """What the bound leaves open: so many people more at most; so much more weight with as many."""
        if isinstance(self.bound, CircleBound):
            return self.bound.placed - self.people, self.bound.weight(self.people) - self.weight
        return 2 * self.bound.matched - self.people, self.bound.weight - self.weight

    def to_json(self) -> str:
        return json.dumps({"version": VERSION, **plain(self)}, indent=1)


def certify_population(matching: Matching) -> PopulationCertificate:
    """Of a matching of peers or circles. Raises ProblemError for two sides."""
    population, problem = matching.population, matching.problem
    if population is None:
        raise ProblemError(f"A matching of the form “{problem.form}” has no bound of a population.")
    tables, found = population.tables, population.found
    return PopulationCertificate(
        fingerprint=tables.fingerprint,
        form=problem.form,
        protection=problem.protection,
        pairs=len(matching.pairs),
        total=int(matching.points.sum()),
        low=tables.low,
        high=tables.high,
        people=found.placed if isinstance(found, Circles) else 2 * len(found.pairs),
        weight=found.weight,
        bound=found.bound,
        exact=found.exact,
    )


def read_certificate(text: str) -> Certificate | PopulationCertificate:
    """Of two sides or of a population. Raises ProblemError when the text is neither."""
    try:
        read = json.loads(text)
        if "bound" in read:
            return _population(read)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ProblemError(NO_CERTIFICATE.about(error=error)) from error
    return Certificate.from_json(text)


def _population(read: Mapping[str, Any]) -> PopulationCertificate:
    if read["version"] != VERSION:
        raise ValueError(f"its version is {read['version']}, not {VERSION}")
    form = Form(read["form"])
    if not isinstance(read["exact"], bool) or form is Form.PAIRS:
        raise ValueError("“exact” must be true or false, and “form” that of a population")
    pairs, total, low, high, people, weight = (whole_of(read[name]) for name in _WHOLE)
    return PopulationCertificate(
        text_of(read["fingerprint"]),
        form,
        Protection(read["protection"]),
        pairs,
        total,
        low,
        high,
        people,
        weight,
        bound=_peers_bound(read["bound"]) if form is Form.PEERS else _circle_bound(read["bound"]),
        exact=read["exact"],
    )


_WHOLE = ("pairs", "total", "low", "high", "people", "weight")


def _peers_bound(read: Mapping[str, Any]) -> Bound:
    return Bound(
        part=_numbers(read["part"]),
        cover=_numbers(read["cover"]),
        price=_numbers(read["price"]),
        number=tuple(map(whole_of, read["number"])),
        filled=tuple(map(whole_of, read["filled"])),
        weight=whole_of(read["weight"]),
    )


def _circle_bound(read: Mapping[str, Any]) -> CircleBound:
    return CircleBound(
        part=_numbers(read["part"]),
        apart=_numbers(read["apart"]),
        placed=whole_of(read["placed"]),
        price=_numbers(read["price"]),
        surplus=whole_of(read["surplus"]),
        partners=_two(read["partners"]),
    )


def _two(values: list[object]) -> tuple[int, int]:
    first, last = map(whole_of, values)
    return first, last


def _numbers(values: list[object]) -> Points:
    return np.array([whole_of(value) for value in values], np.int64)

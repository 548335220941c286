"""The tables say the same as criteria and rules one pair at a time, and as a plain reading of their definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from binome.matching import listed
from binome.matching.compiler import assembling, compile_problem
from binome.matching.criteria import contributions
from binome.matching.problem import Problem
from binome.matching.rules import broken_rules
from binome.matching.tables import LIMIT
from tests.matching.problems import all_pairs, problems


def same(problem: Problem) -> None:
    tables, pairs = compile_problem(problem), all_pairs(problem)
    scores = listed.scores(tables, pairs)
    assert np.array_equal(scores, contributions(problem, pairs).sum(axis=1))
    assert listed.allowed(tables, pairs).tolist() == [not broken for broken in broken_rules(problem, pairs)]
    assert np.all((tables.low <= scores) & (scores <= tables.high)) and tables.high <= LIMIT
    assert tables.values.any(axis=1).all() and tables.times.all()


@given(problems())
@settings(max_examples=200, deadline=None)
def test_the_tables_give_every_pair_the_points_of_its_criteria_and_bar_what_rules_bar(problem: Problem) -> None:
    same(problem)


@given(problems())
@settings(max_examples=60, deadline=None)
def test_points_are_the_same_when_there_is_room_for_few_rows(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembling, "ROOM", 20)
        same(problem)

"""The order of people in a file, or in a problem, decides nothing."""

import random

import numpy as np
import pytest

from binome.matching.compiler import fingerprint
from binome.matching.engine import match
from binome.matching.files.people import _natural
from binome.matching.files.reading import read_promotion
from binome.matching.problem import Protection
from tests.matching.exact import problem_of
from tests.matching.random_tables import skip_without_compiler

MAKERS = [("reference", "wheels"), ("native", "native")]


def named(matching):
    """The pairs by the identifiers of their people, and their points."""
    one, other = matching.problem.mentees.ids, matching.problem.mentors.ids
    rows = zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), matching.points.tolist(), strict=True)
    return {(one[i], other[j], points) for i, j, points in rows}


def matched(problem, makers):
    return match(problem, kernel=makers[0], solver=makers[1])


@pytest.mark.parametrize("makers", MAKERS, ids=["wheels", "native"])
def test_shuffled_people_are_paired_the_same_whatever_the_ties(makers):
    if makers[0] == "native":
        skip_without_compiler()
    ties = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        n, m = int(rng.integers(2, 14)), int(rng.integers(2, 10))
        points, eligible = rng.integers(0, 3, (n, m)), rng.random((n, m)) < 0.8
        asked, offered = rng.integers(0, 2 if seed % 2 else 3, n), rng.integers(0, 3, m)
        ids = [f"a{i}" for i in range(n)], [f"b{j}" for j in range(m)]
        kwargs = {"protection": list(Protection)[seed % 3]}
        first = match(
            problem_of(points, eligible, asked, offered, ids=ids, **kwargs), kernel=makers[0], solver=makers[1]
        )
        ties += len(first.pairs) > 1
        rows, columns = rng.permutation(n), rng.permutation(m)
        turned = problem_of(
            points[rows][:, columns],
            eligible[rows][:, columns],
            asked[rows],
            offered[columns],
            ids=([ids[0][i] for i in rows], [ids[1][j] for j in columns]),
            **kwargs,
        )
        assert named(matched(turned, makers)) == named(first), seed
    assert ties > 20


@pytest.mark.parametrize("form", ["pairs", "peers", "circles"])
def test_a_shuffled_file_is_the_same_problem_and_gives_the_same_pairs(tmp_path, form):
    rows = [
        f"p{k};{'mentore' if k % 3 else 'mentorée'};{'ABCD'[k % 4]};{'Lyon' if k % 5 else 'Nice'}" for k in range(18)
    ]
    rules = f"""
        [promotion]
        protection = "none"
        form = "{form}"
        [people]
        role = "rôle"
        [[criteria]]
        kind = "same"
        column = "ville"
        points = 10
        [[rules]]
        kind = "other_than"
        column = "entreprise"
    """
    (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
    found = []
    for turn in range(3):
        random.Random(turn).shuffle(rows)
        people = tmp_path / f"people{turn}.csv"
        people.write_text("\n".join(["id;rôle;entreprise;ville", *rows]), encoding="utf-8")
        problem = read_promotion([(people, None)], tmp_path / "rules.toml").problem
        matching = match(problem)
        found.append((fingerprint(problem), named(matching), matching.circles))
    assert found[0] == found[1] == found[2]
    assert found[0][1]


def test_people_stand_in_the_order_that_readers_expect():
    expected = ["", "7", "E02", "E2", "E2b", "E10", "e1", "É1"]
    turned = expected[::-1]
    assert sorted(turned, key=_natural) == expected

"""The fingerprint is the data's own: nothing of the machine, the process or the order of pairs enters it."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np

from binome.matching.compiler import fingerprint
from binome.matching.criteria import Closeness, Gap
from binome.matching.problem import Category, Exclusion, Number, PairList, People, Problem, Protection, Wishes
from binome.matching.rules import Allowed, Unknown
from binome.matching.words import Words
from tests.matching.problems import pair_list

TABLE = {("nord", "sud"): 5, ("sud", "nord"): 6, ("est", "sud"): 7}
COUPLES = frozenset({("nord", "sud"), ("sud", "nord"), ("est", "ouest"), ("est", "est")})
LABEL = Words("Lieu", "Place")
KNOWN = "844e5609bf4874cf8ab7fb93b059987eca5468a6425e933b5ce239c36b526e7f"


def sample():
    town = Category(np.array([0, 1, -1], np.int32), ("nord", "sud"))
    columns = {"town": town, "stage": Number(np.arange(3, dtype=np.int32), np.array([True, True, False]))}
    mentees = People(("a", "b", "c"), np.ones(3, np.int32), columns)
    mentors = People(("d", "e", "f"), np.ones(3, np.int32), dict(reversed(columns.items())))
    return Problem(
        mentees,
        mentors,
        criteria=(Closeness(name="c", label=LABEL, points=9, column="town", table=TABLE),),
        rules=(Allowed(name="r", label=LABEL, column="town", couples=COUPLES),),
        mentee_wishes=Wishes(pair_list([(0, 1), (1, 2)]), np.array([1, 0], np.int8)),
        excluded=(Exclusion("veto", pair_list([(2, 2)])),),
        current=pair_list([(0, 0)]),
        pinned=pair_list([(1, 1)]),
    )


def changed(problem):
    """The same problem with one thing changed, for each thing that decides."""
    side, stage = problem.mentees, problem.mentees.columns["stage"]
    yield replace(problem, mentees=replace(side, ids=("a", "bc", "")))
    yield replace(problem, mentees=replace(side, ids=("ab", "c", "")))
    yield replace(problem, mentees=replace(side, places=np.array([1, 1, 2], np.int32)))
    for name in ("town", "stage"):
        yield replace(problem, mentees=replace(side, columns={name: side.columns[name]}))
    other = replace(stage, values=np.array([0, 1, 3], np.int32))
    yield replace(problem, mentees=replace(side, columns={**side.columns, "stage": other}))
    yield replace(
        problem, mentees=replace(side, columns={**side.columns, "stage": replace(stage, known=stage.known[::-1])})
    )
    town = replace(side.columns["town"], labels=("nord", "est"))
    yield replace(problem, mentees=replace(side, columns={**side.columns, "town": town}))
    yield replace(problem, mentees=problem.mentors, mentors=problem.mentees)
    criterion, rule = problem.criteria[0], problem.rules[0]
    yield replace(problem, criteria=(replace(criterion, points=10),))
    yield replace(problem, criteria=(replace(criterion, table={**TABLE, ("nord", "est"): 1}),))
    yield replace(
        problem, criteria=(criterion, Gap(name="g", label=LABEL, points=1, column="stage", best=0, per_step=1))
    )
    yield replace(problem, rules=())
    yield replace(problem, rules=(replace(rule, unknown=Unknown.FAILS),))
    yield replace(problem, rules=(replace(rule, couples=COUPLES - {("est", "est")}),))
    yield replace(problem, protection=Protection.NONE)
    yield replace(problem, wish_points=(60, 45))
    yield replace(problem, stickiness=1)
    yield replace(problem, circle_sizes=(3, 5))
    yield replace(problem, mentee_wishes=problem.mentor_wishes, mentor_wishes=problem.mentee_wishes)
    yield replace(problem, mentee_wishes=replace(problem.mentee_wishes, rank=np.array([0, 1], np.int8)))
    yield replace(problem, excluded=())
    yield replace(problem, excluded=(Exclusion("conflict", pair_list([(2, 2)])),))
    yield replace(problem, excluded=(Exclusion("veto", pair_list([(2, 2), (0, 0)])),))
    yield replace(problem, pinned=problem.current, current=problem.pinned)
    yield replace(problem, current=pair_list([]))


def test_whatever_decides_changes_the_fingerprint():
    problem = sample()
    found = [fingerprint(problem), *(fingerprint(each) for each in changed(problem))]
    assert len(set(found)) == len(found)


def test_what_only_reads_otherwise_leaves_the_fingerprint():
    problem = sample()
    wishes = Wishes(
        PairList(*(side[::-1] for side in (problem.mentee_wishes.pairs.mentee, problem.mentee_wishes.pairs.mentor))),
        problem.mentee_wishes.rank[::-1],
    )
    criterion = replace(problem.criteria[0], table=dict(reversed(TABLE.items())), label=Words("Ville", "Town"))
    points = replace(criterion, points=np.int64(criterion.points))
    mentees = replace(problem.mentees, places=problem.mentees.places.astype(np.int64))
    same = replace(problem, mentee_wishes=wishes, criteria=(points,), mentees=mentees)
    assert fingerprint(same) == fingerprint(problem)


def test_the_fingerprint_is_the_same_in_another_process_with_other_hashes():
    code = "from tests.matching.test_fingerprint import *; print(fingerprint(sample()))"
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == fingerprint(sample()) == KNOWN

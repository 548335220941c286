"""Two settings side by side: who changes, what is gained and lost, in the points of the first."""

from dataclasses import replace

from binome.matching.criteria import contributions
from binome.matching.engine import match
from binome.matching.problem import Category, Protection
from binome.matching.scenarios import changes, compare
from binome.matching.words import Language

from .test_explain import random_problem


def test_the_same_setting_changes_nothing():
    matching = match(random_problem(1)[0])
    found = compare(matching, match(random_problem(1)[0]))
    assert (found.changes, found.kept) == ((), len(matching.pairs))
    assert found.pairs[0] == found.pairs[1] and found.points[0] == found.points[1]


def test_changes_add_up_to_the_difference_and_name_both_partners():
    problem, _, _ = random_problem(5, n=10, m=8, density=0.8)
    before = match(problem)
    after = match(replace(problem, protection=Protection.GENTLE, criteria=_reversed(problem)))
    found = compare(before, after)
    assert found.changes, "the two settings give the same pairs: nothing is tested"
    assert sum(change.points for change in found.changes) == found.points[1] - found.points[0]
    assert found.points[1] == int(contributions(problem, after.pairs).sum()) <= found.points[0]
    for change in found.changes:
        mentee = problem.mentees.ids.index(change.mentee)
        old = {problem.mentors.ids[j] for i, j in _couples(before) if i == mentee}
        new = {problem.mentors.ids[j] for i, j in _couples(after) if i == mentee}
        assert (set(change.before), set(change.after)) == (old - new, new - old)


def _couples(matching):
    return zip(matching.pairs.mentee.tolist(), matching.pairs.mentor.tolist(), strict=True)


def _reversed(problem):
    """The same criterion, the other way round: whoever brought most brings least."""
    one = problem.criteria[0]
    return (replace(one, table={couple: one.points - points for couple, points in one.table.items()}),)


def test_groups_count_people_and_points_before_and_after():
    problem, _, _ = random_problem(5, n=10, m=8, density=0.8)
    before, after = match(problem), match(replace(problem, criteria=_reversed(problem)))
    group = Category(problem.mentees.columns["who"].codes % 2, ("pair", "impair"))
    found = compare(before, after, {"parité": group})
    outcomes = found.groups["parité"]
    assert [each.people for each in outcomes] == [5, 5]
    assert sum(each.points[0] for each in outcomes) == found.points[0]
    assert sum(each.points[1] for each in outcomes) == found.points[1]
    assert sum(each.matched[1] for each in outcomes) == found.pairs[1]


def test_newcomers_and_leavers_are_told_apart_by_their_identifiers():
    problem, _, _ = random_problem(2)
    before = match(problem)
    other = replace(problem, mentees=replace(problem.mentees, ids=("new", *problem.mentees.ids[1:])))
    found = compare(before, match(other))
    assert all(change.mentee in problem.mentees.ids for change in found.changes)
    assert found.pairs[1] == len(before.pairs) and found.kept < len(before.pairs) + 1


def test_a_change_is_told_in_both_languages():
    problem, _, _ = random_problem(5, n=10, m=8, density=0.8)
    found = changes(match(problem), match(replace(problem, criteria=_reversed(problem))))
    swapped = next(change for change in found if change.before and change.after)
    names = {swapped.mentee: "Awa", swapped.before[0]: "Elsa", swapped.after[0]: "Bruna"}
    assert swapped.said(Language.FRENCH, names) == "Awa aurait Bruna au lieu d’Elsa"
    assert swapped.said(Language.ENGLISH, names) == "Awa would have Bruna instead of Elsa"

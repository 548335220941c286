"""N10: whatever the sponsors of a promotion read, together, no group of one to four people can be worked out of it.

The attack knows nothing of how the figures are chosen: it takes every count that is told, of every scope, and subtracts
from each all that is told of scopes within it, one by one and together.
"""

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binome.mentoring.queries.cells import FEWEST, FIGURES, WHOLE, Cells, Share, tell
from tests import LONG

#: Which counts say the same of people: what is known of one figure's scope is subtracted from another's.
SAME = {"taking_part": ("asked", "in"), "mentors": ("in", "mentors"), "paired": ("seekers", "paired")}
counts = st.integers(0, 14)
#: Whoever accepted takes part.
people = st.builds(lambda silent, *in_it: Cells(sum(in_it), silent, *in_it), counts, counts, counts, counts)
#: Two or three companies, with entities, some of them in others, and people whom no company declares.
paths = st.sampled_from(
    [WHOLE, "/1/", "/1/11/", "/1/12/", "/1/12/13/", "/1/12/14/", "/2/", "/2/21/", "/2/22/", "/3/", "/3/31/"]
)
organisations = st.dictionaries(paths, people, min_size=1, max_size=9)


def _known(told) -> dict[str, dict[str, int]]:
    """Kind of people → scope → how many; those who don't are people too."""
    known: dict[str, dict[str, int]] = {}
    for (path, figure), share in told.items():
        whole, part = SAME[figure]
        for kind, count in ((whole, share.count if whole == part else share.whole), (part, share.count),
                            (f"not {part} of {whole}", share.whole - share.count)):  # fmt: skip
            known.setdefault(kind, {})[path] = count
    for path, count in known.get("not mentors of in", {}).items():
        known.setdefault("seekers", {})[path] = count
    return known


def _small_groups(told) -> Iterator[tuple[str, str, tuple[str, ...], int]]:
    """(kind, scope, scopes taken off, how many are left) wherever one to four people come out."""
    for kind, scopes in _known(told).items():
        for path, count in scopes.items():
            within = [other for other in scopes if other != path and other.startswith(path)]
            for number in range(len(within) + 1):
                for taken in combinations(within, number):
                    apart = not any(a.startswith(b) for a in taken for b in taken if a != b)
                    left = count - sum(scopes[other] for other in taken)
                    if apart and 0 < left < FEWEST:
                        yield kind, path, taken, left


@given(organisations)
@settings(max_examples=4000 if LONG else 300, deadline=None)
def test_no_small_group_comes_out_of_all_that_sponsors_read(cells):
    assert list(_small_groups(tell(cells))) == []


def _tell_each_apart(cells) -> dict[tuple[str, str], Share]:
    """The unguarded twin: each scope is told whenever it is large enough itself."""
    totals = {path: [row for other, row in cells.items() if other.startswith(path)] for path in [*cells, WHOLE]}
    told = {}
    for path, rows in totals.items():
        for figure, two in FIGURES.items():
            part, rest = two(Cells(*map(sum, zip(*rows, strict=True))))
            if min(part, rest) >= FEWEST:
                told[path, figure] = Share(part, part + rest)
    return told


def test_the_attack_finds_what_a_table_without_complementary_suppression_betrays():
    big, small = Cells(27, 9, 9, 9, 9), Cells(6, 1, 3, 2, 1)
    told = _tell_each_apart({"/1/": big, "/2/": small})
    assert ("mentors", WHOLE, ("/1/",), 3) in set(_small_groups(told))
    assert not list(_small_groups(tell({"/1/": big, "/2/": small})))


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"/1/": Cells(27, 9, 9, 9, 9)}, {"/1/", WHOLE}),
        ({"/1/": Cells(22, 9, 9, 4, 9)}, {"/1/", WHOLE}),  # of the three figures, two
        ({"/1/": Cells(27, 9, 9, 9, 9), "/2/": Cells(27, 9, 9, 9, 9)}, {"/1/", "/2/", WHOLE}),
        ({"/1/": Cells(27, 9, 9, 9, 9), "/2/": Cells(3, 1, 1, 1, 1)}, {"/1/"}),
        ({"/1/11/": Cells(27, 9, 9, 9, 9), "/1/12/": Cells(3, 1, 1, 1, 1)}, {"/1/", WHOLE}),
        ({"/1/": Cells(4, 0, 2, 2, 0)}, set()),
    ],
)
def test_organisations_are_told_first_and_the_whole_when_nothing_comes_out_of_it(cells, told):
    assert {path for path, _figure in tell(cells)} == told


@given(organisations, people)
@settings(max_examples=100, deadline=None)
def test_what_is_told_of_one_company_depends_on_no_other_s_people(cells, others):
    changed = {path: others if path.startswith("/2/") else row for path, row in cells.items()}
    before, after = tell(cells), tell(changed)
    for path in {path for path, _figure in (*before, *after) if path.startswith(("/1/", "/3/"))}:
        assert [before.get((path, figure)) for figure in FIGURES] == [after.get((path, figure)) for figure in FIGURES]

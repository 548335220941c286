"""N1 to N4: the same community twice, where one woman's name differs. Who may not know it sees the same bytes."""

import pytest

from .cast import (
    AWA_RENAMED,
    BRUNA_MOVED,
    BRUNA_RENAMED,
    FIGURES,
    FIRST,
    GRANT_ROUTE,
    MODERATORS,
    OPENED,
    SEALED,
    SHOWN,
    VIEWERS,
    Difference,
)
from .routes import patterns, strangers_to_this_list
from .walk import compare
from .worlds import planted

pytestmark = pytest.mark.django_db
WORLDS = (BRUNA_RENAMED, AWA_RENAMED, BRUNA_MOVED)


def test_every_route_is_called():
    assert strangers_to_this_list() == set()
    assert len(patterns()) > 80


@pytest.mark.parametrize("viewer", VIEWERS)
def test_t(walked, viewer):
    first, other = walked(FIRST), walked(BRUNA_RENAMED)
    diffs = {c: d for c, o in first.of(viewer).items() if (d := compare(o, other.of(viewer)[c]))}
    print(viewer, len(first.of(viewer)))
    for c, d in diffs.items():
        print("   ", c, d)

"""A standing kept as bytes answers as the one that was never put away."""

import numpy as np
import pytest

from binome.matching.engine import match
from binome.matching.events import Standing
from binome.matching.problem import ProblemError, Protection
from binome.matching.remembering import from_bytes, to_bytes

from .test_events import act, draw


@pytest.mark.parametrize("seed", range(40))
def test_a_standing_read_again_answers_every_event_as_well(seed):
    problem = draw(seed, [Protection.NONE, Protection.GENTLE][seed % 2])
    kept = Standing.from_matching(match(problem), stickiness=seed % 5)
    read = from_bytes(to_bytes(kept, seed % 5))
    assert read.origin.mentees.ids == problem.mentees.ids
    assert (read.pairs(), read.points(), read.faults()) == (kept.pairs(), kept.points(), [])
    for step in range(6):
        one, other = (act(np.random.default_rng([seed, step]), each, problem) for each in (kept, read))
        assert (one is None) == (other is None)
        if one is None:
            continue
        kept, read = one.standing, other.standing
        assert len(read.pairs()) == len(kept.pairs()) and read.faults() == []
        assert read.sticky.held()[2].sum() == kept.sticky.held()[2].sum()
        assert read.free.held()[2].sum() == kept.free.held()[2].sum()


def test_bytes_that_are_no_standing_are_refused():
    problem = draw(3)
    data = to_bytes(Standing.from_matching(match(problem)))
    for wrong in (b"", b"PK\x03\x04", data[: len(data) // 2], b"\x80\x04N."):
        with pytest.raises(ProblemError):
            from_bytes(wrong)

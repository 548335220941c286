"""The bench's contenders that need nothing but numpy and scipy agree, so that its tables can't rot unseen."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.matching import ours, peers
from bench.matching.__main__ import REGIMES
from bench.matching.one import Clock
from tests.matching.random_tables import skip_without_compiler

ROOT = Path(__file__).resolve().parents[2]


def measured(name, mentees, regime):
    clock = Clock()
    figures = {**ours.CONTENDERS, **peers.CONTENDERS}[name](mentees, regime, clock)
    assert clock.wall > 0
    return figures


@pytest.mark.parametrize("regime", REGIMES)
def test_our_makers_and_the_dense_assignment_find_the_same_number_and_total(regime):
    skip_without_compiler()
    found = [measured(name, 120, regime) for name in ("native", "wheels", "native, two threads")]
    dense = measured("numpy + linear_sum_assignment", 120, regime)
    assert {(each["matched"], each["total"], each["certificate"], each["digest"]) for each in found} == {
        (dense["matched"], dense["total"], "valid", found[0]["digest"])
    }
    assert dense["matched"] > 60


@pytest.mark.parametrize("regime", REGIMES)
def test_every_solver_finds_the_same_on_the_same_arcs(regime):
    skip_without_compiler()
    found = [measured(f"arcs: {name}", 200, regime) for name in ("native", "wheels", "scipy sparse")]
    assert len({(each["matched"], each["total"]) for each in found}) == 1
    assert found[0]["matched"] > 120


def test_the_passes_price_nothing_against_duals_that_hold():
    skip_without_compiler()
    for name in ("native", "reference"):
        assert measured(f"pass: {name}", 120, "tight") == {"violated": 0, "pairs": 120 * 48}
    assert measured("pass: sgemm alone", 120, "tight")["pairs"] == 120 * 48


def test_peers_events_and_stable_lists_are_measured_on_what_they_claim():
    own, few, all_pairs = (measured(name, 80, "tight") for name in ("peers", "rustworkx", "rustworkx, all pairs"))
    assert own["exact"] and own["matched"] > 30
    assert (own["matched"], own["total"]) == (all_pairs["matched"], all_pairs["total"])
    assert (own["matched"], own["total"]) >= (few["matched"], few["total"])
    assert measured("events", 80, "tight")["optimum"] == "kept"
    assert measured("stable", 80, "tight")["matched"] > 50
    assert measured("lists: native", 80, "tight") == measured("lists: wheels", 80, "tight")


def test_a_measure_is_a_process_that_prints_one_line():
    command = [sys.executable, "-m", "bench.matching.one", "arcs: wheels", "60", "slack"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    figures = json.loads(done.stdout)
    assert figures["matched"] > 50 and figures["cpu"] > 0

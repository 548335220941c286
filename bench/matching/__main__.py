"""Print the tables, each line measured in a process of its own."""

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from bench.matching.ours import LISTED

REGIMES = ("slack", "tight", "scarce")
Figures = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How large each table goes, in mentees or in people. `all_pairs`: where a peer is given the complete graph."""

    features: tuple[int, ...]
    dense: int
    arcs: tuple[int, ...]
    large: int
    listed: int
    peers: int
    all_pairs: int
    small: int


FULL = Plan((10_000, 50_000, 100_000), 10_000, (1_000, 10_000, 100_000), 100_000, 4_000, 10_000, 2_000, 150)
SHORT = Plan((1_000, 4_000), 1_000, (1_000, 4_000), 4_000, 4_000, 600, 600, 60)


def measure(name: str, mentees: int, regime: str = "tight") -> Figures:
    command = [sys.executable, "-m", "bench.matching.one", name, str(mentees), regime]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
    if done.returncode:
        return {"fault": (done.stderr.strip().splitlines() or ["it was stopped"])[-1][:90]}
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def line(*cells: object) -> None:
    print("| " + " | ".join(shown(cell) for cell in cells) + " |", flush=True)


def shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.3g}" if cell < 100 else f"{cell:.0f}"
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else "" if cell is None else str(cell)


def head(title: str, *cells: str) -> None:
    print(f"\n### {title}\n")
    line(*cells)
    line(*("---" for _ in cells))


def row(name: str, mentees: int, regime: str, *keys: str) -> Figures:
    found = measure(name, mentees, regime)
    if "fault" in found:
        line(name, mentees, regime, found["fault"], *("" for _ in keys))
    else:
        line(name, mentees, regime, found["cpu"], *(found.get(key) for key in keys))
    return found


def features(plan: Plan) -> dict[tuple[str, int, str], Figures]:
    keys = ("wall", "mb", "matched", "total", "passes", "certificate", "digest")
    head("From features to the proved optimum", "maker", "mentees", "regime", "CPU s", *keys)
    found = {}
    for mentees in plan.features:
        for regime in REGIMES:
            makers = ["native"] + (["wheels"] if mentees <= 10_000 else []) + ["native, two threads"]
            for maker in makers:
                found[maker, mentees, regime] = row(maker, mentees, regime, *keys)
    row("numpy + linear_sum_assignment", plan.dense, "tight", *keys)
    row("munkres", plan.small, "tight", *keys)
    for size in (120, 2_000):
        row("wheels", size, "tight", *keys)
    return found


def arcs(plan: Plan) -> None:
    head("The same arcs, 50 a mentee", "solver", "mentees", "regime", "CPU s", "mb", "matched", "total")
    for mentees in plan.arcs:
        for regime in REGIMES:
            names = ["arcs: native", "arcs: OR-tools min-cost flow"]
            names += ["arcs: wheels", "arcs: scipy sparse"] if mentees <= 10_000 else []
            for name in names + (["arcs: networkx"] if mentees <= 1_000 and regime == "tight" else []):
                row(name, mentees, regime, "mb", "matched", "total")


def passes(plan: Plan) -> None:
    head("One pass over all pairs", "kernel", "mentees", "regime", "CPU s", "pairs", "violated")
    for name in ("pass: native", "pass: reference", "pass: sgemm alone"):
        row(name, min(plan.large, 20_000), "tight", "pairs", "violated")


def others(plan: Plan) -> None:
    keys = ("mb", "matched", "digest")
    head(f"Stable matching of ready lists of {LISTED}", "maker", "mentees", "regime", "CPU s", *keys)
    for regime in ("tight", "slack"):
        for name in ("lists: native", "lists: wheels", "matching"):
            row(name, plan.listed, regime, *keys)
    row("stable", plan.listed, "tight", *keys)
    head("Peers", "maker", "people", "regime", "CPU s", "mb", "matched", "total", "gap")
    sizes = {"peers": {plan.peers, plan.all_pairs}, "rustworkx, all pairs": {plan.all_pairs}}
    sizes |= {"couples: native": {plan.peers}, "rustworkx": {plan.peers}}
    for name, size in ((name, size) for name, each in sizes.items() for size in sorted(each)):
        row(name, size, "tight", "mb", "matched", "total", "gap")
    keys = ("mean", "p99", "worst", "times", "optimum")
    head("Events: milliseconds of each, and how many a whole run costs", "maker", "mentees", "regime", "CPU s", *keys)
    for regime in REGIMES:
        row("events", plan.large, regime, *keys)


def growth(plan: Plan, found: dict[tuple[str, int, str], Figures]) -> None:
    small, large = plan.features[0], plan.features[-1]
    head(f"Growth from {small:,} to {large:,} mentees (exponents)", "regime", "CPU", "memory", "whole process")
    for regime in REGIMES:
        first, last = found["native", small, regime], found["native", large, regime]
        if "fault" not in first and "fault" not in last:
            line(regime, *(math.log(last[key] / first[key]) / math.log(large / small) for key in ("cpu", "mb", "peak")))


def main() -> None:
    plan = SHORT if "--short" in sys.argv else FULL
    tables = features(plan)
    arcs(plan)
    passes(plan)
    others(plan)
    growth(plan, tables)


if __name__ == "__main__":
    main()

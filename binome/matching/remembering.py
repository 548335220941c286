"""A standing as bytes and back, so that « and if…? » is answered at once, long after the run, without solving again.

What is kept is whole numbers: the compiled tables, the duals, the pairs. Read with `allow_pickle=False`: bytes that
somebody changed can be wrong, never run.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching import kernels, solvers
from binome.matching.events import Standing, begin_paths, held_to, seat_pairs
from binome.matching.kernels import Weighing
from binome.matching.listed import scores
from binome.matching.problem import PairList, People, Problem, ProblemError
from binome.matching.tables import Gate, GateKind, PairPoints, Tables

VERSION = 1
_ARRAYS = (
    "values", "starts", "row", "times", "mentee_vectors", "mentor_vectors", "mentee_places", "mentor_places",
)  # fmt: skip
_LISTED = ("excluded", "bonus")
_PARTS = tuple(part.name for part in fields(PairPoints))
_ENDS = ("mentee", "mentor")


def to_bytes(standing: Standing, stickiness: int = 0) -> bytes:
    """Everything that `from_bytes` needs; of a standing as `Standing.from_matching` gives it with this stickiness,
    before any event."""
    tables, free, weighing = standing.kernel.tables, standing.free, standing.weighing
    arrays: dict[str, Any] = {name: getattr(tables, name) for name in _ARRAYS}
    for name in _LISTED:
        arrays |= {f"{name}.{part}": getattr(getattr(tables, name), part) for part in _PARTS}
    for place, gate in enumerate(tables.gates):
        arrays |= {f"gate{place}.{end}": getattr(gate, end) for end in _ENDS}
        if gate.allowed is not None:
            arrays[f"gate{place}.allowed"] = gate.allowed
    if weighing.curve is not None:
        arrays["curve"] = weighing.curve
    mentee, mentor, _weights = free.held()
    pairs = {"pair": (mentee, mentor), "pin": (standing.origin.pinned.mentee, standing.origin.pinned.mentor)}
    for name, both in (*pairs.items(), ("place", free.places), ("dual", free.dual)):
        arrays |= {f"{name}.{end}": side for end, side in zip(_ENDS, both, strict=True)}
    for end, people in zip(_ENDS, (standing.origin.mentees, standing.origin.mentors), strict=True):
        arrays[f"id.{end}"] = np.array(people.ids, np.str_)
    plain = {
        "version": VERSION,
        "gates": [[gate.rule, int(gate.kind)] for gate in tables.gates],
        "bounds": [tables.low, tables.high],
        "fingerprint": tables.fingerprint,
        "weighing": [weighing.base, weighing.low],
        "spare": list(free.spare),
        "stickiness": stickiness,
    }
    arrays["plain"] = np.frombuffer(json.dumps(plain).encode(), np.uint8)
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)
    return written.getvalue()


def from_bytes(data: bytes, *, kernel: str = "auto") -> Standing:
    """The standing again; its problem has people and places, neither answers nor criteria. One pass over all pairs.

    Raises ProblemError for bytes that are no standing.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays: dict[str, NDArray[Any]] = dict(file)
        plain = json.loads(arrays.pop("plain").tobytes())
        if plain["version"] != VERSION:
            raise ValueError("another version")
        return _standing(arrays, plain, kernel)
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ProblemError(f"These bytes are no standing: {error}.") from error


def _standing(arrays: dict[str, NDArray[Any]], plain: dict[str, Any], kernel: str) -> Standing:
    tables = _tables(arrays, plain)
    base, low = plain["weighing"]
    weighing = Weighing(base, arrays.get("curve"), low)
    pricing = kernels.choose(kernel, tables, 1)
    pairs, pins = PairList(*_both(arrays, "pair")), PairList(*_both(arrays, "pin"))
    free = begin_paths(
        pricing, solvers.choose("auto"), weighing, _both(arrays, "place"), _both(arrays, "dual"), tuple(plain["spare"])
    )
    seat_pairs(free, pairs, weighing.weights(scores(tables, pairs)), pins)
    sticky = held_to(free, weighing, tables, plain["stickiness"]) if plain["stickiness"] else free
    total = int(scores(tables, pairs).sum() + scores(tables, pins).sum())
    mentees, mentors = (
        People(tuple(ids.tolist()), places)
        for ids, places in zip(_both(arrays, "id"), (tables.mentee_places, tables.mentor_places), strict=True)
    )
    pinned = frozenset(zip(pins.mentee.tolist(), pins.mentor.tolist(), strict=True))
    return Standing(Problem(mentees, mentors, pinned=pins), pricing, weighing, sticky, free, pinned, (total, total))


def _tables(arrays: dict[str, NDArray[Any]], plain: dict[str, Any]) -> Tables:
    gates = tuple(
        Gate(
            rule,
            GateKind(kind),
            arrays[f"gate{place}.mentee"],
            arrays[f"gate{place}.mentor"],
            arrays.get(f"gate{place}.allowed"),
        )
        for place, (rule, kind) in enumerate(plain["gates"])
    )
    every: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    every |= {name: PairPoints(*(arrays[f"{name}.{part}"] for part in _PARTS)) for name in _LISTED}
    low, high = plain["bounds"]
    return Tables(**every, gates=gates, low=low, high=high, fingerprint=plain["fingerprint"])


def _both(arrays: dict[str, NDArray[Any]], name: str) -> tuple[NDArray[Any], NDArray[Any]]:
    return arrays[f"{name}.mentee"], arrays[f"{name}.mentor"]

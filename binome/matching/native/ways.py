"""The shortest augmenting path of `paths.py`, in C (paths.c). Fields as in paths.h, in the same order."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.known import Known
from binome.matching.native import library
from binome.matching.native.library import address
from binome.matching.paths import Paths

PATIENCE = 32_768  # pairs read ahead before searching from both ends: that begins by a look at everybody


class _Labels(ctypes.Structure):
    _fields_ = library.fields("distance stamp via heap_place touched heap heap_length: touched_length:")


class _Side(ctypes.Structure):
    _fields_ = library.fields(
        "count: starts other weight head next later marked present places begin load seat seat_weight dual floor"
    )


class _Paths(ctypes.Structure):
    _fields_ = [
        ("side", _Side * 2),
        *library.fields("later_weight forbidden forbidden_length: level: search: patience:"),
        ("ahead", _Labels),
        ("back", _Labels),
        *library.fields("low low_length:"),
    ]


class NativeWays:
    """`find_way`, with the room that its searches need. Raises NativeMissing. One thread at a time."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._find = library.need().binome_find_way
        self._find.restype, self._find.argtypes = None, [ctypes.POINTER(_Paths), *[ctypes.c_int32] * 3]
        self._count = shape
        self._paths = _Paths(patience=PATIENCE)
        self._kept: dict[tuple[str, int | None], NDArray[Any]] = {}
        self._known: Known | None = None
        self._low = np.zeros(2 * sum(shape) + 1, np.int32)
        self._paths.low = address(self._low)
        self._room = [self._labels(label, sum(shape)) for label in (self._paths.ahead, self._paths.back)]

    @staticmethod
    def _labels(labels: Any, nodes: int) -> dict[str, NDArray[Any]]:
        room: dict[str, NDArray[Any]] = {"distance": np.zeros(nodes, np.int64), "heap": np.zeros((nodes, 2), np.int64)}
        room |= {name: np.zeros(nodes, np.int32) for name in ("stamp", "via", "heap_place", "touched")}
        for name, array in room.items():
            setattr(labels, name, address(array))
        return room

    def find_way(self, paths: Paths, seek: int, start: int, seeking: bool) -> None:
        """See `ways.find_way`."""
        structure = self._paths
        for side in (0, 1):
            rows = paths.known.sides[side]
            for name in ("starts", "other", "weight", "head", "next"):
                self._point(structure.side[side], name, getattr(rows, name), side)
            for name in ("marked", "present", "places", "begin", "load", "seat", "seat_weight", "dual", "floor"):
                self._point(structure.side[side], name, getattr(paths, name)[side], side)
            structure.side[side].count = self._count[side]
        self._point_later(structure, paths.known)
        self._point(structure, "forbidden", paths.forbidden)
        structure.forbidden_length, structure.level = len(paths.forbidden), paths.level
        self._find(ctypes.byref(structure), seek, start, int(seeking))
        paths.level = structure.level
        first = self._count[0]
        for node in self._low[: structure.low_length].tolist():
            paths.low.append((1, node - first) if node >= first else (0, node))

    def _point_later(self, structure: Any, known: Known) -> None:
        if self._known is known:
            return
        self._known, later = known, np.ascontiguousarray(known.later)
        for side in (0, 1):
            self._point(structure.side[side], "later", later[1 - side], side)
        self._point(structure, "later_weight", known.later_weight)

    def _point(self, structure: Any, name: str, array: NDArray[Any], side: int | None = None) -> None:
        """Unless it points there already: asking numpy for an address takes longer than a short search. What is pointed
        at is kept alive."""
        if self._kept.get((name, side)) is not array:
            setattr(structure, name, address(array))
            self._kept[name, side] = array

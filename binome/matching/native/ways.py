"""The shortest augmenting path of `paths.py`, in C (paths.c). Fields as in paths.h, in the same order."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        kept = [self._point(structure.side[side], paths, side) for side in (0, 1)]
        structure.later_weight, structure.forbidden = address(paths.known.later_weight), address(paths.forbidden)
        structure.forbidden_length, structure.level = len(paths.forbidden), paths.level
        self._find(ctypes.byref(structure), seek, start, int(seeking))
        del kept
        paths.level = structure.level
        first = self._count[0]
        for node in self._low[: structure.low_length].tolist():
            paths.low.append((1, node - first) if node >= first else (0, node))

    def _point(self, structure: Any, paths: Paths, side: int) -> list[NDArray[Any]]:
        rows, later = paths.known.sides[side], np.ascontiguousarray(paths.known.later[1 - side])
        structure.count = self._count[side]
        arrays: dict[str, NDArray[Any]] = {
            name: getattr(rows, name) for name in ("starts", "other", "weight", "head", "next")
        }
        arrays |= {"later": later}
        for name in ("marked", "present", "places", "begin", "load", "seat", "seat_weight", "dual", "floor"):
            arrays[name] = getattr(paths, name)[side]
        for name, array in arrays.items():
            setattr(structure, name, address(array))
        return list(arrays.values())

"""The compiled library, if there is one: its structures, field by field as in kernel.h, and its functions."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_int, c_int32, c_int64, c_void_p
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.native.build import find_library
from binome.matching.problem import ProblemError
from binome.matching.words import Words

INSTRUCTIONS = ("plain", "avx2", "avx512")


NOT_BUILT = Words(
    "Le moteur en C n’est pas compilé ici : python -m binome.matching.native.build, ou retirez --kernel et --solver.",
    "The engine's C is not built here: python -m binome.matching.native.build, or leave out --kernel and --solver.",
)


class NativeMissing(ProblemError):
    """The engine's C is not built here, or not for that instruction set."""


class Gate(ctypes.Structure):
    _fields_ = (
        [("kind", c_int64)] + [(name, c_void_p) for name in ("mentee", "mentor", "allowed")] + [("columns", c_int64)]
    )


def fields(text: str) -> list[tuple[str, Any]]:
    """`name` is a pointer, `name:` a whole number."""
    return [(name.rstrip(":"), c_int64 if name.endswith(":") else c_void_p) for name in text.split()]


class Tables(ctypes.Structure):
    _fields_ = fields(
        "mentees: mentors: width: place values starts row times depth: mentee_vectors mentor_vectors offset masks:"
        " mask_rows mask_of gates: gate excluded_starts excluded bonus_starts bonus bonus_points instructions:"
    )


class Request(ctypes.Structure):
    _fields_ = fields("order u v base: margin: curve low: high: floor count:")


class Found(ctypes.Structure):
    _fields_ = [("length", c_int64), ("room", c_int64), ("mentor", POINTER(c_int32)), ("score", POINTER(c_int32))]


SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "binome_supports": (c_int, [c_int64]),
    "binome_eligible": (None, [POINTER(Tables), c_int64, c_int64, c_void_p]),
    "binome_scan": (POINTER(Found), [POINTER(Tables), POINTER(Request), c_int64, c_int64, c_void_p, c_void_p]),
    "binome_free_found": (None, [POINTER(Found)]),
    "binome_deferred": (c_int32, [c_void_p] * 4),
    "binome_couples": (c_int32, [c_int64, c_int64, c_void_p, c_void_p, c_int64] + [c_void_p] * 4),
    "binome_session_new": (c_void_p, [c_int64, c_int64] + [c_void_p] * 6),
    "binome_session_free": (None, [c_void_p]),
    "binome_session_read": (None, [c_void_p] * 4),
}


@cache
def load() -> ctypes.CDLL | None:
    """The library of exactly these sources, or None. Calls into it release the interpreter's lock."""
    path = find_library()
    try:
        library = ctypes.CDLL(str(path)) if path else None
    except OSError:  # copied from another machine
        return None
    for name, (result, arguments) in SIGNATURES.items() if library else ():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def need() -> ctypes.CDLL:
    """The library; raises NativeMissing."""
    library = load()
    if library is None:
        raise NativeMissing(NOT_BUILT)
    return library


def available_instructions() -> list[str]:
    """The instruction sets of this machine, the slowest first; none when nothing is built."""
    library = load()
    return [name for code, name in enumerate(INSTRUCTIONS) if library and library.binome_supports(code)]


def address(array: NDArray[Any]) -> int:
    """Of the first element. The array must be contiguous and outlive the call."""
    assert array.flags.c_contiguous
    return array.ctypes.data


def aligned(shape: tuple[int, ...], kind: type[np.generic]) -> NDArray[Any]:
    """Zeros that begin on a cache line."""
    size = int(np.prod(shape)) * np.dtype(kind).itemsize
    room = np.zeros(size + 64, np.uint8)
    start = -room.ctypes.data % 64
    return room[start : start + size].view(kind).reshape(shape)

"""The tables laid out for the C: rows padded to whole mask words, vectors for the instruction set, rules as masks."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binome.matching.native import library
from binome.matching.native.library import address, aligned
from binome.matching.problem import Ints
from binome.matching.tables import Gate, GateKind, PairPoints, Tables

WORD = 64
MASK_BYTES = 64 << 20  # of masks, at most: richer rules are asked pair by pair
Masks = tuple[NDArray[np.uint64], NDArray[np.int32]]


class Packed:
    """Arrays that the C reads in place, kept alive with the structure that points to them.

    `mentors`: sorted places of the only mentors to keep; all of them without it.
    """

    def __init__(self, tables: Tables, instructions: str, mentors: Ints | None = None) -> None:
        n, m = tables.shape
        kept = np.arange(m, dtype=np.int32) if mentors is None else mentors
        self.mentors = kept[alike(turned(tables.gates, kept), len(kept))]
        self.count = len(self.mentors)
        self.width = -(-self.count // WORD) * WORD
        self.kept: list[Any] = []
        self.structure = library.Tables(mentees=n, mentors=self.count, width=self.width)
        self.structure.instructions = library.INSTRUCTIONS.index(instructions)
        self._point("place", self.mentors)
        self._rows(tables)
        self._vectors(tables, instructions)
        self._rules(tables)
        self._pairs("excluded", tables.excluded, m, with_points=False)
        self._pairs("bonus", tables.bonus, m, with_points=True)

    def _point(self, name: str, array: NDArray[Any]) -> None:
        self.kept.append(array)
        setattr(self.structure, name, address(array))

    def _rows(self, tables: Tables) -> None:
        values = aligned((len(tables.values), self.width), np.int16)
        np.take(tables.values, self.mentors, axis=1, out=values[:, : self.count])
        self._point("values", values)
        self._point("starts", np.ascontiguousarray(tables.starts, np.int64))
        self._point("row", np.ascontiguousarray(tables.row, np.int32))
        self._point("times", np.ascontiguousarray(tables.times, np.int16))

    def _vectors(self, tables: Tables, instructions: str) -> None:
        n, d = tables.mentee_vectors.shape
        depth = -(-d // 4) * 4
        left = aligned((n, depth), np.uint8 if instructions == "avx512" else np.int16)
        right = aligned((depth, self.width), np.int8 if instructions == "avx512" else np.int16)
        left[:, :d] = tables.mentee_vectors
        right[:d, : self.count] = tables.mentor_vectors[self.mentors].T
        offset = aligned((self.width,), np.int32)
        if instructions == "avx512":  # unsigned by signed bytes: raised by 128, and taken back
            left += np.uint8(128)
            offset -= 128 * right.sum(0, dtype=np.int32)
            quads = aligned((depth // 4, self.width, 4), np.int8)
            quads[:] = right.reshape(depth // 4, 4, self.width).transpose(0, 2, 1)
            right = quads
        self.structure.depth = depth
        self._point("mentee_vectors", left)
        self._point("mentor_vectors", right)
        self._point("offset", offset)

    def _rules(self, tables: Tables) -> None:
        masks: list[Masks] = []
        late: list[Gate] = []
        room = MASK_BYTES // max(self.width // 8, 1)
        for gate in tables.gates:
            codes, code_of = np.unique(gate.mentee, return_inverse=True)
            if len(codes) > room:
                late.append(gate)
                continue
            room -= len(codes)
            masks.append((self._mask_rows(gate, codes), code_of.astype(np.int32)))
        starts = np.cumsum([0] + [len(rows) for rows, _ in masks])
        words = self.width // WORD
        self.structure.masks, self.structure.gates = len(masks), len(late)
        self._point("mask_rows", np.concatenate([np.empty((0, words), np.uint64)] + [rows for rows, _ in masks]))
        row_of = [code_of + start for (_, code_of), start in zip(masks, starts, strict=False)]
        n = len(tables.mentee_places)
        self._point("mask_of", np.ascontiguousarray(np.array(row_of, np.int32).reshape(len(masks), n).T))
        self._late_gates(late)

    def _mask_rows(self, gate: Gate, codes: NDArray[np.int64]) -> NDArray[np.uint64]:
        """uint64 [codes, words]: which mentors each mentee code allows."""
        mentor = gate.mentor[self.mentors]
        rows = np.zeros((len(codes), self.width // 8), np.uint8)
        step = max(1, (4 << 20) // max(self.width, 1))
        for first in range(0, len(codes), step):
            some = np.s_[first : first + step]
            packed = np.packbits(_allowed(gate, codes[some, None], mentor), axis=1, bitorder="little")
            rows[some, : packed.shape[1]] = packed
        return rows.view("<u8").astype(np.uint64, copy=False)

    def _late_gates(self, gates: list[Gate]) -> None:
        structures = (library.Gate * len(gates))()
        for structure, gate in zip(structures, gates, strict=True):
            mentee, mentor = np.ascontiguousarray(gate.mentee, np.int64), gate.mentor[self.mentors].astype(np.int64)
            structure.kind, structure.mentee, structure.mentor = gate.kind, address(mentee), address(mentor)
            self.kept += [mentee, mentor]
            if gate.allowed is not None:
                allowed = np.ascontiguousarray(gate.allowed, np.bool_)
                structure.allowed, structure.columns = address(allowed), allowed.shape[1]
                self.kept.append(allowed)
        self.kept.append(structures)
        self.structure.gate = ctypes.addressof(structures)

    def _pairs(self, name: str, pairs: PairPoints, m: int, *, with_points: bool) -> None:
        """The listed pairs in this order of mentors, which leaves some out."""
        position = np.full(m, -1, np.int32)
        position[self.mentors] = np.arange(self.count, dtype=np.int32)
        n = len(pairs.starts) - 1
        mentee, mentor = np.repeat(np.arange(n), np.diff(pairs.starts)), position[pairs.mentor]
        order = np.lexsort((mentor, mentee))
        order = order[mentor[order] >= 0]
        self._point(f"{name}_starts", np.searchsorted(mentee[order], np.arange(n + 1)).astype(np.int64))
        self._point(name, mentor[order])
        if with_points:
            self._point(f"{name}_points", pairs.points[order].astype(np.int32))


def alike(gates: tuple[Gate, ...], count: int) -> NDArray[np.int64]:
    """An order of mentees that puts those who may meet the same mentors side by side.

    By each rule, the strictest first: how many mentors it lets each mentee meet, then her code. Places at last.
    """
    keys: list[tuple[float, NDArray[np.int64], NDArray[np.int64]]] = []
    for gate in gates:
        if gate.kind == GateKind.DIFFER or not count:
            continue  # forbids too few
        codes, code_of = np.unique(gate.mentee, return_inverse=True)
        others, many = np.unique(gate.mentor, return_counts=True)
        if len(codes) * len(others) <= MASK_BYTES:
            meets = (_allowed(gate, codes[:, None], others) @ many)[code_of]
            keys.append((float(meets.mean()), meets, code_of))
    keys.sort(key=lambda key: -key[0])
    return np.lexsort([np.arange(count), *(part for _, meets, code in keys for part in (code, meets))])


def turned(gates: tuple[Gate, ...], mentors: Ints) -> tuple[Gate, ...]:
    """The same rules, seen by these mentors."""
    return tuple(
        replace(
            gate,
            mentee=gate.mentor[mentors],
            mentor=gate.mentee,
            allowed=None if gate.allowed is None else gate.allowed.T,
        )
        for gate in gates
    )


def _allowed(gate: Gate, mentee: NDArray[np.int64], mentor: NDArray[np.int64]) -> NDArray[np.bool_]:
    """bool [mentee codes, mentors], for a column of mentee codes."""
    if gate.kind == GateKind.SHARE:
        return np.asarray((mentee & mentor) != 0, np.bool_)
    if gate.kind == GateKind.TABLE:
        assert gate.allowed is not None
        return np.asarray(gate.allowed[mentee, mentor], np.bool_)
    same = mentee == mentor if gate.kind == GateKind.SAME else mentee != mentor
    return np.asarray(same | (mentee < 0) | (mentor < 0), np.bool_)

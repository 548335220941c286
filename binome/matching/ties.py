"""Ties between equals: a number for each pair, made of the two ids alone, so that no order of a file decides.

Source of the mixing: splitmix64 (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014).
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from binome.matching.problem import Points

Seeds = NDArray[np.uint64]


def seeds(ids: Iterable[str]) -> Seeds:
    """uint64 [n], one for each id."""
    digests = b"".join(blake2b(one.encode(), digest_size=8).digest() for one in ids)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def ties(first: Seeds, second: Seeds, bits: int = 38) -> Points:
    """int64 [k] in 0..2**bits - 1, one for each couple; (a, b) and (b, a) differ."""
    mixed = _mixed(_mixed(first) + second)
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def tie_bits(people: int) -> int:
    """How many bits leave room, in int64, for a bonus that outweighs the ties of so many people."""
    return max(8, min(40, 57 - 2 * people.bit_length()))


def _mixed(x: Seeds) -> Seeds:
    with np.errstate(over="ignore"):
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(x ^ (x >> np.uint64(31)), np.uint64)

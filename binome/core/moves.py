"""A state that moves along a table: who may move it, from where, to where. Of two moves at once, one wins."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet


class MoveRefused(Exception):
    """This can't be done: the wrong person, too late, or someone was faster. Its text is for the person."""


@dataclass(frozen=True)
class Move:
    """Who may make it (in the words of its table), from which states, to which state."""

    who: str
    sources: frozenset[str]
    target: str


def make_move(row: Model, move: Move, *, among: QuerySet[Any], refusal: str, **changes: Any) -> None:
    """Move this row by compare-and-set, with what else changes, in the caller's transaction.

    Raises MoveRefused, with this refusal, when it is no longer among these rows or no longer there to be moved.
    """
    changes["state"] = move.target
    if not among.filter(pk=row.pk, state__in=move.sources).update(**changes):
        raise MoveRefused(refusal)
    for name, value in changes.items():
        setattr(row, name, value)

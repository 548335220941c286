"""What every move stands on: people locked in one order, a compare-and-set, one journal line."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import Move, MoveRefused, make_move
from binome.core.prepared import Given, prepared
from binome.people.models import User

from ..lifecycle import PAIR_MOVES, REQUEST_MOVES
from ..models import MentoringRequest, Pair


def lock_people(one: int, other: int | None = None) -> None:
    """Make the other moves of these people wait until this transaction ends.

    Always in the order of their ids, so that two moves can't wait for each other. SQLite has one writer at a time
    and ignores the lock; the database's constraints hold the rules on both.
    """
    assert connection.in_atomic_block
    _lock(one=one, other=other or one)


@prepared
def _lock(one: Given, other: Given) -> QuerySet[User]:
    return User.objects.select_for_update(no_key=True).filter(pk__in=[one, other]).order_by("pk").only("pk")


def lock_everyone(ids: Iterable[int]) -> None:
    """The same for any number of people, in the same order."""
    assert connection.in_atomic_block
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=list(ids)).order_by("pk").only("pk")
    list(rows)


def _part(row: MentoringRequest | Pair, person: User | None) -> str:
    if person is None:
        return "system"
    return {row.mentor_id: "mentor", row.mentee_id: "mentee"}.get(person.pk, "stranger")


def _allowed(move: Move, part: str) -> bool:
    return part == move.who or (move.who == "either" and part in {"mentor", "mentee"})


def move_request(row: MentoringRequest, verb: str, *, by: User | None, now: datetime, **changes: Any) -> None:
    """Move a request, or raise MoveRefused if it is not hers to move or no longer there to be moved."""
    move = REQUEST_MOVES[verb]
    if not _allowed(move, _part(row, by)):
        raise MoveRefused(_("Cette demande n’est pas la vôtre."))
    refusal = _("Cette demande a déjà reçu une réponse, ou n’attend plus cette action.")
    make_move(row, move, among=MentoringRequest.objects.all(), refusal=refusal, **changes)
    record(PAST[verb], by=by, obj=row, now=now)


def move_pair(row: Pair, verb: str, *, by: User | None, now: datetime, **changes: Any) -> None:
    """Move a pair, or raise MoveRefused."""
    move = PAIR_MOVES[verb]
    if not _allowed(move, _part(row, by)):
        raise MoveRefused(_("Ce binôme n’est pas le vôtre."))
    make_move(row, move, among=Pair.objects.all(), refusal=_("Ce binôme est déjà clos."), **changes)
    record(PAST[verb], by=by, obj=row, now=now)


#: The past fact of each verb: its line in the journal.
PAST = {
    "send": "request_sent",
    "ask_question": "question_asked",
    "answer_question": "question_answered",
    "accept": "request_accepted",
    "decline": "request_declined",
    "withdraw": "request_withdrawn",
    "expire": "request_expired",
    "propose_closing": "closing_proposed",
    "log_meeting": "meeting_logged",
    "delete_meeting": "meeting_deleted",
    "prolong": "pair_prolonged",
    "close": "pair_closed",
}

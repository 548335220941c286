"""What every move of a case stands on: whom it does not involve, a compare-and-set, one journal line."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.journal import record
from binome.core.moves import MoveRefused, make_move
from binome.people.models import User
from binome.programmes.models import Programme
from binome.programmes.queries.team import works_for

from .. import rules
from ..lifecycle import CASE_MOVES, CaseState
from ..models import Case

#: The past fact of each verb: its line in the journal.
PAST = {
    "take": "case_taken",
    "release": "case_released",
    "rate": "case_rated",
    "hear": "reported_heard",
    "decide": "case_decided",
    "appeal": "decision_appealed",
    "answer_appeal": "appeal_answered",
}


def check_team(programme: Programme | int, by: User) -> None:
    """Raises MoveRefused unless she is of its team."""
    if not works_for(programme, by):
        raise MoveRefused(_("Cette page est réservée à l’équipe."))


def check_treats(case: Case, by: User) -> None:
    """Raises MoveRefused unless she may treat it (N12)."""
    if not rules.may_treat(moderator=by, case=case):
        raise MoveRefused(_("Ce signalement vous concerne de près : une autre modératrice s’en charge."))


def check_in_charge(case: Case, by: User) -> None:
    """Raises MoveRefused, with what has become of it, unless she has this case in hand."""
    row = Case.objects.select_related("taken_by").get(pk=case.pk)
    if row.closed_at is not None:
        raise MoveRefused(_("La décision est déjà prise : la vôtre n’est pas enregistrée."))
    if row.state != CaseState.TAKEN or row.taken_by is None:
        raise MoveRefused(str(_TAKE_FIRST))
    if row.taken_by_id != by.pk:
        name = row.taken_by.first_name
        raise MoveRefused(_("%(name)s s’occupe maintenant de ce signalement : rien n’est enregistré.") % {"name": name})


def move_case(case: Case, verb: str, *, by: User, now: datetime, **changes: Any) -> None:
    """Move it, or raise MoveRefused: someone was faster, or it is not hers to move so."""
    move = CASE_MOVES[verb]
    rows = Case.objects.all()
    if move.who == "reported":
        rows = rows.filter(reported=by)
    else:
        check_treats(case, by)
    if move.who == "in_charge":
        rows = rows.filter(taken_by=by)
    make_move(case, move, among=rows, refusal=str(_REFUSALS[verb]), **changes)
    record(PAST[verb], by=by, obj=case, now=now)


_TAKE_FIRST = gettext_lazy("Prenez d’abord ce signalement en charge.")
_REFUSALS = {
    "take": gettext_lazy("Une autre modératrice s’en occupe déjà."),
    "release": gettext_lazy("Ce signalement n’est pas entre vos mains."),
    "rate": _TAKE_FIRST,
    "hear": _TAKE_FIRST,
    "decide": _TAKE_FIRST,
    "appeal": gettext_lazy("Cette décision ne peut pas, ou ne peut plus, être contestée."),
    "answer_appeal": gettext_lazy("Ce recours a déjà reçu une réponse."),
}

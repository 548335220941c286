"""Whom she would like, in order, and whom she rules out in secret, among the people whom the rules allow."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused

from ..lifecycle import CohortState
from ..models import MOST_WISHES, Enrolment, Veto, Wish
from ..queries import choosable_by

#: Before the pairs are published.
CHOOSING = (CohortState.ENROLLING, CohortState.MATCHING)
#: One word for all: the team reads the journal, and must not learn that somebody has a veto.
CHANGED = "wishes_changed"


@transaction.atomic
def set_wishes(*, enrolment: Enrolment, wanted: Sequence[str], now: datetime) -> None:
    """Her wishes, the most wanted first, instead of those she had. `wanted`: codes of enrolments.

    Raises MoveRefused for more than MOST_WISHES, for the same one twice, and for someone whom she may not choose.
    """
    row = _locked(enrolment)
    if len(set(wanted)) != len(wanted):
        raise MoveRefused(_("La même personne est choisie deux fois."))
    if len(wanted) > MOST_WISHES:
        raise MoveRefused(_("Choisissez cinq personnes au plus."))
    people = {other.code: other for other in choosable_by(row).filter(code__in=wanted)}
    if len(people) != len(wanted):
        raise MoveRefused(_("L’une de ces personnes ne peut plus être choisie."))
    if Veto.objects.filter(enrolment=row, refused__in=people.values()).exists():
        raise MoveRefused(_("Vous avez écarté l’une de ces personnes : choisissez l’un ou l’autre."))
    Wish.objects.filter(enrolment=row).delete()
    Wish.objects.bulk_create(
        Wish(enrolment=row, wanted=people[code], rank=rank) for rank, code in enumerate(wanted, start=1)
    )
    record(CHANGED, by=enrolment.person, obj=enrolment, now=now)


@transaction.atomic
def change_wish(*, enrolment: Enrolment, other: str, verb: str, now: datetime) -> None:
    """One act on her list, read under its lock: "add" at its end, "up", "down", "remove", "veto", "lift".

    Raises MoveRefused as the acts themselves; moving what is no longer there changes nothing.
    """
    _locked(enrolment)
    if verb in ("veto", "lift"):
        (set_veto if verb == "veto" else lift_veto)(enrolment=enrolment, refused=other, now=now)
        return
    before = list(Wish.objects.filter(enrolment=enrolment).values_list("wanted__code", flat=True))
    after = [code for code in before if code != other]
    step = {"up": -1, "down": 1}.get(verb, 0)
    if verb == "add":
        after.append(other)
    elif step and other in before:
        after.insert(max(0, before.index(other) + step), other)
    elif verb != "remove":
        return
    if after != before:
        set_wishes(enrolment=enrolment, wanted=after, now=now)


@transaction.atomic
def set_veto(*, enrolment: Enrolment, refused: str, now: datetime) -> None:
    """She will not be paired with this person; her wish for her, if she had one, goes. Twice is once."""
    row = _locked(enrolment)
    other = choosable_by(row).filter(code=refused).first()
    if other is None:
        raise MoveRefused(_("L’une de ces personnes ne peut plus être choisie."))
    _veto, created = Veto.objects.get_or_create(enrolment=row, refused=other, defaults={"set_at": now})
    if created:
        Wish.objects.filter(enrolment=row, wanted=other).delete()
        record(CHANGED, by=enrolment.person, obj=enrolment, now=now)


@transaction.atomic
def lift_veto(*, enrolment: Enrolment, refused: str, now: datetime) -> None:
    """She takes her veto back. Twice is once."""
    row = _locked(enrolment)
    gone, _rows = Veto.objects.filter(enrolment=row, refused__code=refused).delete()
    if gone:
        record(CHANGED, by=enrolment.person, obj=enrolment, now=now)


def _locked(enrolment: Enrolment) -> Enrolment:
    """Of two pages of hers sent at once, one after the other."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort__programme", "affiliation")
    row = rows.get(pk=enrolment.pk)
    if row.cohort is None or row.cohort.state not in CHOOSING:
        raise MoveRefused(_("Les souhaits sont clos pour cette promotion."))
    return row

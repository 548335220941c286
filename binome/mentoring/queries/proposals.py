"""What a programme proposes to somebody, as she may read it."""

from django.db.models import Q

from binome.people.models import User
from binome.programmes.models import Programme

from ..models import Proposal


def proposals_to(person: User, programme: Programme) -> list[Proposal]:
    """Those that wait for an answer, hers or the other's, in one programme."""
    hers = Q(mentee__person=person) | Q(mentor__person=person)
    rows = Proposal.objects.filter(hers, run__cohort__programme=programme, pair=None).exclude(offered_at=None)
    rows = rows.exclude(mentee_said="no").exclude(mentor_said="no")
    return list(rows.select_related("mentee__person", "mentor__person").order_by("pk"))


def proposal_for(person: User, programme: Programme, code: str) -> Proposal | None:
    """One that was put to her in this programme; None to anyone else."""
    hers = Q(mentee__person=person) | Q(mentor__person=person)
    rows = Proposal.objects.filter(hers, code=code, run__cohort__programme=programme).exclude(offered_at=None)
    ends = [f"{end}__{link}" for end in ("mentee", "mentor") for link in
            ("person", "programme", "affiliation__organisation", "affiliation__entity")]  # fmt: skip
    return rows.select_related("run__cohort__programme", "pair", *ends).first()

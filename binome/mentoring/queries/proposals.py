"""What a programme proposes to somebody, as she may read it."""

from dataclasses import dataclass

from django.db.models import Q

from binome.matching.explain import WISHES
from binome.people.models import User
from binome.programmes.models import Enrolment, Programme

from ..models import Proposal


@dataclass(frozen=True)
class ProposalView:
    """A proposal as one of the two sees it: never what the other said before both have, nor the points."""

    proposal: Proposal
    viewer: User

    @property
    def as_mentee(self) -> bool:
        return self.proposal.mentee.person_id == self.viewer.pk

    @property
    def other(self) -> Enrolment:
        other: Enrolment = self.proposal.mentor if self.as_mentee else self.proposal.mentee
        return other

    @property
    def said(self) -> str:
        """Her own answer."""
        return self.proposal.mentee_said if self.as_mentee else self.proposal.mentor_said

    @property
    def is_open(self) -> bool:
        return not self.proposal.pair_id and not self.proposal.ended_because

    @property
    def reasons(self) -> list[tuple[dict[str, str], dict[str, str]]]:
        """What brings the two together, in both languages: (criterion, detail). Wishes stay secret."""
        parts = [part for part in self.proposal.parts if part["points"] > 0 and part["label"]["fr"] != WISHES.french]
        return [(part["label"], part["detail"]) for part in parts]


def proposals_to(person: User, programme: Programme) -> list[ProposalView]:
    """Those that wait for an answer in one programme, hers first, then the other's. One query."""
    rows = Proposal.objects.waiting().filter(_hers(person), run__cohort__programme=programme)
    rows = rows.select_related("mentee__person", "mentor__person", "mentee__affiliation", "mentor__affiliation")
    seen = [ProposalView(row, person) for row in rows.order_by("due_at", "pk")]
    return sorted(seen, key=lambda one: bool(one.said))


def proposal_for(person: User, programme: Programme, code: str) -> ProposalView | None:
    """One that was put to her in this programme; None to anyone else. One query."""
    rows = Proposal.objects.filter(_hers(person), code=code, run__cohort__programme=programme).exclude(offered_at=None)
    ends = [f"{end}__{link}" for end in ("mentee", "mentor") for link in
            ("person", "programme", "affiliation__organisation", "affiliation__entity")]  # fmt: skip
    row = rows.select_related("run__cohort__programme", "pair", *ends).first()
    return ProposalView(row, person) if row is not None else None


def _hers(person: User) -> Q:
    return Q(mentee__person=person) | Q(mentor__person=person)

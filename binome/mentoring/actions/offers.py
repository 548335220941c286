"""A proposal that waits for two answers: its reminder, its term, and how it ends without a pair."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from binome.core.journal import record
from binome.people.models import User

from .. import emails
from ..models import Proposal

#: The past fact of each end: its line in the journal.
PAST = {
    Proposal.Ended.DECLINED: "proposal_declined",
    Proposal.Ended.EXPIRED: "proposal_expired",
    Proposal.Ended.WITHDRAWN: "proposal_withdrawn",
}


@transaction.atomic
def end_proposal(proposal: Proposal, because: Proposal.Ended, *, by: User | None, now: datetime) -> bool:
    """It waits no more. Both read the same words whatever the reason, but who ended it herself (N7). Twice is once."""
    if not Proposal.objects.waiting().filter(pk=proposal.pk).update(ended_because=because):
        return False
    record(PAST[because], by=by, obj=proposal, now=now)
    emails.proposal_ended(proposal, but=by, now=now)
    return True


def withdraw_proposals(rows: QuerySet[Proposal], *, by: User | None, now: datetime) -> None:
    """Those of these that wait: somebody left, was set aside, or the team changed its mind."""
    waiting = rows.filter(pk__in=Proposal.objects.waiting().values("pk"))
    ends = ("run__cohort__programme", "mentee__person", "mentor__person")
    for proposal in waiting.select_related(*ends).order_by("pk"):
        end_proposal(proposal, Proposal.Ended.WITHDRAWN, by=by, now=now)


@transaction.atomic
def remind_proposal(*, proposal: Proposal, now: datetime) -> None:
    """Once, before its term, to whoever has not answered."""
    if Proposal.objects.waiting().filter(pk=proposal.pk, reminded_at=None).update(reminded_at=now):
        record("proposal_reminded", obj=proposal, now=now)
        emails.proposal_reminder(proposal, now=now)


def expire_proposal(*, proposal: Proposal, now: datetime) -> None:
    """No answer in time. Nobody is at fault: the same two may be proposed again."""
    end_proposal(proposal, Proposal.Ended.EXPIRED, by=None, now=now)

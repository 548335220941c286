"""Readings of support: what a moderator may see of it, and whom a member may report."""

from django.db.models import Q

from binome.mentoring.identity import involved_with
from binome.mentoring.models import Listing, MentoringRequest, Pair
from binome.people.models import User
from binome.programmes.models import Programme

from .models import Case, CaseQuerySet, TeamMessage, TeamMessageQuerySet


def cases_for(*, programme: Programme, moderator: User) -> CaseQuerySet:
    """Without those that involve her (N12)."""
    involved = involved_with(moderator).values("pk")
    # The person may have left: a case whose reporter is gone must not vanish with `NOT IN (…, NULL)`.
    hidden = Q(reporter__isnull=False, reporter__in=involved) | Q(reported__isnull=False, reported__in=involved)
    return Case.objects.filter(programme=programme).exclude(hidden)


def messages_for(*, programme: Programme, moderator: User) -> TeamMessageQuerySet:
    """Without those of people she is involved with: they may write about her (N12)."""
    return TeamMessage.objects.filter(programme=programme).exclude(author__in=involved_with(moderator).values("pk"))


def reportable(*, reporter: User, code: str, programme: Programme) -> User | None:
    """Someone she could meet here: a mentor of the directory, or someone with whom she had a request or a pair (B5).

    Anyone else does not exist for her.
    """
    person = User.objects.filter(code=code).exclude(pk=reporter.pk).first()
    if person is None:
        return None
    both = Q(mentor=reporter, mentee=person) | Q(mentor=person, mentee=reporter)
    listed = Listing.objects.filter(person=person, programme=programme, visible=True)
    met = (
        Pair.objects.filter(both).exists()
        or MentoringRequest.objects.filter(both).exclude(sent_at=None).exists()
        # A stranger who blocked her looks as if she had left (N7).
        or listed.exclude(person__blocks_made__person=reporter).exists()
        or Case.objects.filter(reporter=reporter, reported=person).exists()
    )
    return person if met else None

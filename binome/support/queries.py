"""Readings of support: what a moderator may see of it, and whom a member may report."""

import hashlib

from django.db.models import Q

from binome.mentoring.models import Listing, MentoringRequest, Pair, between
from binome.mentoring.queries.ties import involved_with
from binome.people.models import User
from binome.programmes.models import Programme
from binome.programmes.queries.team import team_of

from .lifecycle import CaseState
from .models import Case, CaseQuerySet, Decision, SealedCopy, Statement, TeamMessage, TeamMessageQuerySet


def cases_for(*, programme: Programme, moderator: User) -> CaseQuerySet:
    """Without those that involve her (N12)."""
    return Case.objects.filter(programme=programme).exclude(involving(moderator))


def stuck_appeals(programme: Programme) -> CaseQuerySet:
    """Those that nobody of the team may answer: each of them decided, or has a tie with someone (N12).

    Two queries, whatever the number of appeals.
    """
    appealed = Case.objects.filter(programme=programme, state=CaseState.APPEALED)
    answerable = Q(pk__in=[])
    for member in team_of(programme):
        hers = Decision.objects.filter(on_appeal=False, by__in=[member.pk, member.linked_to_id])
        answerable |= ~(involving(member) | Q(pk__in=hers.values("case")))
    return appealed.exclude(pk__in=appealed.filter(answerable).values("pk"))


def involving(moderator: User) -> Q:
    """The cases of someone she has a tie with, or had before an erasure took it away (N12)."""
    involved = involved_with(moderator).values("pk")
    noted = Case.kept_from.through.objects.filter(user__in=[moderator.pk, moderator.linked_to_id])
    # The person may have left: a case whose reporter is gone must not vanish with `NOT IN (…, NULL)`.
    tied = Q(reporter__isnull=False, reporter__in=involved) | Q(reported__isnull=False, reported__in=involved)
    return tied | Q(pk__in=noted.values("case"))


def cases_about(*, person: User, programme: Programme) -> CaseQuerySet:
    """Those about her of which she was told, the latest first."""
    rows = Case.objects.filter(programme=programme, reported=person).told_to_reported()
    return rows.order_by("-opened_at", "-pk")


def asked_of(*, person: User, programme: Programme) -> Case | None:
    """The case on which the team waits for her version."""
    hers = Statement.objects.filter(side=Statement.Side.REPORTED).values("case")
    rows = Case.objects.in_hearing().filter(programme=programme, reported=person, asked_at__isnull=False)
    return rows.exclude(pk__in=hers).first()


def reports_by(*, person: User, programme: Programme) -> CaseQuerySet:
    """Those she filed, the latest first."""
    rows = Case.objects.filter(programme=programme, reporter=person).select_related("reported")
    return rows.order_by("-opened_at", "-pk")


def holding_measure(*, person: User, programme: Programme) -> Decision | None:
    """The suspension or exclusion that holds now for her."""
    rows = Decision.objects.setting_aside().filter(case__reported=person, case__programme=programme)
    return rows.select_related("case").order_by("measure", "-until_on").first()


def is_intact(copy: SealedCopy) -> bool:
    """Whether the sealed copy is still the one that was taken at the filing."""
    return hashlib.sha256(copy.content.encode()).hexdigest() == copy.digest


def messages_for(*, programme: Programme, moderator: User) -> TeamMessageQuerySet:
    """Without those of people she is involved with: they may write about her (N12)."""
    involved = involved_with(moderator)
    hers = Q(author__isnull=False, author__in=involved.values("pk"))
    hidden = hers | Q(author__isnull=True, email__in=involved.values("email"))
    return TeamMessage.objects.filter(programme=programme).exclude(hidden)


def reportable(*, reporter: User, code: str, programme: Programme) -> User | None:
    """Someone she could meet here: a mentor of the directory, or someone with whom she had a request or a pair (B5).

    Anyone else does not exist for her.
    """
    person = User.objects.filter(code=code).exclude(pk=reporter.pk).first()
    if person is None:
        return None
    both = between(reporter, person)
    listed = Listing.objects.filter(person=person, programme=programme, visible=True)
    met = (
        Pair.objects.filter(both, programme=programme).exists()
        or MentoringRequest.objects.filter(both, programme=programme).exclude(sent_at=None).exists()
        # A stranger who blocked her looks as if she had left (N7).
        or listed.exclude(person__blocks_made__person=reporter).exists()
        or Case.objects.filter(reporter=reporter, reported=person, programme=programme).exists()
    )
    return person if met else None

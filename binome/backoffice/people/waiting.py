"""Which profiles wait for a moderator: the rows are enrolments, so that a queue is a programme's."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from binome.mentoring.queries.ties import involved_with
from binome.people.actions.reviews import IN_CHARGE
from binome.people.models import Profile, Review, User
from binome.programmes.models import Enrolment, Programme


def checked_by(programme: Programme) -> QuerySet[Enrolment]:
    """Whose profiles its team reads and decides. A person has one profile, and one team checks it: the open platform's
    where she takes part in it, otherwise that of the programme where she came in first."""
    rows = Enrolment.objects.filter(programme=programme, person__profile__isnull=False)
    hers = Enrolment.objects.filter(person=OuterRef("person")).order_by("-programme__is_home", "joined_at", "pk")
    return rows.alias(checking=Subquery(hers.values("programme")[:1])).filter(checking=programme.pk)


def _waiting(*, programme: Programme, moderator: User) -> QuerySet[Enrolment]:
    """Without those that involve her (N12)."""
    rows = checked_by(programme).filter(person__profile__in=Profile.objects.waiting().values("pk"))
    return rows.exclude(person__in=involved_with(moderator).values("pk"))


def to_check(*, programme: Programme, moderator: User) -> QuerySet[Enrolment]:
    """Those she may decide, the oldest first, with the last thing done on each."""
    last = Review.objects.filter(profile__person=OuterRef("person")).order_by("-at", "-pk").values("verb")[:1]
    rows = _waiting(programme=programme, moderator=moderator)
    rows = rows.filter(~Q(person__profile__escalated_by=moderator) | Q(person__profile__escalated_by=None))
    rows = rows.select_related("person__profile__taken_by").annotate(last_verb=Subquery(last))
    return rows.order_by("person__profile__waiting_since", "pk")


def for_colleagues(*, programme: Programme, moderator: User) -> QuerySet[Enrolment]:
    """Those on which someone else decides: she asked for a second opinion, or it is her refusal that is contested."""
    return _waiting(programme=programme, moderator=moderator).filter(person__profile__escalated_by=moderator)


def free_to_take(*, programme: Programme, moderator: User, now: datetime) -> QuerySet[Enrolment]:
    """What she could take next: what she already reads, and whatever nobody reads."""
    nobody = Q(person__profile__taken_by=None) | Q(person__profile__taken_at__lt=now - IN_CHARGE)
    rows = to_check(programme=programme, moderator=moderator)
    return rows.filter(nobody | Q(person__profile__taken_by=moderator))


def in_charge(profile: Profile, *, now: datetime) -> User | None:
    """Who reads it now; someone who left it there two hours ago no longer counts."""
    if profile.taken_at is None or profile.taken_at < now - IN_CHARGE:
        return None
    return profile.taken_by

"""Whom a moderator stays away from (N12)."""

from django.db.models import Q, QuerySet

from binome.people.models import User

from ..models import Block, MentoringRequest, Pair


def involved_with(moderator: User) -> QuerySet[User]:
    """Everyone this moderator may neither read nor decide about (N12): herself, who asked her or was asked, her pairs,
    and whom she reported. Who reported *her* is not here: someone who disappeared at once would be named by that.

    The same woman's other account counts as herself, on both sides.
    """
    selves = [pk for pk in (moderator.pk, moderator.linked_to_id) if pk is not None]
    met = Q(pk__in=selves)
    for exchange in (MentoringRequest, Pair):
        met |= Q(pk__in=exchange.objects.filter(mentor__in=selves).values("mentee"))
        met |= Q(pk__in=exchange.objects.filter(mentee__in=selves).values("mentor"))
    met |= Q(pk__in=Block.objects.filter(by__in=selves).values("person"))
    return User.objects.filter(met | Q(linked_to__in=User.objects.filter(met).values("pk")))


def conflicted(*, moderator: User, person: User) -> bool:
    """Whether this moderator is involved with the person (N12)."""
    return involved_with(moderator).filter(pk=person.pk).exists()

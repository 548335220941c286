"""Who sees the photo of a member: whoever may open her page, and a mentor who reads what she wrote to her."""

from binome.people.models import User
from binome.programmes.models import Programme
from binome.programmes.queries import Membership

from ..models import MentoringRequest, Pair
from .directory import find_mentor


def may_see_photo(*, viewer: User, membership: Membership, person: User) -> bool:
    """The rule of the page and no other: a mentor who blocked the viewer answers like one who is paused (N7, N9).

    `membership` is the viewer's. The team reads every profile of its programme.
    """
    if viewer.pk == person.pk:
        return True
    if membership.is_moderator:
        return person.enrolments.filter(programme=membership.programme).exists()
    if membership.is_mentee:
        programme, cohort = membership.programme, membership.cohort_key
        return find_mentor(programme=programme, viewer=viewer, cohort=cohort, code=person.code) is not None
    return membership.is_mentor and person.is_active and _wrote_to(viewer, person, membership.programme)


def _wrote_to(mentor: User, mentee: User, programme: Programme) -> bool:
    between = {"mentor": mentor, "mentee": mentee, "programme": programme}
    return (
        MentoringRequest.objects.pending().filter(**between).exists() or Pair.objects.live().filter(**between).exists()
    )

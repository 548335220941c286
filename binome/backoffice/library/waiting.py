"""What of the library waits for a moderator."""

from binome.library.lifecycle import TestimonyState
from binome.library.models import Testimony
from binome.library.models.testimonies import TestimonyQuerySet
from binome.mentoring.queries.ties import involved_with
from binome.people.models import User
from binome.programmes.models import Programme


def testimonies_for(*, programme: Programme, moderator: User) -> TestimonyQuerySet:
    """Without those of people she is involved with (N12), nor drafts, which are nobody's but their author's."""
    rows = Testimony.objects.filter(programme=programme).exclude(state=TestimonyState.DRAFT)
    return rows.exclude(person__in=involved_with(moderator).values("pk")).select_related("person", "decided_by")

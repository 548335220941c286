"""All that a member's own page shows, in at most four queries whatever she has."""

from dataclasses import dataclass
from datetime import datetime

from binome.people.models import User
from binome.programmes.models import Enrolment

from ..lifecycle import State
from ..models import MentoringRequest, WaitingEntry
from .pairs import PairView, Step, as_seen, meetings_of, pairs_of, prolongations_of, thread
from .requests import Capacity, capacity_of, inbox, sent, waiting_entries

#: Living pairs come first; of the closed ones, the page shows the last few and links to the rest.
PAIRS_READ = 12
CLOSED_SHOWN = 3


@dataclass(frozen=True)
class MentorSpace:
    """What waits for a mentor first, then her pairs and her places."""

    requests: list[MentoringRequest]
    pairs: list[PairView]
    closed: list[PairView]
    capacity: Capacity

    @property
    def count_waiting(self) -> int:
        return len(self.requests)


@dataclass(frozen=True)
class MenteeSpace:
    """A mentee's pair with its thread; until she has one, her requests and the lists she is on."""

    pair: PairView | None
    steps: list[Step]
    requests: list[MentoringRequest]
    waiting: list[WaitingEntry]
    closed: list[PairView]

    @property
    def count_waiting(self) -> int:
        return sum(row.state == State.SENT for row in self.requests)


def mentor_space(person: User, *, enrolment: Enrolment) -> MentorSpace:
    programme = enrolment.programme_id
    seen = [as_seen(pair, viewer=person) for pair in pairs_of(person).filter(programme=programme)[:PAIRS_READ]]
    return MentorSpace(
        requests=list(inbox(person, programme)),
        pairs=[one for one in seen if one.is_live],
        closed=[one for one in seen if not one.is_live][:CLOSED_SHOWN],
        capacity=capacity_of(enrolment),
    )


def mentee_space(person: User, *, enrolment: Enrolment, now: datetime) -> MenteeSpace:
    """While she has a pair she has no pending request and waits for nobody: two readings she is spared."""
    programme = enrolment.programme_id
    seen = [as_seen(pair, viewer=person) for pair in pairs_of(person).filter(programme=programme)[:PAIRS_READ]]
    live = next((one for one in seen if one.is_live), None)
    steps: list[Step] = []
    if live is not None:
        steps = thread(live, meetings=meetings_of(live.pair), prolonged=prolongations_of(live.pair), now=now)
    return MenteeSpace(
        pair=live,
        steps=steps,
        requests=[] if live else list(sent(person, programme)),
        waiting=[] if live else list(waiting_entries(person).filter(mentor__programme=programme)),
        closed=[one for one in seen if not one.is_live][:CLOSED_SHOWN],
    )

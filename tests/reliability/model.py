"""The product as a reader of PRODUCT.md would keep it on paper: dictionaries, no database. Written apart from it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")


@dataclass
class Demand:
    """A request as the model knows it."""

    number: int
    mentor: str
    mentee: str
    state: str
    sent_at: datetime
    due_at: datetime
    reminded: bool = False
    asked: bool = False
    answered: bool = False
    ended_at: datetime | None = None
    taken_back: bool = False  # by the mentee herself


@dataclass
class Couple:
    """A pair as the model knows it."""

    number: int
    mentor: str
    mentee: str
    opened_at: datetime
    end_on: datetime
    last_sign: datetime
    state: str = "active"
    because: str = ""
    told: datetime | None = None
    meetings: dict = field(default_factory=dict)  # day: who noted it last
    first_meeting_told: bool = False


class World:
    """All that should be true, and the letters that should exist, as counts of (kind, person)."""

    def __init__(self, capacities: dict[str, int], mentees: list[str]) -> None:
        self.capacity = dict(capacities)
        self.mentees = mentees
        self.demands: list[Demand] = []
        self.couples: list[Couple] = []
        self.paused: dict[str, str] = {}
        self.silence_from: dict[str, datetime] = {}
        self.blocked: set[frozenset[str]] = set()
        self.waiting: dict[str, list[list]] = {m: [] for m in capacities}
        self.letters: Counter[tuple[str, str]] = Counter()

    # what is true now

    def pending(self, *, mentee: str = "", mentor: str = "") -> list[Demand]:
        return [
            d for d in self.demands
            if d.state == "sent" and mentee in ("", d.mentee) and mentor in ("", d.mentor)
        ]  # fmt: skip

    def live(self, *, mentor: str = "", mentee: str = "") -> list[Couple]:
        return [
            c for c in self.couples
            if c.state != "closed" and mentor in ("", c.mentor) and mentee in ("", c.mentee)
        ]  # fmt: skip

    def free(self, mentor: str) -> int:
        return self.capacity[mentor] - len(self.live(mentor=mentor))

    def available(self, mentor: str, mentee: str) -> bool:
        return mentor not in self.paused and frozenset({mentor, mentee}) not in self.blocked

    def may_ask_again(self, mentor: str, mentee: str, now: datetime) -> bool:
        """Thirty days, counted in Paris, after she took a request back or the mentor declined it."""
        ends = [
            d.ended_at for d in self.demands
            if (d.mentor, d.mentee) == (mentor, mentee) and (d.state == "declined" or d.taken_back)
        ]  # fmt: skip
        return all((now.astimezone(PARIS).date() - end.astimezone(PARIS).date()).days >= 30 for end in ends)

    def sent_on_the_day_of(self, mentee: str, now: datetime) -> int:
        days = [d.sent_at.astimezone(PARIS).date() for d in self.demands if d.mentee == mentee]
        return days.count(now.astimezone(PARIS).date())

    def may_send(self, mentor: str, mentee: str, now: datetime) -> bool:
        return (
            not self.pending(mentor=mentor, mentee=mentee)
            and not self.live(mentee=mentee)
            and self.available(mentor, mentee)
            and self.free(mentor) > 0
            and self.may_ask_again(mentor, mentee, now)
            and len(self.pending(mentee=mentee)) < 3
            and self.sent_on_the_day_of(mentee, now) < 10
        )

    def may_wait(self, mentor: str, mentee: str, now: datetime) -> bool:
        return (
            not self.pending(mentor=mentor, mentee=mentee)
            and not self.live(mentee=mentee)
            and self.available(mentor, mentee)
            and self.may_ask_again(mentor, mentee, now)
            and self.free(mentor) <= 0
        )

    # what happens

    def tell(self, kind: str, *people: str) -> None:
        self.letters.update((kind, person) for person in people)

    def send(self, mentor: str, mentee: str, now: datetime) -> Demand:
        demand = Demand(len(self.demands), mentor, mentee, "sent", now, now + 14 * DAY)
        self.demands.append(demand)
        self.waiting[mentor] = [w for w in self.waiting[mentor] if w[0] != mentee]
        self.tell("request_sent", mentor)
        return demand

    def end(self, demand: Demand, state: str, now: datetime) -> None:
        demand.state, demand.ended_at = state, now

    def accept(self, demand: Demand, now: datetime, end_on: datetime) -> Couple:
        self.end(demand, "accepted", now)
        couple = Couple(len(self.couples), demand.mentor, demand.mentee, now, end_on, now)
        self.couples.append(couple)
        for other in self.pending(mentee=demand.mentee):
            self.end(other, "withdrawn", now)
            self.tell("request_withdrawn", other.mentor)
        for queue in self.waiting.values():
            queue[:] = [w for w in queue if w[0] != demand.mentee]
        self.tell("request_accepted", demand.mentee)
        return couple

    def expire(self, demand: Demand, now: datetime) -> None:
        self.end(demand, "expired", now)
        self.tell("request_expired", demand.mentee)
        since = self.silence_from.get(demand.mentor)
        ended = [
            d for d in self.demands
            if d.mentor == demand.mentor and d.state in {"accepted", "declined", "expired"}
            and (since is None or d.ended_at > since)
        ]  # fmt: skip
        last = sorted(ended, key=lambda d: (d.ended_at, d.number))[-2:]
        silent = [d.state == "expired" and (not d.asked or d.answered) for d in last]
        if len(last) == 2 and all(silent) and demand.mentor not in self.paused:
            self.paused[demand.mentor] = "kind"
            self.tell("mentor_paused", demand.mentor)

    def close(self, couple: Couple, now: datetime) -> None:
        couple.state = "closed"
        self.tell("pair_closed", couple.mentor, couple.mentee)
        self.tell_waiting(couple.mentor)

    def tell_waiting(self, mentor: str) -> None:
        if mentor in self.paused:
            return
        for entry in self.waiting[mentor][: max(self.free(mentor), 0)]:
            if not entry[1]:
                entry[1] = True
                self.tell("place_free", entry[0])

    def sign(self, couple: Couple, now: datetime) -> None:
        if couple.last_sign < now:
            couple.last_sign, couple.told = now, None
        if couple.state == "closing" and couple.because == "silence":
            couple.state, couple.because = "active", ""

    def time_passes(self, now: datetime) -> None:
        """What follow_up should do at `now`, in its order."""
        for demand in sorted(self.pending(), key=lambda d: (d.due_at, d.number)):
            if demand.due_at <= now:
                self.expire(demand, now)
        for demand in self.pending():
            if demand.sent_at + 7 * DAY <= now and not demand.reminded and (not demand.asked or demand.answered):
                demand.reminded = True
                self.tell("request_reminder", demand.mentor)
        for couple in self.live():
            if couple.state == "active" and couple.end_on.date() <= (now.astimezone(PARIS) + 15 * DAY).date():
                self._propose(couple, "end")
        for couple in self.live():
            if couple.state == "active" and couple.last_sign + 90 * DAY <= now and couple.told is None:
                couple.told = now
                self.tell("news_asked", couple.mentor, couple.mentee)
        for couple in self.live():
            if couple.state == "active" and couple.told and couple.told + 7 * DAY <= now:
                self._propose(couple, "silence")

    def _propose(self, couple: Couple, because: str) -> None:
        couple.state, couple.because = "closing", because
        self.tell("closing_proposed", couple.mentor, couple.mentee)

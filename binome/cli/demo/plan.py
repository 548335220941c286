"""What happens between the invented women, and when. Pure: couples and dates, no row.

A life is what one mentee does with one mentor. Its dates are days before today, so that the demonstration is as
fresh on any day. Reminders, expiries, silences and ends are not planned: they follow, as on the real site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .profiles import Written


@dataclass(frozen=True)
class Life:
    """One request and what came of it. `mentor` and `mentee` are ranks in their lists; days are before today."""

    mentor: int
    mentee: int
    sent: float
    #: draft, accept, decline, withdraw, ignore, wait, question, answer
    outcome: str
    answered: float = 0
    #: For a pair: days between two meetings; the day the last one may take place; the day and reason of its end.
    rhythm: int = 30
    silent_from: float = 0
    closed: float = -1
    reason: str = ""
    reported: bool = False


#: How many lives of each kind for 500 mentees; fewer in proportion for fewer.
CLOSED, ACTIVE, SILENT, REPORTED = 62, 98, 9, 5
DECLINED, WITHDRAWN, IGNORED, WAITING, QUESTIONS, ANSWERS, DRAFTS = 24, 14, 22, 46, 8, 7, 12
#: Among those who have a pair: refused by another before; still waiting for another when she was accepted.
REFUSED_BEFORE, ASKED_BOTH = 18, 14
REASONS = ("reached",) * 5 + ("planned",) * 4 + ("time", "time", "fit", "other")


class Planner:
    """Draws lives; a mentee has one live pair at most, a mentor no more than her places."""

    def __init__(self, random: Random, mentors: Sequence[Written], mentees: Sequence[Written]) -> None:
        self._random = random
        self._mentors, self._mentees = mentors, mentees
        self._taken = [0] * len(mentors)
        self._couples: set[tuple[int, int]] = set()
        self._free = list(range(len(mentees)))
        random.shuffle(self._free)

    def _some(self, count: int) -> range:
        return range(max(3, count * len(self._mentees) // 500))

    def lives(self) -> list[Life]:
        draw, some = self._random.uniform, self._some
        active = [self._pair(sent=draw(6, 330)) for _ in some(ACTIVE)]
        lives = [self._pair(sent=draw(420, 780), lasts=draw(120, 380)) for _ in some(CLOSED)]
        lives += [self._pair(sent=draw(130, 400), lasts=draw(40, 100), reported=True) for _ in some(REPORTED)]
        lives += [*active, *(self._pair(sent=draw(150, 260), silent_from=draw(91, 104)) for _ in some(SILENT))]
        lives += [self._answered("decline", draw(12, 400), 8) for _ in some(DECLINED)]
        lives += [self._answered("withdraw", draw(12, 300), 8) for _ in some(WITHDRAWN)]
        lives += [self._request("wait", sent=draw(0.2, 13)) for _ in some(WAITING)]
        lives += [self._answered("question", draw(3, 10), 2) for _ in some(QUESTIONS)]
        lives += [self._answered("answer", draw(5, 12), 3) for _ in some(ANSWERS)]
        lives += [self._request("draft", sent=draw(0.5, 9)) for _ in some(DRAFTS)]
        lives += [
            self._answered("decline", p.sent + draw(10, 20), 8, p.mentee) for p in active[: len(some(REFUSED_BEFORE))]
        ]
        lives += [self._request("wait", sent=p.sent - 0.1, mentee=p.mentee) for p in active[-len(some(ASKED_BOTH)) :]]
        # A few mentors did not answer, twice for some: those are paused, kindly.
        silent = self._random.sample(range(len(self._mentors)), len(some(IGNORED)) // 2 + 1)
        return lives + [
            self._request("ignore", sent=draw(20, 150), mentor=silent[n % len(silent)]) for n in some(IGNORED)
        ]

    def _pair(self, *, sent: float, lasts: float = 0, silent_from: float = 0, reported: bool = False) -> Life:
        mentee = self._free.pop()
        live = not lasts
        mentor = self._mentor_for(mentee, with_place=live)
        self._taken[mentor] += live
        answered = sent - self._random.uniform(0.4, min(9, sent * 0.8))
        return Life(
            mentor, mentee, sent, "accept", answered,
            rhythm=self._random.choice((15, 30, 30, 33, 35, 42)),
            silent_from=silent_from,
            closed=max(answered - lasts, 3) if lasts else -1,
            reason="" if reported else self._random.choice(REASONS),
            reported=reported,
        )  # fmt: skip

    def _answered(self, outcome: str, sent: float, within: float, mentee: int = -1) -> Life:
        """A request that something happened to, at most so many days later."""
        return self._request(outcome, sent=sent, answered=sent - self._random.uniform(0.5, within), mentee=mentee)

    def _request(self, outcome: str, *, sent: float, answered: float = 0, mentor: int = -1, mentee: int = -1) -> Life:
        mentee = mentee if mentee >= 0 else self._free.pop()
        chosen = mentor if mentor >= 0 else self._mentor_for(mentee, with_place=True)
        return Life(chosen, mentee, sent, outcome, answered)

    def _mentor_for(self, mentee: int, *, with_place: bool) -> int:
        """The mentor of a small sample who shares most with her; several in a row would choose differently."""
        wanted = set(self._mentees[mentee].topics)
        able = [
            rank
            for rank in self._random.sample(range(len(self._mentors)), min(60, len(self._mentors)))
            if (rank, mentee) not in self._couples
            and (not with_place or self._taken[rank] < self._mentors[rank].capacity)
        ]
        best = max(able, key=lambda rank: (len(wanted & set(self._mentors[rank].topics)), -self._taken[rank], -rank))
        self._couples.add((best, mentee))
        return best

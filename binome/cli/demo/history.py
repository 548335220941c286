"""Plays the planned lives through the room's own actions, in the order of time: the same rules, letters and journal."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.actions import MoveRefused
from binome.mentoring.lifecycle import DeclineReason, Fit
from binome.mentoring.models import MentoringRequest, Pair
from binome.people.models import User
from binome.support import actions as support

from .plan import Life
from .rows import Member
from .stories import Correspondence

#: Called with `now=`.
Act = Callable[..., object]


class Stage:
    """Everything that will happen, by date."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._planned: list[tuple[datetime, int, Act]] = []
        self._rank = 0
        self._last_follow_up = now - timedelta(days=900)

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def at(self, moment: datetime, act: Act) -> None:
        """What is planned for the future does not happen."""
        if moment <= self.now:
            self._rank += 1
            heapq.heappush(self._planned, (moment, self._rank, act))

    def play(self) -> None:
        while self._planned:
            moment, _rank, act = heapq.heappop(self._planned)
            self._follow_up(moment)
            try:
                act(now=moment)
            except MoveRefused:
                continue  # someone was faster, as it happens
        actions.follow_up(now=self.now)

    def _follow_up(self, moment: datetime) -> None:
        """What time does by itself: seldom long ago, daily in the last weeks."""
        step = timedelta(days=1 if self.now - moment < timedelta(days=30) else 8)
        if moment - self._last_follow_up >= step:
            actions.follow_up(now=moment)
            self._last_follow_up = moment


class Couple:
    """A mentee, a mentor, and one planned life between them."""

    def __init__(self, stage: Stage, random: Random, words: Correspondence, life: Life, mentor: Member, mentee: Member):
        self._stage, self._random, self._words, self._life = stage, random, words, life
        self._mentor, self._mentee = mentor, mentee
        self._request: MentoringRequest | None = None
        self._reply = ""

    def plan(self) -> None:
        life, stage = self._life, self._stage
        sent, answered = stage.days_ago(life.sent), stage.days_ago(life.answered)
        stage.at(sent - timedelta(minutes=self._random.randint(8, 3000)), self._draft)
        if life.outcome != "draft":
            stage.at(sent, self._send)
        then: dict[str, Act] = {"accept": self._accept, "decline": self._decline, "withdraw": self._withdraw}
        then |= {"question": self._question, "answer": self._question}
        if life.outcome in then:
            stage.at(answered, then[life.outcome])
        if life.outcome == "answer":
            stage.at(answered + timedelta(hours=self._random.randint(5, 20)), self._answer)

    def _draft(self, now: datetime) -> None:
        asking = self._words.asking(self._mentor.written, self._mentee.written)
        self._request = actions.save_request_draft(
            mentor=self._mentor.place_in_programme,
            by=self._mentee.user,
            now=now,
            objective=asking.objective,
            about_me=asking.about_me,
            why_you=asking.why_you,
            rhythm=asking.rhythm,
            duration_months=asking.duration_months,
            will_reveal=list(asking.will_reveal),
        )

    def _row(self) -> MentoringRequest:
        if self._request is None:
            raise MoveRefused("The draft was refused.")
        return self._request

    def _send(self, now: datetime) -> None:
        actions.send_request(mentoring_request=self._row(), by=self._mentee.user, now=now)

    def _decline(self, now: datetime) -> None:
        reason = self._random.choice([DeclineReason.TIME] * 3 + [DeclineReason.TOPIC, DeclineReason.OTHER])
        reply = self._words.line("decline", mentee=self._mentee.user.first_name)
        actions.decline_request(
            mentoring_request=self._row(), by=self._mentor.user, reason=reason, reply=reply, now=now
        )

    def _withdraw(self, now: datetime) -> None:
        actions.withdraw_request(mentoring_request=self._row(), by=self._mentee.user, now=now)

    def _question(self, now: datetime) -> None:
        question, self._reply = self._words.exchange()
        actions.ask_question(mentoring_request=self._row(), by=self._mentor.user, question=question, now=now)

    def _answer(self, now: datetime) -> None:
        actions.answer_question(mentoring_request=self._row(), by=self._mentee.user, answer=self._reply, now=now)

    def _accept(self, now: datetime) -> None:
        shown = [f for f, share in (("name", 0.5), ("email", 0.8), ("phone", 0.4)) if self._random.random() < share]
        reply = self._words.line("accept", mentee=self._mentee.user.first_name)
        pair = actions.accept_request(
            mentoring_request=self._row(), by=self._mentor.user, reply=reply, reveal=shown, now=now
        )
        PairLife(self._stage, self._random, self._words, self._life, self._mentor, self._mentee, pair).plan()


class PairLife:
    """What happens in a pair once it is open."""

    def __init__(
        self,
        stage: Stage,
        random: Random,
        words: Correspondence,
        life: Life,
        mentor: Member,
        mentee: Member,
        pair: Pair,
    ) -> None:
        self._stage, self._random, self._words, self._life = stage, random, words, life
        self._mentor, self._mentee, self._pair = mentor, mentee, pair

    def plan(self) -> None:
        life, stage, random = self._life, self._stage, self._random
        end = stage.days_ago(max(life.closed, life.silent_from, 0))
        day = self._pair.opened_at + timedelta(days=random.uniform(3, 16))
        stage.at(day + timedelta(days=2), self._feel)
        while day < end:
            stage.at(day, self._meet)
            day += timedelta(days=life.rhythm * random.choice((1, 1, 1, 1, 2)) + random.uniform(-4, 5))
        if life.silent_from:
            stage.at(end, self._meet)
        elif life.closed < 0:
            # Half of those whose end comes prolong in time; the others are asked to choose.
            planned = self._pair.planned_end_on - timezone.localdate(self._pair.opened_at)
            stage.at(self._pair.opened_at + planned - timedelta(days=random.uniform(1, 12)), self._prolong)
        elif life.reported:
            stage.at(end, self._report)
        else:
            stage.at(end, self._close)
            if random.random() < 0.7:
                stage.at(end + timedelta(days=random.uniform(0.1, 2.5)), self._comment)

    def _someone(self) -> User:
        return self._random.choice((self._mentor, self._mentee)).user

    def _meet(self, now: datetime) -> None:
        actions.log_meeting(
            pair=self._pair,
            by=self._someone(),
            held_on=timezone.localdate(now),
            minutes=self._random.choice((45, 60, 60, 60, 75, 90)),
            format=self._random.choice(self._mentor.written.formats),
            now=now,
        )

    def _feel(self, now: datetime) -> None:
        good = (Fit.WELL,) * 6 + (Fit.UNSURE,)
        for member, share in ((self._mentee, 0.7), (self._mentor, 0.5)):
            if self._random.random() < share:
                answer = Fit.NOT_RIGHT if self._life.reason == "fit" else self._random.choice(good)
                actions.answer_fit(pair=self._pair, by=member.user, answer=answer, now=now)

    def _prolong(self, now: datetime) -> None:
        actions.prolong_pair(pair=self._pair, by=self._someone(), months=self._random.choice((3, 6, 6)), now=now)

    def _close(self, now: datetime) -> None:
        actions.close_pair(pair=self._pair, by=self._someone(), reason=self._life.reason, now=now)

    def _comment(self, now: datetime) -> None:
        self._pair.refresh_from_db()
        actions.leave_comment(
            pair=self._pair,
            by=self._mentee.user,
            body=self._words.line("comment"),
            shared=self._random.random() < 0.6,
            now=now,
        )

    def _report(self, now: datetime) -> None:
        reason, body = self._words.report()
        support.report_person(
            reporter=self._mentee.user,
            reported=self._mentor.user,
            programme=self._pair.programme,
            reason=reason,
            body=body,
            now=now,
        )

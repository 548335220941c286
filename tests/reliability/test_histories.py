"""Random histories against the model: capacity, one open request per couple, exactly the declared e-mails.

N1, N2, B1, B2, B3, B8, E1. Each step is tried whether or not it is allowed: the product must answer as the model does.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from binome.core.models import JournalEntry, Letter
from binome.mentoring import actions
from binome.mentoring.actions import MoveRefused, follow_up
from binome.mentoring.actions.answers import add_months
from binome.mentoring.identity import may_see_name
from binome.mentoring.lifecycle import LIVE
from binome.mentoring.models import Meeting, MentoringRequest, Pair, Place, WaitingEntry
from binome.programmes.models import Enrolment, Pause
from tests import HISTORIES, LONG
from tests.factories import NOON, a_mentee, a_mentor
from tests.factories.mentoring import WORDS
from tests.reliability.model import PARIS, World

MENTORS, MENTEES = ["Bruna", "Clara", "Diane"], ["Awa", "Inès", "Lou", "Maya"]
#: What may happen next, and how often: one rule and one list, because separate rules are left out of whole histories.
STEPS = (
    ["send"] * 8 + ["accept"] * 7 + ["decline", "withdraw", "ask", "answer", "meet", "close", "prolong"] * 2
    + ["wait", "set_capacity", "time_passes"] * 3 + ["resume", "separate"] * 2
    + ["unmeet", "pause"]
)  # fmt: skip
#: Who makes a step on a request or a pair: mostly someone who may.
WHO = ["meant"] * 6 + ["mentor", "mentee", "Bruna", "Awa"]
MEANT = {"ask": "mentor", "accept": "mentor", "decline": "mentor", "answer": "mentee", "withdraw": "mentee"}


class History(RuleBasedStateMachine):
    """One history, in one transaction that is rolled back at its end."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = NOON

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(capacities=st.tuples(st.integers(1, 2), st.integers(1, 2), st.just(1)))
    def cast(self, capacities):
        """Each history begins with two requests and a pair that fills its mentor, so that something can happen."""
        self.people = {name: a_mentee(name) for name in MENTEES}
        for name, capacity in zip(MENTORS, capacities, strict=True):
            self.people[name] = a_mentor(name, capacity=capacity)
        self.world = World(dict(zip(MENTORS, capacities, strict=True)), MENTEES)
        self.rows, self.pairs = [], []
        for mentor, mentee in (("Bruna", "Awa"), ("Clara", "Awa"), ("Diane", "Inès")):
            self.send(mentor, mentee)
        self.on_a_request("accept", "Diane", 2)

    def enrolment(self, name):
        return Enrolment.objects.select_related("person", "programme").get(person=self.people[name])

    def next_minute(self):
        """When the next step is tried."""
        return self.now + timedelta(minutes=1)

    def today(self):
        return self.now.astimezone(PARIS).date()

    def tried(self, allowed, act):
        """Do it; the product must refuse exactly what the model refuses."""
        self.now = self.next_minute()
        try:
            with transaction.atomic():
                done = act()
        except MoveRefused as refusal:
            assert not allowed, f"refused, yet allowed: {refusal}"
            return None
        assert allowed, "done, yet not allowed"
        return done if done is not None else True

    @rule(
        verb=st.sampled_from(STEPS),
        mentor=st.sampled_from(MENTORS),
        mentee=st.sampled_from(MENTEES),
        who=st.sampled_from(WHO),
        number=st.integers(0, 7),
        quantity=st.integers(0, 13),
    )
    def step(self, verb, mentor, mentee, who, number, quantity):
        if verb == "separate" and self.world.live() and number % 2:
            couple = self.world.live()[quantity % len(self.world.live())]
            self.separate(couple.mentor, couple.mentee)
        elif verb in {"send", "wait", "separate"}:
            getattr(self, verb)(mentor, mentee)
        elif verb in {"pause", "resume"}:
            getattr(self, verb)(mentor)
        elif verb == "set_capacity":
            self.set_capacity(mentor, quantity % 7)
        elif verb == "time_passes":
            self.time_passes([1, 3, 7, 8, 14, 30, 91, 200][number])
        elif verb in {"meet", "unmeet", "close", "prolong"}:
            self.on_a_pair(verb, who, number, quantity)
        else:
            self.on_a_request(verb, who, number)

    def on_a_request(self, verb, who, number):
        """Mostly one that is pending; the others must refuse."""
        choice = self.world.pending() * 3 + self.world.demands
        if choice:
            demand = choice[number % len(choice)]
            found = MentoringRequest.objects.select_related("mentor", "mentee", "programme")
            who = MEANT[verb] if who == "meant" else who
            by = {"mentor": demand.mentor, "mentee": demand.mentee}.get(who, who)
            getattr(self, verb)(demand, found.get(pk=self.rows[demand.number]), by)

    def on_a_pair(self, verb, who, number, quantity):
        choice = self.world.live() * 3 + self.world.couples
        if choice:
            couple = choice[number % len(choice)]
            row = Pair.objects.select_related("mentor", "mentee", "programme").get(pk=self.pairs[couple.number])
            by = {"mentor": couple.mentor, "mentee": couple.mentee, "meant": couple.mentee}.get(who, who)
            extra = (quantity,) if verb in {"prolong", "unmeet"} else ()
            getattr(self, verb)(couple, row, by, *extra)

    def send(self, mentor, mentee):
        allowed = self.world.may_send(mentor, mentee, self.next_minute())

        def act():
            given = {"mentor": self.enrolment(mentor), "by": self.people[mentee], "now": self.now}
            row = actions.save_request_draft(**given, **WORDS)
            return actions.send_request(mentoring_request=row, by=self.people[mentee], now=self.now)

        row = self.tried(allowed, act)
        if row:
            self.rows.append(row.pk)
            self.world.send(mentor, mentee, self.now)

    def ask(self, demand, row, by):
        allowed = by == demand.mentor and demand.state == "sent" and not demand.asked
        act = lambda: actions.ask_question(mentoring_request=row, by=self.people[by], question="Où ?", now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            demand.asked = True
            self.world.tell("question_asked", demand.mentee)

    def answer(self, demand, row, by):
        allowed = by == demand.mentee and demand.state == "sent" and demand.asked and not demand.answered
        act = lambda: actions.answer_question(mentoring_request=row, by=self.people[by], answer="Ici.", now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            demand.answered, demand.due_at = True, max(demand.due_at, self.now + timedelta(days=7))
            self.world.tell("question_answered", demand.mentor)

    def accept(self, demand, row, by):
        allowed = by == demand.mentor and demand.state == "sent" and self.world.free(demand.mentor) > 0

        def act():
            return actions.accept_request(
                mentoring_request=row, by=self.people[by], reply="Oui", reveal=["name"], now=self.now
            )

        pair = self.tried(allowed, act)
        if pair:
            self.pairs.append(pair.pk)
            end = add_months(self.today(), 12)
            self.world.accept(demand, self.now, datetime(end.year, end.month, end.day, tzinfo=UTC))

    def decline(self, demand, row, by):
        allowed = by == demand.mentor and demand.state == "sent"

        def act():
            return actions.decline_request(
                mentoring_request=row, by=self.people[by], reason="time", reply="Non", now=self.now
            )

        if self.tried(allowed, act):
            self.world.end(demand, "declined", self.now)
            self.world.tell("request_declined", demand.mentee)

    def withdraw(self, demand, row, by):
        allowed = by == demand.mentee and demand.state == "sent"
        act = lambda: actions.withdraw_request(mentoring_request=row, by=self.people[by], now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            self.world.end(demand, "withdrawn", self.now)
            demand.taken_back = True
            self.world.tell("request_withdrawn", demand.mentor)

    def wait(self, mentor, mentee):
        allowed = self.world.may_wait(mentor, mentee, self.next_minute())

        def act():
            return actions.join_waiting_list(mentor=self.enrolment(mentor), by=self.people[mentee], now=self.now)

        if self.tried(allowed, act) and mentee not in [w[0] for w in self.world.waiting[mentor]]:
            self.world.waiting[mentor].append([mentee, False])

    def set_capacity(self, mentor, capacity):
        allowed = 1 <= capacity <= 5 and capacity >= len(self.world.live(mentor=mentor))

        def act():
            return actions.set_capacity(
                mentor=self.enrolment(mentor), capacity=capacity, by=self.people[mentor], now=self.now
            )

        if self.tried(allowed, act):
            raised = capacity > self.world.capacity[mentor]
            self.world.capacity[mentor] = capacity
            if raised:
                self.world.tell_waiting(mentor)

    def pause(self, mentor):
        given = {"mentor": self.enrolment(mentor), "until": None, "by": self.people[mentor], "now": self.now}
        self.tried(True, lambda: actions.pause_mentor(**given))
        self.world.paused.setdefault(mentor, "own")

    def resume(self, mentor):
        self.now += timedelta(minutes=1)
        actions.resume_mentor(mentor=self.enrolment(mentor), by=self.people[mentor], now=self.now)
        if self.world.paused.pop(mentor, None):
            self.world.silence_from[mentor] = self.now
            self.world.tell_waiting(mentor)

    def meet(self, couple, row, by):
        allowed = by in {couple.mentor, couple.mentee} and couple.state != "closed"
        day = self.today()

        def act():
            return actions.log_meeting(
                pair=row, by=self.people[by], held_on=day, minutes=60, format="remote", now=self.now
            )

        if self.tried(allowed, act):
            if not couple.first_meeting_told:
                self.world.tell("first_meeting_held", couple.mentor, couple.mentee)
            couple.first_meeting_told, couple.meetings[day] = True, by
            self.world.sign(couple, self.now)

    def unmeet(self, couple, row, by, quantity):
        days = sorted(couple.meetings)
        if not days:
            return
        day = days[quantity % len(days)]
        meeting = Meeting.objects.select_related("pair").get(pair=row, held_on=day)
        allowed = by == couple.meetings[day] and couple.state != "closed"
        act = lambda: actions.delete_meeting(meeting=meeting, by=self.people[by], now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            del couple.meetings[day]
            self.world.sign(couple, self.now)

    def prolong(self, couple, row, by, months):
        allowed = by in {couple.mentor, couple.mentee} and couple.state != "closed" and 1 <= months <= 12
        act = lambda: actions.prolong_pair(pair=row, by=self.people[by], months=months, now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            end = add_months(max(couple.end_on.date(), self.today()), months)
            couple.end_on = datetime(end.year, end.month, end.day, tzinfo=UTC)
            couple.state, couple.because, couple.told, couple.last_sign = "active", "", None, self.now
            self.world.tell("pair_prolonged", couple.mentee if by == couple.mentor else couple.mentor)

    def close(self, couple, row, by):
        allowed = by in {couple.mentor, couple.mentee} and couple.state != "closed"
        act = lambda: actions.close_pair(pair=row, by=self.people[by], reason="time", now=self.now)  # noqa: E731
        if self.tried(allowed, act):
            self.world.close(couple, self.now)

    def separate(self, mentor, mentee):
        by, person = (mentor, mentee) if len(self.rows) % 2 else (mentee, mentor)
        self.tried(True, lambda: actions.separate(by=self.people[by], person=self.people[person], now=self.now))
        self.world.blocked.add(frozenset({by, person}))
        self.world.waiting[mentor] = [w for w in self.world.waiting[mentor] if w[0] != mentee]
        for demand in self.world.pending(mentor=mentor, mentee=mentee):
            self.world.end(demand, "withdrawn", self.now)
        for couple in self.world.live(mentor=mentor, mentee=mentee):
            self.world.close(couple, self.now)

    def time_passes(self, days):
        """B8: run any number of times, it is as if once."""
        self.now += timedelta(days=days)
        follow_up(now=self.now)
        self.world.time_passes(self.now)
        assert sum(follow_up(now=self.now).values()) == 0

    @invariant()
    def requests_and_pairs_are_as_the_model_says(self):
        if not hasattr(self, "world"):
            return
        states = dict(MentoringRequest.objects.values_list("pk", "state"))
        assert [states[pk] for pk in self.rows] == [d.state for d in self.world.demands]
        pairs = {pk: (state, end) for pk, state, end in Pair.objects.values_list("pk", "state", "planned_end_on")}
        assert [pairs[pk] for pk in self.pairs] == [(c.state, c.end_on.date()) for c in self.world.couples]
        meetings = {pk: set() for pk in self.pairs}
        for pk, day in Meeting.objects.values_list("pair", "held_on"):
            meetings[pk].add(day)
        assert [meetings[pk] for pk in self.pairs] == [set(c.meetings) for c in self.world.couples]

    @invariant()
    def accepted_pairs_never_outnumber_places(self):
        """B1."""
        if not hasattr(self, "world"):
            return
        for name in MENTORS:
            places = Place.objects.filter(enrolment__person=self.people[name])
            live = Pair.objects.filter(mentor=self.people[name], state__in=LIVE).count()
            assert places.count() == self.world.capacity[name]
            assert places.exclude(pair=None).count() == live <= self.world.capacity[name]

    @invariant()
    def exactly_the_declared_letters_exist(self):
        """E1, A9."""
        if not hasattr(self, "world"):
            return
        names = {person.code: name for name, person in self.people.items()}
        written = Counter((kind, names[code]) for kind, code in Letter.objects.values_list("kind", "recipient_code"))
        assert written == self.world.letters

    @invariant()
    def pauses_and_waiting_lists_are_as_the_model_says(self):
        if not hasattr(self, "world"):
            return
        paused = Enrolment.objects.exclude(pause=Pause.NONE).values_list("person__first_name", "pause")
        assert dict(paused) == self.world.paused
        rows = WaitingEntry.objects.order_by("joined_at", "pk")
        queues = {name: [] for name in MENTORS}
        for name, waiting in rows.values_list("mentor__person__first_name", "mentee__first_name"):
            queues[name].append(waiting)
        assert queues == {name: [w[0] for w in queue] for name, queue in self.world.waiting.items()}

    @invariant()
    def a_name_is_seen_in_a_live_pair_only(self):
        """N1: every mentor reveals her name at acceptance, and the mentee never does."""
        if not hasattr(self, "world") or not self.pairs:
            return
        couple = self.world.couples[-1]
        row = Pair.objects.select_related("mentor", "mentee").get(pk=self.pairs[-1])
        live = couple.state != "closed"
        hidden = frozenset({couple.mentor, couple.mentee}) in self.world.blocked
        assert may_see_name(viewer=row.mentee, person=row.mentor) is (live and not hidden)
        assert not may_see_name(viewer=row.mentor, person=row.mentee)

    @invariant()
    def replaying_the_journal_rebuilds_the_states(self):
        """B3."""
        if not hasattr(self, "world"):
            return
        after = {
            "request_sent": "sent", "question_asked": "sent", "question_answered": "sent",
            "request_accepted": "accepted", "request_declined": "declined", "request_withdrawn": "withdrawn",
            "request_expired": "expired",
        }  # fmt: skip
        lines = JournalEntry.objects.filter(object_kind="mentoringrequest", verb__in=after).order_by("pk")
        replayed = {code: after[verb] for code, verb in lines.values_list("object_code", "verb")}
        assert replayed == dict(MentoringRequest.objects.exclude(state="draft").values_list("code", "state"))


@pytest.mark.django_db
@pytest.mark.timeout(3000)
def test_every_random_history_agrees_with_the_model():
    on_sqlite = connection.vendor == "sqlite"
    histories = (4000 if on_sqlite else 400) if LONG else (500 if on_sqlite else 40)
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=HISTORIES or histories,
            phases=[Phase.generate] if HISTORIES else tuple(Phase),
            stateful_step_count=40 if LONG else 30,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
            database=None,
            print_blob=False,
        ),
    )

"""The worker's part: take a run, solve it, check it by code that knows no solver, and store what it says in words.

A worker that dies leaves its run without a beat; after `DEAD` another one takes it again, from the start.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from binome.matching import kernels
from binome.matching.bounds import certify_population
from binome.matching.certify import certify
from binome.matching.checking import check, check_population
from binome.matching.engine import Matching, match
from binome.matching.explain import explain_pairs
from binome.matching.problem import Form, ProblemError
from binome.matching.words import Language, Sentence, Words
from binome.programmes.models import Enrolment

from ..actions.offers import withdraw_proposals
from ..lifecycle import RUN_MOVES, RunState
from ..models import MatchRun, Proposal, Ruling, Situation
from .asking import Asked, ask
from .digest import digest_of
from .effects import remember, ruled_pins, standing_of
from .outcome import figures, own_points, situations
from .telling import parts_in_words

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
#: Without a beat for this long, its worker is dead. The engine beats after each round over all pairs.
DEAD = timedelta(minutes=3)
BEAT = timedelta(seconds=1)
BROKEN = Words(
    "Le calcul a échoué. L’équipe technique peut lire pourquoi dans les journaux du site.",
    "The calculation failed. The technical team can read why in the site’s logs.",
)


class Overtaken(Exception):
    """Another worker took this run, or it was taken away: what was found is thrown away."""


def run_matches(clock: Clock) -> int:
    """Do every run that waits, one after the other; how many were done."""
    done = 0
    while run := _take(clock()):
        _do(run, clock)
        done += 1
    return done


def _take(now: datetime) -> MatchRun | None:
    """The oldest run that waits, or whose worker is dead: this worker's from now on."""
    waiting = Q(state=RunState.QUEUED) | Q(state=RunState.RUNNING, beat_at__lt=now - DEAD)
    for run in MatchRun.objects.filter(waiting).select_related("cohort__programme").order_by("asked_at", "pk"):
        mine = MatchRun.objects.filter(waiting, pk=run.pk, beat_at=run.beat_at)
        if mine.update(state=RunState.RUNNING, beat_at=now, stage="reading", step=0):
            run.state, run.beat_at = RunState.RUNNING, now
            return run
    return None


class _Pulse:
    """Says that the run is alive, and how far; finds out that it was taken away."""

    def __init__(self, run: MatchRun, clock: Clock) -> None:
        self.run, self.clock = run, clock

    def beat(self, stage: str = "", step: int = 0, *, at_once: bool = False) -> None:
        now = self.clock()
        if self.run.beat_at is not None and now - self.run.beat_at < BEAT and not at_once:
            return
        mine = MatchRun.objects.filter(pk=self.run.pk, state=RunState.RUNNING, beat_at=self.run.beat_at)
        stage = stage or self.run.stage
        if not mine.update(beat_at=now, stage=stage, step=min(step, 32_000)):
            raise Overtaken
        self.run.beat_at, self.run.stage = now, stage

    def alive(self) -> bool:
        """For the engine, which asks whether to stop: never, unless the run was taken away."""
        self.beat()
        return False


def _do(run: MatchRun, clock: Clock) -> None:
    begun, pulse = clock(), _Pulse(run, clock)
    try:
        run.digest = digest_of(run.cohort)
        asked = ask(run.cohort, run.settings, pins=_tried(run))
        pulse.beat("total", at_once=True)
        matching = match(asked.problem, expired=pulse.alive, progress=pulse.beat)
        pulse.beat("checking", at_once=True)
        _prove(run, matching)
        pulse.beat("telling", at_once=True)
        run.figures = figures(asked, matching)
        if run.name:
            run.figures["own"] = own_points(asked, matching)
        _remember(run, matching, pulse)
        _store(run, asked, matching, begun=begun, now=clock(), pulse=pulse)
    except Overtaken:
        logger.warning("Matching %s: taken by another worker", run.code)
    except ProblemError as error:
        _fail(run, error, clock())
    except Exception:
        logger.exception("Matching %s", run.code)
        _fail(run, ProblemError(BROKEN), clock())


def _tried(run: MatchRun) -> list[tuple[int, int]] | None:
    """The couples of persons imposed in this run alone, after those that were ruled; None when there are none."""
    codes = run.settings.get("pins", [])
    if not codes:
        return None
    people = Enrolment.objects.filter(cohort=run.cohort, code__in=[code for couple in codes for code in couple])
    person = dict(people.values_list("code", "person"))
    ruled = Ruling.objects.filter(cohort=run.cohort, kind="imposed").order_by("pk")
    tried = [(person[one], person[other]) for one, other in codes if one in person and other in person]
    return list(dict.fromkeys([*ruled.values_list("mentee__person", "mentor__person"), *tried]))


def _prove(run: MatchRun, matching: Matching) -> None:
    """The certificate, replayed at once. Raises ProblemError when it doesn't hold: nothing is then proposed."""
    if matching.proof is None:
        bound = certify_population(matching)
        faults: list[Sentence] = check_population(matching.problem, matching.pairs, bound)
    else:
        proof = certify(matching)
        pricing = kernels.choose("auto", matching.proof.market.tables)
        faults = check(matching.problem, matching.pairs, proof, kernel=pricing)
        run.certificate = proof.to_json()
    if faults:
        raise ProblemError(str(faults[0]))


def _remember(run: MatchRun, matching: Matching, pulse: _Pulse) -> None:
    """What the effects of the next acts are read from; where the others' pairs were kept, what keeping them costs."""
    if run.name:
        return
    after = run.settings.get("after")
    if run.settings.get("pins") and not after:
        best = match(ask(run.cohort, run.settings).problem, expired=pulse.alive)
        more = len(best.pairs) - len(matching.pairs), int(best.points.sum() - matching.points.sum())
        run.figures["keeping"] = list(more)
        return
    if not after:
        run.memory = remember(matching)
        return
    same = MatchRun.objects.filter(Q(code=after) | Q(settings__after=after), cohort=run.cohort).exclude(memory=b"")
    run.memory = bytes(same.values_list("memory", flat=True).first() or b"")
    standing = standing_of(run)
    if standing is not None:
        run.figures["keeping"] = list(standing.keeping())


def _fail(run: MatchRun, error: ProblemError, now: datetime) -> None:
    said = {language.value: error.said(language) for language in Language}
    mine = MatchRun.objects.filter(pk=run.pk, state__in=RUN_MOVES["fail"].sources, beat_at=run.beat_at)
    mine.update(state=RunState.FAILED, fault=said, done_at=now, beat_at=now)


@transaction.atomic
def _store(run: MatchRun, asked: Asked, matching: Matching, *, begun: datetime, now: datetime, pulse: _Pulse) -> None:
    """All of it at once, or nothing: a worker that lost its run writes nothing."""
    run.proposals.all().delete()
    run.situations.all().delete()
    found = list(_proposals(run, asked, matching))
    couples = {(row.mentee_id, row.mentor_id) for row in found}
    kept = set() if run.name else _carry_over(run, couples, now=now)
    fresh = [row for row in found if (row.mentee_id, row.mentor_id) not in kept]
    Proposal.objects.bulk_create(fresh, batch_size=500)
    Situation.objects.bulk_create(list(situations(run, asked, matching)), batch_size=500)
    mine = MatchRun.objects.filter(pk=run.pk, state__in=RUN_MOVES["finish"].sources, beat_at=run.beat_at)
    finished = mine.update(
        state=RunState.DONE,
        digest=run.digest,
        figures=run.figures,
        certificate=run.certificate,
        memory=run.memory,
        done_at=now,
        seconds=(now - begun).total_seconds(),
        beat_at=now,
    )
    if not finished:
        raise Overtaken
    if not run.name:  # the last one answers alone
        MatchRun.objects.filter(cohort=run.cohort).exclude(pk=run.pk).update(memory=b"")


def _carry_over(run: MatchRun, couples: set[tuple[int, int]], *, now: datetime) -> set[tuple[int, int]]:
    """Proposals that were put to people and wait for an answer go on in this run, under the same address, with what
    was said; those that it does not make are withdrawn, and both are told. The couples that go on."""
    open_ones = Proposal.objects.waiting().filter(run__cohort=run.cohort).exclude(run=run)
    kept = {pk: (one, other) for pk, one, other in open_ones.values_list("pk", "mentee", "mentor")}
    going_on = [pk for pk, couple in kept.items() if couple in couples]
    Proposal.objects.filter(pk__in=going_on).update(run=run)
    withdraw_proposals(open_ones.exclude(pk__in=going_on), by=None, now=now)
    return {kept[pk] for pk in going_on}


def _proposals(run: MatchRun, asked: Asked, matching: Matching) -> Iterator[Proposal]:
    if asked.problem.form is Form.CIRCLES:
        return
    ruled = ruled_pins(run.cohort)
    for story in explain_pairs(matching):
        mentee, mentor = asked.sides[0][story.mentee], asked.sides[1][story.mentor]
        story = replace(story, imposed=(mentee.enrolment, mentor.enrolment) in ruled)
        yield Proposal(
            run=run,
            mentee_id=mentee.enrolment,
            mentor_id=mentor.enrolment,
            points=story.points,
            imposed=story.imposed,
            parts=parts_in_words(story),
            sentence={language.value: story.sentence(language) for language in Language},
        )

"""From a run to pairs: a committee decides, then all are published at once, or both sides say yes."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.journal import record, record_each
from binome.core.models import Letter
from binome.core.moves import MoveRefused, make_move
from binome.core.outbox import letters_together, post
from binome.people.models import User
from binome.programmes.models import Approval, Cohort, Enrolment, Programme
from binome.programmes.queries.perimeter import perimeter_of

from .. import emails
from ..actions import refresh_listings
from ..actions.moves import lock_everyone, lock_people
from ..actions.offers import end_proposal
from ..actions.opening import add_months, open_pair
from ..lifecycle import RUN_MOVES, Rhythm, RulingKind
from ..models import Circle, CircleMember, MatchRun, Pair, PairEvent, Place, Proposal, Reveal, Ruling
from ..queries.board import managers_of
from .digest import digest_of
from .looking import may_open
from .outcome import circles_of
from .people import capacity_of
from .ruling import request_run

CHANGED = gettext_lazy("Des personnes sont parties, arrivées ou ont répondu depuis ce calcul. Recalculez d’abord.")
#: The past fact of each move: its line in the journal.
PAST = {
    "submit": "match_submitted",
    "approve": "match_approved",
    "send_back": "match_sent_back",
    "offer": "match_offered",
    "publish": "match_published",
}


@transaction.atomic
def submit_run(*, run: MatchRun, by: User, now: datetime) -> None:
    """The committee is asked. Raises MoveRefused when people answered or left since: the run must be made again."""
    _refuse_if_old(run)
    _move(run, "submit", by=by, now=now, submitted_by=by, submitted_at=now, decided_by=None, decided_at=None)


@transaction.atomic
def decide_run(*, run: MatchRun, approve: bool, words: str, by: User, now: datetime) -> None:
    """The committee's yes, or its no with the reason; both are in the minutes.

    Raises MoveRefused for a yes of the one who submitted, where another person approves."""
    if approve and run.submitted_by_id == by.pk and another_approves(run.cohort.programme):
        raise MoveRefused(_("Vous avez soumis cet appariement : une autre responsable du programme le valide."))
    if not approve and not words.strip():
        raise MoveRefused(_("Dites pourquoi le comité renvoie cet appariement."))
    verb = "approve" if approve else "send_back"
    _move(run, verb, by=by, now=now, decided_by=by, decided_at=now, decision=words.strip())


def another_approves(programme: Programme, managers: int | None = None) -> bool:
    """Whether the one who submits a matching can't approve it alone. `managers`: of the whole, when counted already."""
    if programme.approval != Approval.AUTO:
        return programme.approval == Approval.OTHER
    return (managers_of().filter(programme=programme).count() if managers is None else managers) > 1


@dataclass(frozen=True)
class Prepared:
    """What a publication is about to store, worked out before any lock is taken. `pairs`: one for each proposal."""

    proposals: Sequence[Proposal]
    pairs: Sequence[Pair]
    letters: Sequence[Letter]


def prepare_run(run: MatchRun, *, now: datetime, beat: Callable[[int, int], None] | None = None) -> Prepared:
    """The pairs of a run and their letters; where both accept, the letters that ask. `beat`: how many of how many."""
    both_accept = run.cohort.programme.modality.both_accept
    rows = run.proposals.filter(pair=None, **({"offered_at": None} if both_accept else {}))
    proposals = list(rows.select_related("mentee__person", "mentor__person").defer("parts", "sentence"))
    for proposal in proposals:
        proposal.run = run  # with its programme, read once
    pairs = [] if both_accept else [_pair_of(proposal, run.cohort, now=now) for proposal in proposals]
    with letters_together() as letters:
        for place, proposal in enumerate(proposals):
            if both_accept:
                proposal.due_at = _term(run, now)
                emails.pair_proposed(proposal, now=now)
            else:
                emails.pair_published(pairs[place], now=now)
            if beat is not None:
                beat(place, len(proposals))
    return Prepared(proposals, pairs, letters)


@transaction.atomic
def publish_run(*, run: MatchRun, by: User, now: datetime, prepared: Prepared | None = None) -> int:
    """All pairs of a run open together, each on a free place, and both of each are told; or nothing. How many.

    Raises MoveRefused when it is published already, when somebody left or answered since, or when a place was taken.
    """
    cohort = Cohort.objects.select_for_update(no_key=True).select_related("programme").get(pk=run.cohort_id)
    if cohort.programme.modality.both_accept:
        raise MoveRefused(_("Ici les deux personnes acceptent d’abord : proposez, au lieu de publier."))
    _move(run, "publish", by=by, now=now, published_by=by, published_at=now)
    _refuse_if_old(run)
    if cohort.programme.modality.circle_sizes:
        return _open_circles(run, cohort, now)
    prepared = prepared or prepare_run(run, now=now)
    _refuse_if_other(run.proposals.filter(pair=None), prepared)
    try:
        with transaction.atomic():
            _open_all(prepared.proposals, prepared.pairs, by=by, now=now)
    except IntegrityError as error:
        raise MoveRefused(_("Une de ces personnes vient d’être mise en binôme autrement. Recalculez.")) from error
    post(prepared.letters)
    refresh_listings([proposal.mentor_id for proposal in prepared.proposals], now=now)
    return len(prepared.pairs)


def _refuse_if_other(rows: QuerySet[Proposal], prepared: Prepared) -> None:
    """They are still those that were prepared, and no rule forbids one of them by now."""
    proposals = prepared.proposals
    if set(rows.values_list("pk", flat=True)) != {proposal.pk for proposal in proposals}:
        raise MoveRefused(str(CHANGED))
    if proposals:
        _refuse_if_forbidden(proposals[0].run.cohort, [(each.mentee, each.mentor) for each in proposals])


def _open_all(proposals: Sequence[Proposal], pairs: Sequence[Pair], *, by: User, now: datetime) -> None:
    """As `open_pair` for many at once: nine queries, whatever their number."""
    lock_everyone({end.person_id for row in proposals for end in (row.mentee, row.mentor)})
    _make_places([proposal.mentor for proposal in proposals])
    for pair in pairs:
        pair.opened_at = pair.last_sign_at = now
    Pair.objects.bulk_create(pairs, batch_size=500)
    free: dict[int, list[Place]] = {}
    mentors = {proposal.mentor_id for proposal in proposals}
    for place in Place.objects.select_for_update().filter(enrolment__in=mentors, pair=None).order_by("-number"):
        free.setdefault(place.enrolment_id, []).append(place)
    taken = []
    for proposal, pair in zip(proposals, pairs, strict=True):
        if not free.get(proposal.mentor_id):
            raise MoveRefused(_("Une place vient d’être prise. Recalculez, puis publiez."))
        place = free[proposal.mentor_id].pop()
        place.pair, proposal.pair = pair, pair
        taken.append(place)
    Place.objects.bulk_update(taken, ["pair"], batch_size=500)
    Proposal.objects.bulk_update(proposals, ["pair"], batch_size=500)
    shown = [Reveal(pair=pair, person_id=person) for pair in pairs for person in (pair.mentor_id, pair.mentee_id)]
    Reveal.objects.bulk_create(shown, batch_size=500)
    opened = [PairEvent(pair=pair, kind=PairEvent.Kind.OPENED, at=now) for pair in pairs]
    PairEvent.objects.bulk_create(opened, batch_size=500)
    record_each("pair_published", by=by, objs=pairs, now=now)


def _make_places(mentors: Collection[Enrolment]) -> None:
    """A mentor who has no place yet gets as many as she said: capacity is held by rows (ADR 0003)."""
    known = set(Place.objects.filter(enrolment__in=mentors).values_list("enrolment", flat=True))
    rows = []
    for mentor in {each.pk: each for each in mentors if each.pk not in known}.values():
        capacity = capacity_of({"role": mentor.role, "answers": mentor.answers, "capacity": 0})
        rows += [Place(enrolment=mentor, number=number) for number in range(1, capacity + 1)]
    Place.objects.bulk_create(rows, batch_size=500)


def _pair_of(proposal: Proposal, cohort: Cohort, *, now: datetime) -> Pair:
    # Between peers neither one's goals are the other's.
    goals = "" if cohort.programme.modality.symmetrical else proposal.mentee.answers.get("goals", "")
    return Pair(
        programme=cohort.programme,
        cohort=cohort,
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        objective=goals if isinstance(goals, str) and len(goals) <= 200 else "",
        rhythm=Rhythm.FORTNIGHTLY if proposal.mentee.answers.get("pace") == "fortnightly" else Rhythm.MONTHLY,
        planned_end_on=_end_of(cohort, timezone.localdate(now)),
    )


def _end_of(cohort: Cohort, today: date) -> date:
    planned = cohort.ends_on
    return planned if planned and planned > today else add_months(today, cohort.programme.default_duration)


def _open_circles(run: MatchRun, cohort: Cohort, now: datetime) -> int:
    """The circles of a run, each with its people; who is in a circle already stays there."""
    last = Circle.objects.filter(cohort=cohort).count()
    found = circles_of(run)
    _refuse_if_forbidden(cohort, [couple for people in found.values() for couple in combinations(people, 2)])
    for number, people in enumerate(found.values(), start=last + 1):
        circle = Circle.objects.create(cohort=cohort, number=number, opened_at=now, last_sign_at=now)
        CircleMember.objects.bulk_create([CircleMember(circle=circle, enrolment=person) for person in people])
        record("pair_published", obj=circle, now=now)
        for person in people:
            emails.circle_published(circle, person, size=len(people), now=now)
    return len(found)


@transaction.atomic
def offer_run(*, run: MatchRun, by: User, now: datetime, prepared: Prepared | None = None) -> int:
    """Where both must say yes: each of the two is asked. How many proposals; those asked before are not asked again."""
    if not run.cohort.programme.modality.both_accept:
        raise MoveRefused(_("Ici les binômes se publient sans autre accord."))
    _move(run, "offer", by=by, now=now, published_by=by, published_at=now)
    _refuse_if_old(run)
    rows = run.proposals.filter(offered_at=None, pair=None)
    prepared = prepared or prepare_run(run, now=now)
    _refuse_if_other(rows, prepared)
    rows.update(offered_at=now, due_at=_term(run, now))
    post(prepared.letters)
    return len(prepared.proposals)


def _term(run: MatchRun, now: datetime) -> datetime:
    """Until when both may answer."""
    return now + timedelta(days=run.cohort.programme.request_due_days)


@transaction.atomic
def answer_proposal(*, proposal: Proposal, by: User, accept: bool, reason: str = "", now: datetime) -> Pair | None:
    """One of the two says yes or no, once. Both yes: the pair opens. A no, for a `reason` that the team alone reads or
    for none: never proposed again, and a new run begins where every other proposal stays.

    Raises MoveRefused for somebody else, or when it is answered already."""
    lock_people(proposal.mentor.person_id, proposal.mentee.person_id)
    part = {proposal.mentee.person_id: "mentee_said", proposal.mentor.person_id: "mentor_said"}.get(by.pk)
    if part is None:
        raise MoveRefused(_("Cette proposition n’est pas pour vous."))
    if accept and not may_open(proposal.run.cohort, [(proposal.mentee, proposal.mentor)]):
        raise MoveRefused(_("Cette proposition n’est plus possible. L’équipe peut vous en faire une autre."))
    said = Proposal.Answer.YES if accept else Proposal.Answer.NO
    if not Proposal.objects.waiting().filter(pk=proposal.pk, **{part: ""}).update(**{part: said}):
        raise MoveRefused(_("Cette proposition a déjà reçu votre réponse, ou n’attend plus."))
    proposal.refresh_from_db()
    if not accept:
        end_proposal(proposal, Proposal.Ended.DECLINED, by=by, now=now)
        _begin_again(proposal, by=by, reason=reason, now=now)
        return None
    record("proposal_accepted", by=by, obj=proposal, now=now)
    both = proposal.mentee_said == proposal.mentor_said == Proposal.Answer.YES
    return _open_one(proposal, now=now) if both else None


def _open_one(proposal: Proposal, *, now: datetime) -> Pair:
    cohort = proposal.run.cohort
    _make_places([proposal.mentor])
    pair = open_pair(_pair_of(proposal, cohort, now=now), place_of=proposal.mentor, shown={}, by=None, now=now)
    Proposal.objects.filter(pk=proposal.pk).update(pair=pair)
    record("pair_published", obj=pair, now=now)
    emails.pair_published(pair, now=now)
    refresh_listings([proposal.mentor_id], now=now)
    return pair


def _begin_again(proposal: Proposal, *, by: User, reason: str, now: datetime) -> None:
    """Only these two are looked for again: the other proposals stay, with their answers (`running`)."""
    said = {"kind": RulingKind.REFUSED, "reason": reason.strip(), "by": by, "at": now}
    Ruling.objects.update_or_create(
        mentee=proposal.mentee, mentor=proposal.mentor, defaults={"cohort": proposal.run.cohort, **said}
    )
    others = proposal.run.proposals.filter(pair=None, ended_because="")
    pins = [(row.mentee, row.mentor) for row in others.select_related("mentee", "mentor")]
    request_run(cohort=proposal.run.cohort, by=None, now=now, pins=pins)


def _move(run: MatchRun, verb: str, *, by: User, now: datetime, **changes: Any) -> None:
    """Raises MoveRefused when she does not run the whole programme, or the run is elsewhere."""
    if not perimeter_of(by, run.cohort.programme).whole:
        raise MoveRefused(_("Seule une responsable de tout le programme décide pour la promotion."))
    refusal = _("Cet appariement a déjà changé d’étape. Rechargez la page.")
    make_move(run, RUN_MOVES[verb], among=MatchRun.objects.filter(name=""), refusal=refusal, **changes)
    record(PAST[verb], by=by, obj=run, now=now, cohort=run.cohort.code)


def _refuse_if_forbidden(cohort: Cohort, couples: Sequence[tuple[Enrolment, Enrolment]]) -> None:
    if not may_open(cohort, couples):
        raise MoveRefused(_("Une règle interdit maintenant l’un de ces binômes. Recalculez d’abord."))


def _refuse_if_old(run: MatchRun) -> None:
    if digest_of(run.cohort) != run.digest:
        raise MoveRefused(str(CHANGED))

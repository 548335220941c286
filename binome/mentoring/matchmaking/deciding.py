"""From a run to pairs: a committee decides, then all are published at once, or both sides say yes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from binome.core.journal import record, record_each
from binome.core.moves import MoveRefused, make_move
from binome.core.outbox import post
from binome.people.models import User
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Approval, Cohort, Enrolment, Programme
from binome.programmes.queries.perimeter import perimeter_of

from .. import emails
from ..actions import refresh_listings
from ..actions.moves import lock_everyone, lock_people
from ..actions.offers import end_proposal
from ..actions.opening import open_pair
from ..lifecycle import RUN_MOVES, RulingKind
from ..models import Circle, CircleMember, Listing, MatchRun, Pair, PairEvent, Place, Proposal, Reveal, Ruling
from ..queries.board import managers_of
from .looking import may_open, read_couples_of
from .people import capacity_of
from .preparing import CHANGED, FORBIDDEN, Prepared, pair_of, prepare_run, refuse_if_old, term_of
from .ruling import request_run

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
    """The committee is asked, and written to.

    Raises MoveRefused when people answered or left since: the run must be made again."""
    refuse_if_old(run)
    _move(run, "submit", by=by, now=now, submitted_by=by, submitted_at=now, decided_by=None, decided_at=None)
    emails.match_submitted(run, committee=[one for one in committee_of(run) if one.pk != by.pk], now=now)


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


def committee_of(run: MatchRun) -> list[User]:
    """Who may approve a run that was submitted: those who run the whole programme, without the one who submitted it
    where another approves. In the order of their roles."""
    programme = run.cohort.programme
    people = [role.person for role in managers_of().filter(programme=programme).select_related("person").order_by("pk")]
    if another_approves(programme, len(people)):
        return [person for person in people if person.pk != run.submitted_by_id]
    return people


@transaction.atomic
def publish_run(*, run: MatchRun, by: User, now: datetime, prepared: Prepared | None = None) -> int:
    """All pairs of a run open together, each on a free place, and both of each are told; or nothing. How many.

    Raises MoveRefused when it is published already, when somebody left or answered since, or when a place was taken.
    """
    cohort = _lock_cohort(run)
    if cohort.programme.modality.both_accept:
        raise MoveRefused(_("Ici les deux personnes acceptent d’abord : proposez, au lieu de publier."))
    _move(run, "publish", by=by, now=now, published_by=by, published_at=now)
    refuse_if_old(run)
    prepared = prepared or prepare_run(run, now=now)
    lock_everyone({end.person_id for couple in prepared.couples for end in couple})
    _refuse_if_other(cohort, run.proposals.filter(pair=None), prepared)
    try:
        with transaction.atomic():
            _open_pairs(cohort, prepared)
            _open_circles(cohort, prepared.circles)
    except IntegrityError as error:
        raise MoveRefused(_("Une de ces personnes vient d’être mise en binôme autrement. Recalculez.")) from error
    opened = [*prepared.pairs, *(circle for circle, _people in prepared.circles)]
    record_each("pair_published", by=by, objs=opened, now=now)
    post(prepared.letters)
    mentors = {proposal.mentor_id for proposal in prepared.proposals}
    shown = Listing.objects.filter(enrolment__in=mentors, visible=True)
    refresh_listings(shown.values_list("enrolment", flat=True), now=now)
    return len(opened)


def _lock_cohort(run: MatchRun) -> Cohort:
    """With its programme as it is now."""
    return Cohort.objects.select_for_update(no_key=True).select_related("programme").get(pk=run.cohort_id)


def _refuse_if_other(cohort: Cohort, rows: QuerySet[Proposal], prepared: Prepared) -> None:
    """They are still those that were prepared, and no rule forbids one of them by now. Rules that would read the same
    as then say the same."""
    proposals = {proposal.pk for proposal in prepared.proposals}
    if not prepared.circles and set(rows.values_list("pk", flat=True)) != proposals:
        raise MoveRefused(str(CHANGED))
    reading = read_couples_of(cohort, prepared.couples)
    if reading != prepared.reading and not may_open(cohort, prepared.couples, reading):
        raise MoveRefused(str(FORBIDDEN))


def _open_pairs(cohort: Cohort, prepared: Prepared) -> None:
    """As `open_pair` for many at once: few queries, whatever their number."""
    Pair.objects.bulk_create(prepared.pairs, batch_size=500)
    mentors = [proposal.mentor for proposal in prepared.proposals]
    fresh = _fresh_places(mentors)
    there = Place.objects.select_for_update().filter(enrolment__in={each.pk for each in mentors}, pair=None)
    free: dict[int, list[Place]] = {}
    for place in [*reversed(fresh), *there.order_by("-number")]:
        free.setdefault(place.enrolment_id, []).append(place)
    held = []
    for mentor, pair in zip(mentors, prepared.pairs, strict=True):
        if not free.get(mentor.pk):
            raise MoveRefused(_("Une place vient d’être prise. Recalculez, puis publiez."))
        place = free[mentor.pk].pop()
        place.pair = pair
        if place.pk:
            held.append(place)
    Place.objects.bulk_create(fresh, batch_size=500)
    Place.objects.bulk_update(held, ["pair"], batch_size=50)
    couple = {"mentee__enrolments": OuterRef("mentee"), "mentor__enrolments": OuterRef("mentor")}
    opened = Pair.objects.live().filter(cohort=cohort, **couple)
    rows = Proposal.objects.filter(pk__in=[proposal.pk for proposal in prepared.proposals])
    rows.update(pair=Subquery(opened.values("pk")))
    shown = [Reveal(pair=pair, person_id=who) for pair in prepared.pairs for who in (pair.mentor_id, pair.mentee_id)]
    Reveal.objects.bulk_create(shown, batch_size=500)
    begun = [PairEvent(pair=pair, kind=PairEvent.Kind.OPENED, at=pair.opened_at) for pair in prepared.pairs]
    PairEvent.objects.bulk_create(begun, batch_size=500)


def _fresh_places(mentors: Iterable[Enrolment]) -> list[Place]:
    """A mentor who has no place yet gets as many as she said: capacity is held by rows (ADR 0003). Not saved."""
    wanted = {each.pk: each for each in mentors}
    known = set(Place.objects.filter(enrolment__in=wanted).values_list("enrolment", flat=True))
    rows = []
    for mentor in (each for pk, each in wanted.items() if pk not in known):
        capacity = capacity_of({"role": mentor.role, "answers": mentor.answers, "capacity": 0})
        rows += [Place(enrolment=mentor, number=number) for number in range(1, capacity + 1)]
    return rows


def _open_circles(cohort: Cohort, circles: Sequence[tuple[Circle, Sequence[Enrolment]]]) -> None:
    """Each with its people, numbered after those that are there: who is in a circle already stays in it."""
    last = Circle.objects.filter(cohort=cohort).count()
    for number, (circle, _people) in enumerate(circles, start=last + 1):
        circle.number = number
    Circle.objects.bulk_create([circle for circle, _people in circles])
    members = [CircleMember(circle=circle, enrolment=person) for circle, people in circles for person in people]
    CircleMember.objects.bulk_create(members, batch_size=500)


@transaction.atomic
def offer_run(*, run: MatchRun, by: User, now: datetime, prepared: Prepared | None = None) -> int:
    """Where both must say yes: each of the two is asked. How many proposals; those asked before are not asked again."""
    cohort = _lock_cohort(run)
    if not cohort.programme.modality.both_accept:
        raise MoveRefused(_("Ici les binômes se publient sans autre accord."))
    _move(run, "offer", by=by, now=now, published_by=by, published_at=now)
    refuse_if_old(run)
    rows = run.proposals.filter(offered_at=None, pair=None)
    prepared = prepared or prepare_run(run, now=now)
    _refuse_if_other(cohort, rows, prepared)
    rows.update(offered_at=now, due_at=term_of(run, now))
    post(prepared.letters)
    return len(prepared.proposals)


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
    Place.objects.bulk_create(_fresh_places([proposal.mentor]))
    pair = open_pair(pair_of(proposal, cohort, now=now), place_of=proposal.mentor, shown={}, by=None, now=now)
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
    """Raises MoveRefused when she does not run the whole programme, the run is elsewhere, or its promotion over."""
    if not perimeter_of(by, run.cohort.programme).whole:
        raise MoveRefused(_("Seule une responsable de tout le programme décide pour la promotion."))
    if Cohort.objects.filter(Q(state=CohortState.CLOSED) | ~Q(archived_at=None), pk=run.cohort_id).exists():
        raise MoveRefused(_("La promotion est terminée."))  # since a page still open showed the button
    refusal = _("Cet appariement a déjà changé d’étape. Rechargez la page.")
    make_move(run, RUN_MOVES[verb], among=MatchRun.objects.filter(name=""), refusal=refusal, **changes)
    record(PAST[verb], by=by, obj=run, now=now, cohort=run.cohort.code)

"""A publication worked out before any lock is taken: its pairs or circles, its letters, and its rules checked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from binome.core.models import Letter
from binome.core.moves import MoveRefused
from binome.core.outbox import letters_together
from binome.programmes.models import Cohort, Enrolment

from .. import emails
from ..actions.opening import add_months
from ..lifecycle import Rhythm
from ..models import Circle, MatchRun, Pair, Proposal
from .asking import Reading
from .digest import digest_of
from .looking import Couple, may_open, read_couples_of
from .outcome import circles_of

CHANGED = _("Des personnes sont parties, arrivées ou ont répondu depuis ce calcul. Recalculez d’abord.")
FORBIDDEN = _("Une règle interdit maintenant l’un de ces binômes. Recalculez d’abord.")
Beat = Callable[[int, int], None]


@dataclass(frozen=True)
class Prepared:
    """What a publication is about to store. `pairs`: one for each proposal; `circles`: each with its people; `reading`:
    what the rules were checked on."""

    proposals: Sequence[Proposal]
    pairs: Sequence[Pair]
    circles: Sequence[tuple[Circle, Sequence[Enrolment]]]
    couples: Sequence[Couple]
    reading: Reading
    letters: Sequence[Letter]


def prepare_run(run: MatchRun, *, now: datetime, beat: Beat = lambda done, total: None) -> Prepared:
    """The pairs or circles of a run and their letters; where both accept, the letters that ask. `beat`: how many of how
    many.

    Raises MoveRefused when somebody left or answered since, or when a rule forbids one of them by now."""
    refuse_if_old(run)
    cohort, both_accept = run.cohort, run.cohort.programme.modality.both_accept
    circles = [
        (Circle(cohort=cohort, opened_at=now, last_sign_at=now), people) for people in circles_of(run).values()
    ]  # fmt: skip
    proposals = [] if circles else _proposals_of(run, both_accept=both_accept)
    pairs = [] if both_accept else [pair_of(proposal, cohort, now=now) for proposal in proposals]
    couples = [couple for _circle, people in circles for couple in combinations(people, 2)]
    couples += [(each.mentee, each.mentor) for each in proposals]
    reading = read_couples_of(cohort, couples)
    if not may_open(cohort, couples, reading):
        raise MoveRefused(str(FORBIDDEN))
    with letters_together() as letters:
        for place, _told in enumerate(_tell(run, proposals, pairs, circles, now=now)):
            beat(place, len(circles) or len(proposals))
    return Prepared(proposals, pairs, circles, couples, reading, letters)


def refuse_if_old(run: MatchRun) -> None:
    """Raises MoveRefused when somebody left, came or answered since the run read its promotion."""
    if digest_of(run.cohort) != run.digest:
        raise MoveRefused(str(CHANGED))


def _proposals_of(run: MatchRun, *, both_accept: bool) -> list[Proposal]:
    rows = run.proposals.filter(pair=None, **({"offered_at": None} if both_accept else {}))
    proposals = list(rows.select_related("mentee__person", "mentor__person").defer("parts", "sentence"))
    for proposal in proposals:
        proposal.run = run  # with its programme, read once
    return proposals


def _tell(
    run: MatchRun,
    proposals: Sequence[Proposal],
    pairs: Sequence[Pair],
    circles: Sequence[tuple[Circle, Sequence[Enrolment]]],
    *,
    now: datetime,
) -> Iterator[None]:
    """The letters, a circle or a couple at a time."""
    for circle, people in circles:
        for person in people:
            emails.circle_published(circle, person, size=len(people), now=now)
        yield
    for pair in pairs:
        emails.pair_published(pair, now=now)
        yield
    for proposal in [] if pairs else proposals:
        proposal.due_at = term_of(run, now)
        emails.pair_proposed(proposal, now=now)
        yield


def pair_of(proposal: Proposal, cohort: Cohort, *, now: datetime) -> Pair:
    """What a proposal becomes; not saved."""
    # Between peers neither one's goals are the other's.
    goals = "" if cohort.programme.modality.symmetrical else proposal.mentee.answers.get("goals", "")
    return Pair(
        programme=cohort.programme,
        cohort=cohort,
        mentor=proposal.mentor.person,
        mentee=proposal.mentee.person,
        objective=goals if isinstance(goals, str) and len(goals) <= 200 else "",
        rhythm=Rhythm.FORTNIGHTLY if proposal.mentee.answers.get("pace") == "fortnightly" else Rhythm.MONTHLY,
        opened_at=now,
        last_sign_at=now,
        planned_end_on=_end_of(cohort, timezone.localdate(now)),
    )


def term_of(run: MatchRun, now: datetime) -> datetime:
    """Until when both may answer."""
    return now + timedelta(days=run.cohort.programme.request_due_days)


def _end_of(cohort: Cohort, today: date) -> date:
    planned = cohort.ends_on
    return planned if planned and planned > today else add_months(today, cohort.programme.default_duration)

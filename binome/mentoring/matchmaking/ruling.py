"""The team makes the pairs of a promotion: it asks for a run, imposes and forbids couples."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from binome.core.journal import record
from binome.core.moves import MoveRefused
from binome.matching.problem import ProblemError
from binome.matching.words import Language
from binome.people.models import User
from binome.programmes.actions import change_programme
from binome.programmes.models import Cohort, Enrolment
from binome.programmes.queries.perimeter import perimeter_of

from ..actions.offers import withdraw_proposals
from ..lifecycle import RulingKind, RunState
from ..models import MatchRun, Proposal, Ruling
from .looking import look_at

#: A run that waits or goes on.
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)
DECLINED = gettext_lazy("Une personne a décliné ce binôme : il ne peut plus être proposé.")


@transaction.atomic
def request_run(
    *,
    cohort: Cohort,
    by: User | None,
    now: datetime,
    name: str = "",
    pins: Sequence[tuple[Enrolment, Enrolment]] = (),
    **changed: Any,
) -> MatchRun:
    """Ask for a calculation with the programme's criteria and rules, or with those `changed` (criteria, rules,
    protection) under a `name`. The worker does it; the promotion's own, asked for twice, is done once."""
    programme = cohort.programme
    settings = {"criteria": programme.criteria, "rules": programme.rules, "protection": "gentle", **changed}
    settings["pins"] = [[mentee.code, mentor.code] for mentee, mentor in pins]
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    waiting = MatchRun.objects.filter(cohort=cohort, name=name, settings=settings, state=RunState.QUEUED)
    if (row := waiting.first()) is not None:
        return row
    run = MatchRun.objects.create(cohort=cohort, name=name, settings=settings, asked_by=by, asked_at=now)
    record("match_requested", by=by, obj=run, now=now, cohort=cohort.code)
    return run


@transaction.atomic
def rule_couple(*, mentee: Enrolment, mentor: Enrolment, kind: str, reason: str, by: User, now: datetime) -> Ruling:
    """Impose two people of her perimeter as a pair, or forbid them, for a reason. The next run keeps it.

    Raises MoveRefused, with a sentence, for a pair that a hard rule forbids, or people that are not hers.
    """
    if kind not in (RulingKind.IMPOSED, RulingKind.FORBIDDEN):
        raise MoveRefused(_("Choisissez d’imposer ou d’écarter ce binôme."))
    if kind == RulingKind.FORBIDDEN and not reason.strip():
        raise MoveRefused(_("Dites pourquoi vous écartez ce binôme."))
    _hers(by, mentee, mentor)
    if mentee.programme.modality.symmetrical and mentor.code < mentee.code:
        mentee, mentor = mentor, mentee
    here = Ruling.objects.filter(mentee=mentee, mentor=mentor)
    if here.filter(kind=RulingKind.REFUSED).exists():
        raise MoveRefused(str(DECLINED))  # a ruling of the team would take the place of her no, and could be lifted
    if kind == RulingKind.IMPOSED:
        here.filter(kind=RulingKind.FORBIDDEN).delete()
        refuse_if_forbidden(mentee, mentor)
        _give_up_pins_of(mentee)
    ruling, _created = Ruling.objects.update_or_create(
        mentee=mentee,
        mentor=mentor,
        defaults={"cohort": mentee.cohort, "kind": kind, "reason": reason.strip(), "by": by, "at": now},
    )
    if kind == RulingKind.FORBIDDEN:
        withdraw_proposals(Proposal.objects.filter(mentee=mentee, mentor=mentor), by=by, now=now)
    record("couple_ruled", by=by, obj=ruling, now=now, kind=str(kind))
    return ruling


@transaction.atomic
def lift_ruling(*, ruling: Ruling, by: User, now: datetime) -> None:
    """The next run is free to choose again. Twice is once."""
    _hers(by, ruling.mentee, ruling.mentor)
    if ruling.kind == RulingKind.REFUSED:
        raise MoveRefused(str(DECLINED))
    if Ruling.objects.filter(pk=ruling.pk).delete()[0]:
        record("ruling_lifted", by=by, obj=ruling, now=now, kind=str(ruling.kind))


@transaction.atomic
def swap_partners(
    *,
    first: tuple[Enrolment, Enrolment],
    second: tuple[Enrolment, Enrolment],
    reason: str = "",
    by: User,
    now: datetime,
) -> None:
    """(mentee, mentor) and (mentee, mentor) exchange their mentors: both new pairs are imposed."""
    for mentee, mentor in ((first[0], second[1]), (second[0], first[1])):
        rule_couple(mentee=mentee, mentor=mentor, kind=RulingKind.IMPOSED, reason=reason, by=by, now=now)


@transaction.atomic
def adopt_settings(*, trial: MatchRun, by: User, now: datetime) -> MatchRun:
    """The criteria that a trial used become the programme's, and the promotion is calculated anew with them; its rules
    stay as they are now.

    Raises MoveRefused for who does not run the whole programme, or when a criterion reads what is no longer asked."""
    programme = trial.cohort.programme
    if not perimeter_of(by, programme).whole:
        raise MoveRefused(_("Seule une responsable de tout le programme décide pour la promotion."))
    change_programme(programme=programme, changes={"criteria": trial.settings["criteria"]}, by=by, now=now)
    record("settings_adopted", by=by, obj=programme, now=now, run=trial.code)
    return request_run(cohort=trial.cohort, by=by, now=now, protection=trial.settings["protection"])


def refuse_if_forbidden(mentee: Enrolment, mentor: Enrolment) -> None:
    """Raises MoveRefused with what forbids these two, in the reader's language."""
    cohort = mentee.cohort
    assert cohort is not None
    language = Language.ENGLISH if (get_language() or "").startswith("en") else Language.FRENCH
    try:
        look = look_at(cohort, [(mentee, mentor)], {})[0]
    except ProblemError as error:
        raise MoveRefused(error.said(language)) from error
    if look.forbidden:
        refusal = _("Ce binôme ne peut pas être imposé : %(why)s.")
        raise MoveRefused(refusal % {"why": look.forbidden[language.value]})


def _give_up_pins_of(mentee: Enrolment) -> None:
    """She has one mentor: the last one imposed is hers."""
    Ruling.objects.filter(mentee=mentee, kind=RulingKind.IMPOSED).delete()


def _hers(by: User, mentee: Enrolment, mentor: Enrolment) -> None:
    """Both within her perimeter, in one promotion: a coordinator rules on her own people only (D4, N11)."""
    within = perimeter_of(by, mentee.programme)
    assert mentee.cohort is not None
    both = {mentee.pk, mentor.pk}
    if not within or within.enrolments(mentee.cohort).filter(pk__in=both).count() != 2:
        raise MoveRefused(_("Ces deux personnes ne sont pas toutes les deux dans votre périmètre."))

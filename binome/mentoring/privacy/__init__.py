"""What this room keeps about people, field by field (A24).

Classes: `link` says who is concerned; `words` what someone wrote; `activity` what happened and when; `choice` what
she decided to show; `copy` derived from other tables; `technical` nothing about a person.
Kept twelve months after a pair closes, then as figures (PastPair); a request without a pair, twelve months after its
end.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows, delete_rows
from binome.core.privacy import unsay

from ..identity import card
from ..lifecycle import RulingKind, State
from ..models import (
    Block,
    CircleMeeting,
    CircleMember,
    Comment,
    FitAnswer,
    Listing,
    MatchRun,
    Meeting,
    MentoringRequest,
    Pair,
    PairEvent,
    PastPair,
    Place,
    Proposal,
    Reveal,
    Ruling,
    WaitingEntry,
)
from ..queries.pairs import SHARED_REASONS, months_between
from .fields import FIELDS as FIELDS

CLOSED_KEPT = timedelta(days=365)
RUNS_KEPT = timedelta(days=730)


# --- what she receives of it -----------------------------------------------------------------------------
def _name(viewer: Any, other: Any) -> str:
    """The partner's first name; her family name while she shows it."""
    return card(viewer=viewer, person=other).full_name


def _hers(model: Any, *links: str) -> Any:
    """The rows of this person in a table that names her once."""
    person, *others = links
    return lambda who: model.objects.filter(**{person: who}).select_related(person, *others).order_by("pk")


def _of_her_pairs(model: Any, *links: str) -> Any:
    return lambda who: model.objects.filter(pair__in=Pair.objects.concerning(who)).select_related("pair", *links)


def _requests(person: Any) -> QuerySet[MentoringRequest]:
    rows = MentoringRequest.objects.concerning(person).select_related("mentor", "mentee", "programme")
    return rows.order_by("pk")


def _pairs(person: Any) -> QuerySet[Pair]:
    rows = Pair.objects.concerning(person)
    return rows.select_related("mentor", "mentee", "programme", "cohort", "mentoring_request", "closed_by").order_by(
        "pk"
    )


def _comments(person: Any) -> QuerySet[Comment]:
    read = Q(author=person) | Q(pair__mentor=person, shared_with_mentor=True)
    return Comment.objects.filter(read).select_related("pair", "author").order_by("pk")


def _private_in_request(row: MentoringRequest, person: Any) -> Iterable[str]:
    """Why a mentor declined is hers alone; that a block or a measure ended a request is told to nobody (N7)."""
    hidden = ["decline_reason"] if person.pk == row.mentee_id and row.decline_reason else []
    private = row.withdrawn_because not in {"", "accepted_elsewhere"}
    return [*hidden, "withdrawn_because"] if private else hidden


def _private_in_pair(row: Pair, person: Any) -> Iterable[str]:
    """Who closed, and why, as far as its page tells her."""
    told = row.closed_at is None or row.close_reason in SHARED_REASONS or row.closed_by_id == person.pk
    return () if told else ("closed_by", "close_reason")


def _proposals(person: Any) -> QuerySet[Proposal]:
    """Those that were put to her or became her pair: the others are drafts of the team's."""
    hers = Q(mentee__person=person) | Q(mentor__person=person)
    rows = Proposal.objects.filter(hers).exclude(offered_at=None, pair=None)
    return rows.select_related("run", "mentee", "mentor", "pair").order_by("pk")


def _private_in_proposal(row: Proposal, person: Any) -> Iterable[str]:
    """What the other answered is the other's, and why it is over is not said."""
    return ("mentor_said" if row.mentee.person_id == person.pk else "mentee_said", "ended_because")


def _rulings(person: Any) -> QuerySet[Ruling]:
    """Those that she made, and the team's about her; that another declined is the other's."""
    hers = Q(mentee__person=person) | Q(mentor__person=person)
    rows = Ruling.objects.filter(Q(by=person) | hers & ~Q(kind=RulingKind.REFUSED))
    return rows.select_related("cohort", "mentee", "mentor", "by").order_by("pk")


def _circle_meetings(person: Any) -> QuerySet[CircleMeeting]:
    """Those where she was, and those that she noted."""
    was_there = CircleMember.objects.filter(enrolment__person=person).values("pk")
    rows = CircleMeeting.objects.filter(Q(present__in=was_there) | Q(logged_by=person)).distinct()
    return rows.select_related("circle", "logged_by").order_by("pk")


def _others_present(row: CircleMeeting, person: Any) -> Iterable[str]:
    """Who else was there is theirs; that she was is why she has this line."""
    return ("present",)


def _runs(person: Any) -> QuerySet[MatchRun]:
    acted = Q(asked_by=person) | Q(submitted_by=person) | Q(decided_by=person) | Q(published_by=person)
    named = ("cohort", "asked_by", "submitted_by", "decided_by", "published_by")
    return MatchRun.objects.filter(acted).select_related(*named).order_by("pk")


def _private_in_event(row: PairEvent, person: Any) -> Iterable[str]:
    return ("by",) if row.kind == PairEvent.Kind.CLOSED and row.by_id != person.pk else ()


_MENTOR, _MENTEE, _PAIR, _PERSON = _("Qui accompagne"), _("Qui est accompagnée"), _("Code du suivi"), _("Personne")

ROWS = {
    "MentoringRequest": Rows(
        _("Vos demandes"),
        of=_requests,
        fields={
            "programme": _("Programme"), "mentor": _MENTOR, "mentee": _MENTEE, "state": _("État"),
            "objective": _("Objectif"), "about_me": _("À propos d’elle"), "why_you": _("Pourquoi vous"),
            "rhythm": _("Rythme"), "duration_months": _("Durée en mois"), "will_reveal": _("Ce qui sera montré"),
            "created_at": _("Écrit"), "sent_at": _("Envoyé"), "due_at": _("Réponse attendue"),
            "reminded_at": _("Rappel"), "answered_at": _("Répondu"), "question": _("Question"),
            "question_asked_at": _("Question posée"), "question_answer": _("Réponse à la question"),
            "question_answered_at": _("Question répondue"), "reply": _("Réponse"),
            "decline_reason": _("Raison du refus"), "withdrawn_because": _("Raison du retrait"),
        },
        hidden=_private_in_request,
        name=_name,
    ),
    "Pair": Rows(
        _("Vos binômes"),
        of=_pairs,
        fields={
            "programme": _("Programme"), "cohort": _("Promotion"), "mentoring_request": _("Demande"),
            "mentor": _MENTOR, "mentee": _MENTEE, "state": _("État"), "objective": _("Objectif"),
            "rhythm": _("Rythme"), "opened_at": _("Ouvert"),
            "planned_end_on": _("Fin prévue"), "last_sign_at": _("Dernier signe"),
            "silence_told_at": _("Nouvelles demandées"), "closing_since": _("Clôture proposée"),
            "closing_because": _("Clôture proposée pour"), "closed_at": _("Clos"), "closed_by": _("Clos par"),
            "close_reason": _("Raison de la clôture"),
        },
        hidden=_private_in_pair,
        name=_name,
    ),
    "Reveal": Rows(
        _("Ce que vous montrez dans vos binômes"),
        of=_hers(Reveal, "person", "pair"),
        fields={
            "pair": _PAIR, "person": _PERSON, "name": _("Nom de famille"), "email": _("Adresse e-mail"),
            "phone": _("Téléphone"), "link": _("Lien professionnel"), "after_closing": _("Aussi après la clôture"),
        },
    ),
    "Meeting": Rows(
        _("Vos rendez-vous"),
        of=_of_her_pairs(Meeting, "logged_by"),
        fields={
            "pair": _PAIR, "logged_by": _("Noté par"), "held_on": _("Date"), "minutes": _("Minutes"),
            "format": _("Forme"),
        },
    ),
    "PairEvent": Rows(
        _("Le fil de vos binômes"),
        of=_of_her_pairs(PairEvent, "by"),
        fields={"pair": _PAIR, "kind": _("Acte"), "at": _("Date"), "by": _("Par")},
        hidden=_private_in_event,
    ),
    "FitAnswer": Rows(
        _("Vos réponses après le premier rendez-vous"),
        of=_hers(FitAnswer, "person", "pair"),
        fields={"pair": _PAIR, "person": _PERSON, "answer": _("Réponse"), "at": _("Date")},
    ),
    "Comment": Rows(
        _("Les commentaires de fin"),
        of=_comments,
        fields={
            "pair": _PAIR, "author": _("Par"), "body": _("Texte"), "shared_with_mentor": _("Montré à l’autre personne"),
            "at": _("Date"),
        },
    ),
    "WaitingEntry": Rows(
        _("Vos listes d’attente"),
        of=_hers(WaitingEntry, "mentee", "mentor__person"),
        fields={"mentor": _MENTOR, "mentee": _MENTEE, "joined_at": _("Depuis"), "told_at": _("Place annoncée")},
    ),
    "Listing": Rows(
        _("Votre fiche dans l’annuaire"),
        of=_hers(Listing, "person", "enrolment", "programme"),
        fields={
            "enrolment": _("Participation"), "programme": _("Programme"), "person": _PERSON,
            "attention": _("Passages en première page et demandes, pour l’ordre équitable"),
            "turned_on": _("Compté jusqu’au"),
        },
    ),
    "Place": Rows(
        _("Vos places"),
        of=lambda person: Place.objects.filter(enrolment__person=person).select_related("enrolment", "pair"),
        fields={"enrolment": _("Participation"), "pair": _PAIR},
    ),
    "Block": Rows(
        _("Les personnes que vous tenez à distance"),
        of=_hers(Block, "by", "person"),
        fields={"by": _("Par"), "person": _PERSON, "since_at": _("Depuis")},
    ),
    "Proposal": Rows(
        _("Les propositions qui vous ont été faites"),
        of=_proposals,
        fields={
            "run": _("Calcul"), "mentee": _MENTEE, "mentor": _MENTOR, "points": _("Points"),
            "offered_at": _("Proposé"), "due_at": _("Réponse attendue"), "reminded_at": _("Rappel"),
            "ended_because": _("Close parce que"), "mentee_said": _("Réponse de qui est accompagnée"),
            "mentor_said": _("Réponse de qui accompagne"), "pair": _PAIR,
        },
        hidden=_private_in_proposal,
    ),
    "Ruling": Rows(
        _("Les binômes imposés ou écartés"),
        of=_rulings,
        fields={
            "cohort": _("Promotion"), "mentee": _MENTEE, "mentor": _MENTOR, "kind": _("Choix"), "reason": _("Raison"),
            "by": _("Par"), "at": _("Date"),
        },
        team=("by",),
    ),
    "CircleMember": Rows(
        _("Vos cercles, et ce que vous y montrez"),
        of=lambda person: CircleMember.objects.filter(enrolment__person=person).select_related("circle", "enrolment"),
        fields={
            "circle": _("Cercle"), "enrolment": _("Participation"), "name": _("Nom de famille"),
            "email": _("Adresse e-mail"), "phone": _("Téléphone"), "link": _("Lien professionnel"),
            "left_at": _("Quitté"), "fit": _("Réponse après le premier rendez-vous"), "fit_at": _("Répondu le"),
        },
    ),
    "CircleMeeting": Rows(
        _("Les rendez-vous de vos cercles"),
        of=_circle_meetings,
        fields={
            "circle": _("Cercle"), "logged_by": _("Noté par"), "held_on": _("Date"), "minutes": _("Minutes"),
            "format": _("Forme"), "present": _("Présentes"),
        },
        hidden=_others_present,
    ),
    "MatchRun": Rows(
        _("Les calculs de binômes que vous avez demandés ou décidés"),
        of=_runs,
        fields={
            "cohort": _("Promotion"), "state": _("État"), "asked_by": _("Demandé par"),
            "asked_at": _("Demandé"), "submitted_by": _("Soumis par"), "submitted_at": _("Soumis"),
            "decided_by": _("Décidé par"), "decided_at": _("Décidé"), "decision": _("Décision"),
            "published_by": _("Publié par"), "published_at": _("Publié"),
        },
        team=("asked_by", "submitted_by", "decided_by", "published_by"),
    ),
}  # fmt: skip


# --- how it goes -----------------------------------------------------------------------------------------
@transaction.atomic
def to_figures(pairs: QuerySet[Pair], now: datetime) -> int:
    """These closed pairs become figures; they and their requests go, and letters about them lose their words."""
    rows = list(pairs.select_related("mentoring_request").order_by("pk"))
    for pair in rows:
        held = pair.meetings.order_by().aggregate(minutes=Coalesce(Sum("minutes"), 0))
        PastPair.objects.create(
            programme_id=pair.programme_id,
            opened_in=timezone.localdate(pair.opened_at).replace(day=1),
            closed_in=timezone.localdate(pair.closed_at or now).replace(day=1),
            months_planned=months_between(timezone.localdate(pair.opened_at), pair.planned_end_on),
            meetings=pair.meetings.count(),
            minutes=held["minutes"],
            close_reason=pair.close_reason,
        )
    requests = [pair.mentoring_request_id for pair in rows if pair.mentoring_request_id]
    unsay(about=[f"pair:{pair.code}" for pair in rows])
    Pair.objects.filter(pk__in=[pair.pk for pair in rows]).delete()
    drop_requests(MentoringRequest.objects.filter(pk__in=requests), now)
    return len(rows)


@transaction.atomic
def drop_requests(rows: QuerySet[MentoringRequest], now: datetime) -> int:
    """These requests go, and letters about them lose their words."""
    codes = list(rows.order_by("pk").values_list("code", flat=True))
    unsay(about=[f"request:{code}" for code in codes])
    MentoringRequest.objects.filter(code__in=codes).delete()
    return len(codes)


def erase(person: Any, *, now: datetime) -> None:
    """Her pairs become figures without anyone; her requests and what keeps people apart go. What hangs on her
    enrolments, listing and places, goes with them."""
    either = Q(mentor=person) | Q(mentee=person)
    to_figures(Pair.objects.filter(either), now)
    drop_requests(MentoringRequest.objects.filter(either), now)
    unsay(about=[f"proposal:{code}" for code in _proposals(person).values_list("code", flat=True)])
    circles = CircleMember.objects.filter(enrolment__person=person)
    unsay(about=[f"circle:{code}" for code in circles.values_list("circle__code", flat=True)])
    WaitingEntry.objects.filter(Q(mentee=person) | Q(mentor__person=person)).delete()
    Block.objects.filter(Q(by=person) | Q(person=person)).delete()
    MatchRun.objects.filter(decided_by=person).update(decision="")
    MatchRun.objects.filter(cohort__enrolments__person=person).update(memory=b"")


def remains(person: Any, *, now: datetime) -> list[str]:
    if Pair.objects.concerning(person).exists():
        return [str(_("Des chiffres sans nom sur vos binômes : leur mois, leur durée, le nombre de rendez-vous."))]
    return []


CLOCKS = (
    Clock(
        name="closed_pairs",
        sentence=_("Douze mois après sa clôture, un binôme est effacé ; il n’en reste que des chiffres sans nom."),
        period=CLOSED_KEPT,
        rows=lambda: Pair.objects.filter(closed_at__isnull=False),
        since="closed_at",
        apply=to_figures,
    ),
    Clock(
        name="closed_requests",
        sentence=_("Une demande sans suite, ou un brouillon de demande, est effacé au bout de douze mois."),
        period=CLOSED_KEPT,
        rows=lambda: (
            MentoringRequest.objects.filter(pair=None)
            .exclude(state=State.SENT)
            .annotate(ended_at=Coalesce("answered_at", "due_at", "created_at"))
        ),
        since="ended_at",
        apply=drop_requests,
    ),
    Clock(
        name="match_runs",
        sentence=_("Vingt-quatre mois après, un calcul de binômes et ce qu’il proposait sont effacés."),
        period=RUNS_KEPT,
        rows=MatchRun.objects.all,
        since="asked_at",
        apply=delete_rows,
    ),
)

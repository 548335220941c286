"""What this room keeps about people, field by field (A24). Cases: three years, restricted to moderators without a tie.

Classes as in `binome.mentoring.privacy`. A report stays after its people have left: it is the sealed evidence of its
case, without a link to an account, and goes three years after the case was closed.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from binome.core.keeping import Clock, Rows, delete_rows
from binome.core.privacy import unsay
from binome.people.models import User

from .actions.ties import keep_away, note_ties
from .lifecycle import WAITING, CaseState
from .models import Appeal, Case, Decision, HandoverNote, Reply, SealedCopy, Statement, TeamMessage

CASES_KEPT = timedelta(days=3 * 365)
MESSAGES_KEPT = timedelta(days=365)
NOTES_KEPT = timedelta(days=91)

FIELDS: dict[str, dict[str, str]] = {
    "Case": {
        "id": "technical", "code": "technical", "programme": "link", "reporter": "link", "reported": "link",
        "kept_from": "link", "pair": "link", "reason": "words", "body": "words", "opened_at": "activity",
        "state": "activity", "taken_by": "link", "severity": "activity", "due_on": "activity",
        "stopped_days": "technical", "asked_at": "activity",
        "asked_words": "words", "answer_due_on": "activity", "measure": "activity", "closed_at": "activity",
        "appeal_until_on": "activity", "conclusion": "words",
    },
    "Statement": {"id": "technical", "case": "link", "side": "technical", "body": "words", "at": "activity"},
    "SealedCopy": {
        "id": "technical", "case": "link", "taken_at": "activity", "content": "words", "digest": "technical",
    },
    "Decision": {
        "id": "technical", "case": "link", "on_appeal": "activity", "measure": "activity", "until_on": "activity",
        "reason": "words", "by": "link", "at": "activity", "ended_at": "activity",
    },
    "Appeal": {"id": "technical", "case": "link", "body": "words", "filed_at": "activity"},
    "TeamMessage": {
        "id": "technical", "code": "technical", "programme": "link", "author": "link", "name": "contact",
        "email": "contact", "language": "choice", "subject": "words", "body": "words", "written_at": "activity",
        "state": "activity", "taken_by": "link", "answered_at": "activity", "answered_by": "link",
    },
    "HandoverNote": {
        "id": "technical", "code": "technical", "programme": "link", "author": "link", "body": "words",
        "at": "activity",
    },
    "Reply": {
        "id": "technical", "message": "link", "from_team": "technical", "body": "words", "at": "activity",
    },
}  # fmt: skip

#: What would say who reported her.
_OF_REPORTER = ("kept_from", "reporter", "pair", "reason", "body", "opened_at", "due_on", "conclusion")
#: What the team does about someone else.
_OF_REPORTED = ("kept_from", "asked_words", "measure", "severity", "appeal_until_on", "conclusion")


def _told(person: Any) -> Any:
    """What was reported of her, once the team told her of it."""
    return Case.objects.filter(reported=person).told_to_reported()


def _written_by(person: Any) -> Any:
    """From her account, or by the public form from her address."""
    return TeamMessage.objects.filter(Q(author=person) | Q(email__iexact=person.email))


ROWS = {
    # The cases that she opened, and those about her of which the team told her: each without the other's part.
    "Case": Rows(
        _("Vos dossiers"),
        of=lambda person: (
            Case.objects.filter(Q(reporter=person) | Q(pk__in=_told(person).values("pk")))
            .select_related("programme", "reporter", "reported", "pair", "taken_by")
            .order_by("pk")
        ),
        fields={
            "programme": _("Programme"), "reporter": _("De"), "reported": _("Au sujet de"),
            "kept_from": _("Tenue à l’écart"), "pair": _("Binôme"),
            "reason": _("Raison"), "body": _("Texte"), "opened_at": _("Envoyé"), "state": _("État"),
            "taken_by": _("Suivi par"), "severity": _("Gravité"), "due_on": _("Échéance"),
            "asked_at": _("Version demandée"), "asked_words": _("Ce qui vous a été demandé"),
            "answer_due_on": _("Réponse attendue"), "measure": _("Mesure"), "closed_at": _("Clos"),
            "appeal_until_on": _("Recours possible jusqu’au"), "conclusion": _("Conclusion"),
        },
        hidden=lambda case, person: _OF_REPORTED if case.reporter_id == person.pk else _OF_REPORTER,
        team=("taken_by",),
    ),
    "Statement": Rows(
        _("Ce que vous avez ajouté à un dossier"),
        of=lambda person: Statement.objects.filter(
            Q(case__reporter=person, side=Statement.Side.REPORTER)
            | Q(case__reported=person, side=Statement.Side.REPORTED)
        ).select_related("case").order_by("pk"),
        fields={"case": _("Dossier"), "body": _("Texte"), "at": _("Date")},
    ),
    "SealedCopy": Rows(
        _("Copie de ce que vous avez signalé"),
        of=lambda person: SealedCopy.objects.filter(case__reporter=person).select_related("case").order_by("pk"),
        fields={"case": _("Dossier"), "taken_at": _("Date"), "content": _("Contenu")},
    ),
    "Decision": Rows(
        _("Les décisions qui vous concernent"),
        of=lambda person: (
            Decision.objects.filter(case__in=_told(person).values("pk")).select_related("case", "by").order_by("pk")
        ),
        fields={
            "case": _("Dossier"), "on_appeal": _("Après votre recours"), "measure": _("Mesure"),
            "until_on": _("Jusqu’au"), "reason": _("Raison"), "by": _("Par"), "at": _("Date"), "ended_at": _("Fin"),
        },
        team=("by",),
    ),
    "Appeal": Rows(
        _("Vos recours"),
        of=lambda person: Appeal.objects.filter(case__reported=person).select_related("case").order_by("pk"),
        fields={"case": _("Dossier"), "body": _("Texte"), "filed_at": _("Date")},
    ),
    "TeamMessage": Rows(
        _("Vos messages à l’équipe"),
        of=lambda person: (
            _written_by(person)
            .select_related("programme", "author", "answered_by", "taken_by")
            .order_by("pk")
        ),
        fields={
            "programme": _("Programme"), "author": _("De"), "name": _("Nom"), "email": _("Adresse e-mail"),
            "language": _("Langue"), "subject": _("Objet"), "body": _("Texte"), "written_at": _("Envoyé"),
            "state": _("État"), "taken_by": _("Suivi par"), "answered_at": _("Répondu"), "answered_by": _("Par"),
        },
        team=("answered_by", "taken_by"),
    ),
    "HandoverNote": Rows(
        _("Vos notes à l’équipe"),
        of=lambda person: (
            HandoverNote.objects.filter(author=person).select_related("programme", "author").order_by("pk")
        ),
        fields={"programme": _("Programme"), "author": _("De"), "body": _("Texte"), "at": _("Date")},
    ),
    "Reply": Rows(
        _("La suite de vos messages à l’équipe"),
        of=lambda person: (
            Reply.objects.filter(message__in=_written_by(person)).select_related("message").order_by("pk")
        ),
        fields={"message": _("Message"), "body": _("Texte"), "at": _("Date")},
    ),
}  # fmt: skip


def erase(person: Any, *, now: datetime) -> None:
    """Her messages go. The cases that concern her stay, without a link to her account; letters on them say nothing."""
    messages = _written_by(person)
    codes = list(messages.values_list("code", flat=True))
    unsay(about=[f"{kind}:{code}" for code in codes for kind in ("message", "answer")])
    messages.delete()
    HandoverNote.objects.filter(author=person).delete()
    cases = Case.objects.filter(Q(reporter=person) | Q(reported=person))
    note_ties(cases)
    # Two accounts of one woman: the second, once in the team, would read who reported the first.
    for other in User.objects.filter(Q(pk=person.linked_to_id) | Q(linked_to=person)):
        keep_away(other, cases)
    told = ("case", "hearing", "decision", "appeal", "ended", "settled")
    unsay(about=[f"{event}:{code}" for code in cases.values_list("code", flat=True) for event in told])
    Case.objects.filter(taken_by=person, state=CaseState.TAKEN).update(state=CaseState.OPEN)


def remains(person: Any, *, now: datetime) -> list[str]:
    # Said to everyone alike: that there is a case about her is for the team to tell.
    always = str(
        _(
            "Si un signalement vous concerne, son dossier scellé : il garde les prénoms, les mots du profil et ceux "
            "des demandes entre vous, tels qu’ils étaient ce jour-là. Il est effacé trois ans après sa clôture."
        )
    )
    count = Case.objects.filter(reporter=person).count()
    if not count:
        return [always]
    return [
        always,
        ngettext(
            "Votre signalement : ses mots, votre prénom et vos demandes restent au dossier scellé, trois ans après sa "
            "clôture.",
            "Vos %(count)s signalements : leurs mots, votre prénom et vos demandes restent aux dossiers scellés, trois "
            "ans après leur clôture.",
            count,
        )
        % {"count": count},
    ]


CLOCKS = (
    Clock(
        name="cases",
        sentence=_("Un signalement et ce qui l’a suivi sont effacés trois ans après la clôture du dossier."),
        period=CASES_KEPT,
        rows=lambda: Case.objects.exclude(state__in=sorted(WAITING)).filter(closed_at__isnull=False),
        since="closed_at",
        apply=delete_rows,
    ),
    Clock(
        name="handover_notes",
        sentence=_("Une note entre modératrices est effacée trois mois après avoir été écrite."),
        period=NOTES_KEPT,
        rows=lambda: HandoverNote.objects.all(),
        since="at",
        apply=delete_rows,
    ),
    Clock(
        name="team_messages",
        sentence=_("Un message à l’équipe est effacé douze mois après sa réponse."),
        period=MESSAGES_KEPT,
        rows=lambda: TeamMessage.objects.annotate(ended_at=Coalesce("answered_at", "written_at")),
        since="ended_at",
        apply=delete_rows,
    ),
)

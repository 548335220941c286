"""What the core keeps about people, field by field (A24), and how it goes: letters lose their words after 60 days.

Classes as in `binome.mentoring.privacy`; `address` is where to write to someone. The journal holds codes only: once
the person's row is gone they name nobody.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from binome.core.keeping import Clock, Rows, delete_rows
from binome.core.models import PENDING, FailingAddress, Job, JournalEntry, KeptHash, Letter

#: How long the words and the address of a letter that has left are kept: time to answer "what did you write to me?".
WORDS_KEPT = timedelta(days=60)
JOURNAL_KEPT = timedelta(days=365)
#: What a job was asked, and how it ended: its page is read on the day.
JOBS_KEPT = timedelta(days=7)
#: What a letter loses.
BLANK = dict.fromkeys(("to", "subject", "text", "html", "unsubscribe_url", "last_error"), "")
#: What the team read of a person: shown to her, as « l’équipe » and never by name (N16).
STAFF_READS = frozenset({
    "identity_opened", "report_read", "comment_read", "profile_taken", "testimony_read", "late_request_read",
    "sleeping_pair_read",
})  # fmt: skip

FIELDS: dict[str, dict[str, str]] = {
    "JournalEntry": {
        "id": "technical", "at": "activity", "actor_code": "link", "verb": "activity", "object_kind": "activity",
        "object_code": "link", "data": "activity",
    },
    "Letter": {
        "id": "technical", "code": "technical", "kind": "activity", "event": "link", "recipient_code": "link",
        "to": "address", "subject": "words", "text": "words", "html": "copy", "language": "choice",
        "optional": "technical", "unsubscribe_url": "technical", "about": "link", "message_id": "technical",
        "priority": "technical", "created_at": "activity", "expires_at": "technical", "state": "activity",
        "run_at": "technical", "lease": "technical", "attempts": "technical", "tried_at": "activity",
        "sent_at": "activity", "last_error": "words",
    },
    "FailingAddress": {
        "id": "technical", "address": "address", "reason": "words", "since": "activity", "bounced": "activity",
        "taken_at": "activity",
    },
    "Schedule": {
        "id": "technical", "name": "technical", "next_at": "technical", "ran_at": "technical",
        "last_error": "technical",
    },
    "Hold": {"id": "technical", "name": "technical", "since": "technical"},
    "Job": {
        "id": "technical", "code": "technical", "kind": "activity", "about": "link", "data": "technical",
        "by_code": "link", "language": "technical", "asked_at": "activity", "state": "technical",
        "beat_at": "technical", "tries": "technical", "stage": "technical", "done": "technical", "total": "technical",
        "ended_at": "activity", "figures": "technical", "refusal": "technical",
    },
    "KeptHash": {
        "id": "technical", "purpose": "technical", "digest": "secret", "until": "technical", "origin": "secret",
    },
}  # fmt: skip


def _letters(code: str, address: str) -> QuerySet[Letter]:
    """Those to her account, and those to her address before she had one: they name her too."""
    return Letter.objects.filter(Q(recipient_code=code) | Q(to__iexact=address))


def _lines(person: Any) -> QuerySet[JournalEntry]:
    """What she did, and what the team read of her. What others did about her is theirs: it may be a report."""
    return JournalEntry.objects.filter(
        Q(actor_code=person.code) | Q(object_code=person.code, verb__in=STAFF_READS)
    ).order_by("pk")


ROWS = {
    "Letter": Rows(
        _("Les e-mails que nous vous avons envoyés"),
        of=lambda person: _letters(person.code, person.email).order_by("pk"),
        fields={
            "kind": _("Sorte"), "event": _("Événement"), "recipient_code": _("Votre code public"), "to": _("Adresse"),
            "subject": _("Objet"), "text": _("Texte"), "language": _("Langue"), "about": _("Au sujet de"),
            "created_at": _("Écrit"), "state": _("État"), "tried_at": _("Premier essai"), "sent_at": _("Envoyé"),
            "last_error": _("Dernière erreur"),
        },
    ),
    "FailingAddress": Rows(
        _("Les refus de votre messagerie"),
        of=lambda person: FailingAddress.objects.filter(address=person.email.lower()),
        fields={
            "address": _("Adresse"), "reason": _("Réponse de la messagerie"), "since": _("Depuis"),
            "bounced": _("Revenu après coup"), "taken_at": _("Dernier e-mail accepté"),
        },
    ),
    "Job": Rows(
        _("Ce que vous avez demandé à la tâche de fond"),
        of=lambda person: Job.objects.filter(by_code=person.code).order_by("pk"),
        fields={
            "kind": _("Sorte"), "about": _("Au sujet de"), "by_code": _("Votre code public"),
            "asked_at": _("Demandé"), "ended_at": _("Fini"),
        },
    ),
    "JournalEntry": Rows(
        _("Le journal de vos actes, et de ce que l’équipe a lu de vous"),
        of=_lines,
        fields={
            "at": _("Date"), "actor_code": _("Par (code public)"), "verb": _("Acte"), "object_kind": _("Sur"),
            "object_code": _("Sur (code public)"), "data": _("Détail"),
        },
        # Which member of the team read is the team's; that it did is hers.
        hidden=lambda entry, person: () if entry.actor_code == person.code else ("actor_code",),
    ),
}  # fmt: skip


def erase(person: Any, *, now: datetime) -> None:
    """Her letters, those still queued too, what she asked of the worker, and what is known of her address. The journal
    keeps codes without a name."""
    forget(recipient_code=person.code, address=person.email)
    Job.objects.filter(by_code=person.code).delete()


def unsay(*, about: list[str]) -> None:
    """Letters to others about these facts of hers ("pair:abc") lose their words; those still queued no longer leave."""
    letters = Letter.objects.filter(about__in=about)
    letters.filter(state__in=PENDING).delete()
    letters.update(**BLANK)


def remains(person: Any, *, now: datetime) -> list[str]:
    return [str(_("Le journal du site : des actes et des codes sans nom, effacés au bout de douze mois."))]


def forget(*, recipient_code: str, address: str) -> None:
    """Erase every letter to a person, those still queued too, and what is known of her address (N15)."""
    _letters(recipient_code, address).delete()
    FailingAddress.objects.filter(address=address.lower()).delete()


CLOCKS = (
    #: What stays of a letter says that it left, once (unique event).
    Clock(
        name="letters",
        sentence=_("Un e-mail envoyé perd son texte et son adresse au bout de soixante jours."),
        period=WORDS_KEPT,
        rows=lambda: Letter.objects.exclude(state__in=PENDING).exclude(text=""),
        since="created_at",
        apply=lambda rows, now: rows.update(**BLANK),
        log=True,
    ),
    Clock(
        name="journal",
        sentence=_("Une ligne du journal est effacée au bout de douze mois."),
        period=JOURNAL_KEPT,
        rows=JournalEntry.objects.all,
        since="at",
        apply=delete_rows,
        log=True,
    ),
    Clock(
        name="jobs",
        sentence=_("Ce qui a été demandé à la tâche de fond est effacé au bout de sept jours."),
        period=JOBS_KEPT,
        rows=Job.objects.all,
        since="asked_at",
        apply=delete_rows,
        log=True,
    ),
    Clock(
        name="kept_hashes",
        sentence=_("L’empreinte d’une adresse est effacée à la date prévue."),
        period=timedelta(0),
        rows=KeptHash.objects.all,
        since="until",
        apply=delete_rows,
        log=True,
    ),
)

"""Who saw her data: what the team read of her, from the journal, and what she did with it herself (N16).

A kind of person, a date, a reason; never which member of the team. What was read of a report *about* her is not here:
it would say that there is one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from binome.core.models import JournalEntry, LetterState
from binome.core.privacy import STAFF_READS
from binome.library.models import Testimony
from binome.mentoring.identity import STAFF_REASONS
from binome.mentoring.models import MentoringRequest, Pair
from binome.people.models import User
from binome.programmes.queries.line_manager import letters_to_line_manager
from binome.support.models import Case

#: What she reads of each verb.
WORDS = {
    "identity_opened": _("L’équipe a lu votre nom de famille et vos coordonnées"),
    "profile_taken": _("L’équipe a relu votre profil"),
    "report_read": _("L’équipe a lu votre signalement"),
    "testimony_read": _("L’équipe a regardé votre témoignage"),
    "late_request_read": _("L’équipe a vu qu’une demande de mentorat vous concernant attend une réponse"),
    "sleeping_pair_read": _("L’équipe a vu que votre binôme n’a pas donné de signe depuis longtemps"),
    "proof_exported": _("L’équipe a emporté la preuve de vos accords"),
    "data_exported": _("Vous avez téléchargé vos données"),
}
TOLD = _("Votre responsable hiérarchique a reçu l’e-mail qui dit que vous participez")
MOST = 200


@dataclass(frozen=True)
class Read:
    """One reading, in words. `reason` may be empty."""

    at: datetime
    what: Any
    reason: Any


def reads_of(person: User) -> list[Read]:
    """The latest first, as far back as the journal goes (twelve months)."""
    reports = Case.objects.filter(reporter=person).values("code")
    testimonies = Testimony.objects.filter(person=person).values("code")
    requests = MentoringRequest.objects.concerning(person).values("code")
    pairs = Pair.objects.concerning(person).values("code")
    hers = (
        Q(object_code=person.code, verb__in=STAFF_READS | {"data_exported"})
        | Q(object_code__in=reports, verb="report_read")
        | Q(object_code__in=testimonies, verb="testimony_read")
        | Q(object_code__in=requests, verb="late_request_read")
        | Q(object_code__in=pairs, verb="sleeping_pair_read")
    )
    entries = JournalEntry.objects.filter(hers, verb__in=WORDS).exclude(actor_code=person.code, verb__in=STAFF_READS)
    reads = [
        Read(entry.at, WORDS[entry.verb], STAFF_REASONS.get(entry.data.get("reason", ""), ""))
        for entry in entries.order_by("-at", "-pk")[:MOST]
    ]
    told = letters_to_line_manager(person).filter(state=LetterState.SENT, sent_at__isnull=False)
    reads += [Read(sent_at, TOLD, "") for sent_at in told.values_list("sent_at", flat=True) if sent_at]
    return sorted(reads, key=lambda read: read.at, reverse=True)

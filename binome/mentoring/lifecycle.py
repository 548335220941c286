"""The life of a mentoring request (FR: demande) and of a pair (FR: binôme), as tables. No query, no clock.

Who moves: `mentor`, `mentee`, `either` of them, or the `system`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from binome.core.moves import Move


class State(TextChoices):
    """Where a mentoring request stands."""

    DRAFT = "draft", _("brouillon")
    SENT = "sent", _("en attente")
    ACCEPTED = "accepted", _("acceptée")
    DECLINED = "declined", _("déclinée")
    WITHDRAWN = "withdrawn", _("retirée")
    EXPIRED = "expired", _("sans réponse")


class PairState(TextChoices):
    """Where a pair stands."""

    ACTIVE = "active", _("en cours")
    CLOSING = "closing", _("à clore ou prolonger")
    CLOSED = "closed", _("clos")


#: Open requests: the couple can't have a second one.
OPEN = frozenset({State.DRAFT, State.SENT})

#: A closed request never opens again: she writes another one. To the same mentor at once when it expired (the silence
#: was not hers, and two of them pause the mentor), when another mentor had accepted, or when their pair is closed;
#: after `Programme.ask_again_days` when it was declined or when she took it back (`rules.may_ask_again_on`).
REQUEST_MOVES = {
    "send": Move("mentee", frozenset({State.DRAFT}), State.SENT),
    "ask_question": Move("mentor", frozenset({State.SENT}), State.SENT),
    "answer_question": Move("mentee", frozenset({State.SENT}), State.SENT),
    "accept": Move("mentor", frozenset({State.SENT}), State.ACCEPTED),
    "decline": Move("mentor", frozenset({State.SENT}), State.DECLINED),
    "withdraw": Move("mentee", frozenset({State.DRAFT, State.SENT}), State.WITHDRAWN),
    "expire": Move("system", frozenset({State.SENT}), State.EXPIRED),
}

#: Pairs that hold a place.
LIVE = frozenset({PairState.ACTIVE, PairState.CLOSING})

#: A meeting noted or taken back is a sign of life: it ends a closing proposed for silence, and leaves the others.
PAIR_MOVES = {
    "propose_closing": Move("system", frozenset({PairState.ACTIVE}), PairState.CLOSING),
    "log_meeting": Move("either", LIVE, PairState.ACTIVE),
    "delete_meeting": Move("either", LIVE, PairState.ACTIVE),
    "prolong": Move("either", LIVE, PairState.ACTIVE),
    "close": Move("either", LIVE, PairState.CLOSED),
}


class RunState(TextChoices):
    """Where a calculation of the pairs of a promotion stands."""

    QUEUED = "queued", _("en file d’attente")
    RUNNING = "running", _("en cours de calcul")
    DONE = "done", _("à relire")
    FAILED = "failed", _("impossible")
    SUBMITTED = "submitted", _("soumis au comité")
    APPROVED = "approved", _("validé par le comité")
    OFFERED = "offered", _("proposé aux personnes")
    PUBLISHED = "published", _("publié")


#: `staff`: a manager of the whole programme. A run that another one replaced stays where it is.
RUN_MOVES = {
    "finish": Move("system", frozenset({RunState.RUNNING}), RunState.DONE),
    "fail": Move("system", frozenset({RunState.RUNNING}), RunState.FAILED),
    "submit": Move("staff", frozenset({RunState.DONE}), RunState.SUBMITTED),
    "approve": Move("staff", frozenset({RunState.SUBMITTED}), RunState.APPROVED),
    "send_back": Move("staff", frozenset({RunState.SUBMITTED}), RunState.DONE),
    "offer": Move("staff", frozenset({RunState.APPROVED}), RunState.OFFERED),
    "publish": Move("staff", frozenset({RunState.APPROVED}), RunState.PUBLISHED),
}


class RulingKind(TextChoices):
    """What was ruled of two people of a promotion."""

    IMPOSED = "imposed", _("binôme imposé")
    FORBIDDEN = "forbidden", _("binôme écarté")
    REFUSED = "refused", _("proposition déclinée")


class DeclineReason(TextChoices):
    """Why a mentor declines: private, read by the team as counts only."""

    TIME = "time", _("Je n’ai pas le temps en ce moment")
    TOPIC = "topic", _("Je ne suis pas la bonne personne pour ce sujet")
    RELATION = "relation", _("Nous nous connaissons, ou un lien nous gêne")
    OTHER = "other", _("Une autre raison")


class CloseReason(TextChoices):
    """Why a pair closes."""

    REACHED = "reached", _("Objectif atteint")
    PLANNED = "planned", _("Fin de la durée prévue")
    TIME = "time", _("Plus assez de temps")
    FIT = "fit", _("L’entente ne s’est pas faite")
    OTHER = "other", _("Une autre raison")
    REPORT = "report", _("La charte n’a pas été respectée")


#: Reasons a member may choose; a report chooses its own.
MEMBER_CLOSE_REASONS = tuple(r for r in CloseReason if r is not CloseReason.REPORT)


class Fit(TextChoices):
    """The answer, private, after the first meeting."""

    WELL = "well", _("Ça se passe bien")
    UNSURE = "unsure", _("Je ne sais pas encore")
    NOT_RIGHT = "not_right", _("Ce n’est pas le bon binôme")


class Rhythm(TextChoices):
    MONTHLY = "monthly", _("Une fois par mois")
    FORTNIGHTLY = "fortnightly", _("Tous les quinze jours")


class MeetingFormat(TextChoices):
    REMOTE = "remote", _("À distance")
    IN_PERSON = "in_person", _("Sur place")
    PHONE = "phone", _("Par téléphone")

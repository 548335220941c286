"""The team's words about a profile: badges, checks, ready-made messages, what was done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.people.models import User
from binome.ui.wording import elided


@dataclass(frozen=True)
class Badge:
    """A state in words, with its drawing and its colour."""

    look: str
    icon: str
    label: object


#: What to look at, the most pressing first.
BADGES = {
    "contested": Badge("is-danger", "flag", gettext_lazy("Contestation")),
    "second": Badge("is-info", "people", gettext_lazy("Deuxième avis demandé")),
    "identity": Badge("is-danger", "lock", gettext_lazy("Nom de famille modifié")),
    "changed": Badge("is-info", "pencil", gettext_lazy("Modification à relire")),
    "money": Badge("is-danger", "flag", gettext_lazy("Offre commerciale")),
    "link": Badge("is-danger", "link", gettext_lazy("Lien dans le texte")),
    "name": Badge("is-wait", "error", gettext_lazy("Nom dans le texte")),
    "contact": Badge("is-wait", "error", gettext_lazy("Coordonnées dans le texte")),
    "short": Badge("is-wait", "error", gettext_lazy("Texte très court")),
    "photo": Badge("is-info", "photo", gettext_lazy("Photo à regarder")),
    "nothing": Badge("is-pair", "check", gettext_lazy("Rien à signaler")),
}

#: What must be ticked before a profile is published.
CHECKS = {
    "person": gettext_lazy("Une vraie personne, un vrai parcours"),
    "photo": gettext_lazy("Photo convenable, ou absente"),
    "contact": gettext_lazy("Aucun nom ni coordonnée dans le texte"),
}

FIELDS = {
    "first_name": gettext_lazy("Prénom"),
    "headline": gettext_lazy("Métier"),
    "quote": gettext_lazy("Phrase"),
    "presentation": gettext_lazy("Présentation"),
    "path": gettext_lazy("Parcours"),
    "link": gettext_lazy("Lien professionnel"),
    "photo": gettext_lazy("Photo"),
    "identity": gettext_lazy("Identité"),
}

#: The line of the ready-made message for each finding.
REQUESTS = {
    "name": gettext_lazy("Pourriez-vous retirer votre nom de famille du texte ? Il reste masqué sur le site."),
    "contact": gettext_lazy(
        "Pourriez-vous retirer vos coordonnées du texte ? Vous les échangerez dans le binôme, si vous le souhaitez."
    ),
    "link": gettext_lazy("Pourriez-vous retirer le lien du texte ? Un champ est prévu pour votre lien professionnel."),
    "money": gettext_lazy("Pourriez-vous retirer ce qui parle de prix ? Le mentorat est gratuit, des deux côtés."),
    "short": gettext_lazy("Pourriez-vous écrire quelques phrases de plus ? Elles aident à vous choisir."),
    "photo": gettext_lazy("Pourriez-vous choisir une autre photo, où l’on voit votre visage, ou la retirer ?"),
}

#: A decision as the next reader sees it: « Dina a publié le profil ».
DONE = {
    "approve": gettext_lazy("profil publié"),
    "ask_change": gettext_lazy("correction demandée"),
    "refuse": gettext_lazy("inscription refusée"),
    "escalate": gettext_lazy("deuxième avis demandé"),
    "confirm": gettext_lazy("modification confirmée"),
    "restore": gettext_lazy("version précédente rétablie"),
    "contest": gettext_lazy("refus contesté"),
    "resubmit": gettext_lazy("correction reçue"),
}


def ready_message(person: User, kinds: Iterable[str]) -> str:
    """A polite message about these findings, to be edited; nothing when there is nothing to ask."""
    lines = [str(REQUESTS[kind]) for kind in dict.fromkeys(kinds) if kind in REQUESTS]
    if not lines:
        return ""
    hello = _("Bonjour %(first_name)s, merci pour votre profil.") % {"first_name": person.first_name}
    return "\n".join([hello, *lines, _("Merci, et à bientôt.")])


def refusal_message(person: User) -> str:
    return _(
        "Bonjour %(first_name)s, merci d’avoir pris le temps de vous présenter. Après lecture, nous ne pouvons pas "
        "retenir votre inscription. Si vous pensez que c’est une erreur, dites-le-nous : une autre personne relira."
    ) % {"first_name": person.first_name}


def success(verb: str, person: User) -> str:
    """What the moderator reads once it is done."""
    sentences = {
        "approve": _("Le profil %(of_name)s est publié. Son e-mail d’activation part."),
        "ask_change": _("Votre message pour %(name)s est parti. Son profil reviendra une fois corrigé."),
        "refuse": _("L’inscription %(of_name)s est refusée. L’e-mail lui dit pourquoi, et comment contester."),
        "escalate": _("Une autre modératrice décidera pour %(name)s, avec votre note sous les yeux."),
        "confirm": _("La modification %(of_name)s est confirmée."),
        "restore": _("Le profil %(of_name)s est remis comme avant. Un e-mail lui dit pourquoi."),
    }
    return sentences[verb] % {"name": person.first_name, "of_name": elided(person.first_name, "de")}

"""The impact assessment (GDPR, article 35), prefilled after the structure of the CNIL's PIA method.

The software fills in what it knows. What only people can judge is left as an open question, and said as such.
"""

from typing import Any

from django.utils.translation import gettext as _

from binome.programmes.models import Programme

from .models import OperatorDetails
from .notices import Notice, Part, Sentences, Table, compose
from .register import Line, Register, register


def assessment(programme: Programme, details: OperatorDetails) -> Notice:
    now = register(programme, details)
    parts: dict[str, Part] = {
        "controller": now.controller,
        "data": _data(now.lines),
        "recipients": now.recipients,
        "bases": Table(
            _("Fondement de chaque traitement"),
            (_("Traitement"), _("Finalité"), _("Fondement")),
            tuple((line.treatment.name, line.treatment.purpose, line.basis) for line in now.lines),
        ),
        "retention": Table(
            _("Durées de conservation"),
            (_("Traitement"), _("Durées")),
            tuple((line.treatment.name, " ".join(map(str, line.kept))) for line in now.lines),
        ),
        "measures_on": Sentences(_safeguards(now, on=True) or (_("Aucune."),)),
        "measures_off": Sentences(_safeguards(now, on=False) or (_("Aucune : toutes sont en place."),)),
        "risks": _risks(),
    }
    return compose("dpia", parts, site=programme.name)


def _data(lines: tuple[Line, ...]) -> Table:
    header = (_("Traitement"), _("Personnes"), _("Données"))
    rows = [(line.treatment.name, line.treatment.people, " ; ".join(map(str, line.data))) for line in lines]
    return Table(_("Les données traitées"), header, tuple(rows))


def _safeguards(now: Register, *, on: bool) -> tuple[Any, ...]:
    return tuple(one.sentence for one in now.safeguards if one.on is on)


def _risks() -> Table:
    """The three feared events of the method. How severe and how likely is for the operator to judge."""
    judge = _("à juger par l’organisme")
    header = (
        _("Événement redouté"),
        _("Effets"),
        _("Sources"),
        _("Parades"),
        _("Appréciation"),
    )
    rows = (
        (_("Accès illégitime aux données"),
         _("un nom ou une adresse révélés malgré le choix de la personne ; un signalement connu de la personne "
           "signalée ; un employeur qui apprend une recherche d’emploi"),
         _("compte de l’équipe compromis, poste partagé, sauvegarde mal gardée, prestataire"),
         _("noms scellés, double vérification de l’équipe, lectures inscrites au journal, sessions courtes, e-mails "
           "sans nom de famille, gel du site en cas de violation"), judge),
        (_("Modification non désirée des données"),
         _("un profil altéré, une réponse envoyée à sa place"),
         _("compte compromis, erreur de l’équipe"),
         _("transitions contrôlées et inscrites au journal, relecture des profils, confirmation des changements "
           "d’adresse"), judge),
        (_("Disparition des données"),
         _("un binôme interrompu, une demande sans réponse"),
         _("panne, effacement par erreur, rançon"),
         _("écritures durables, sauvegardes de l’organisme, effacement annulable sept jours, arrêt des purges "
           "anormales"), judge),
    )  # fmt: skip
    return Table(_("Les trois risques de la méthode"), header, rows)

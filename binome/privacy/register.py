"""The register of processing (GDPR, article 30), made from the real configuration: nothing in it is typed twice.

The lines are the treatments: their data come from FIELDS, their periods from CLOCKS, the safeguards from the settings.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from binome.core.holds import is_held
from binome.programmes.models import Programme

from . import treatments
from .models import OperatorDetails
from .notices import Facts, basis_of, controller, recipients
from .safeguards import Safeguard, safeguards
from .treatments import FieldLine, Treatment

#: The line of the timetable that applies the clocks.
RETENTION = "run_clocks"


@dataclass(frozen=True)
class Line:
    """One treatment, as the register shows it."""

    treatment: Treatment
    data: tuple[Any, ...]
    basis: Any
    kept: tuple[Any, ...]
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class Register:
    controller: Facts
    recipients: Facts
    lines: tuple[Line, ...]
    safeguards: tuple[Safeguard, ...]


def register(programme: Programme, details: OperatorDetails) -> Register:
    """As of now: a line per treatment that has a field, each safeguard on or off."""
    fields = treatments.fields()
    lines = []
    for one in treatments.TREATMENTS:
        hers = tuple(field for field in fields if treatments.treatment_of(field.table) is one)
        if hers:
            data = tuple(treatments.CLASSES[kind] for kind in treatments.kinds_of(one, fields))
            lines.append(Line(one, data, basis_of(one, details), kept(one), hers))
    return Register(
        controller=controller(programme, details, "name", "legal_form", "address", "phone", "email", "privacy_contact"),
        recipients=recipients(details),
        lines=tuple(lines),
        safeguards=(*safeguards(details), _clocks_run()),
    )


def kept(treatment: Treatment) -> tuple[Any, ...]:
    """The promises of its clocks; without one, its data go with the account."""
    promises = tuple(clock.sentence for clock in treatments.clocks_of(treatment))
    return promises or (_("Tant que le compte existe : ces données partent avec lui."),)


def _clocks_run() -> Safeguard:
    """Whether what time should take away is being taken away."""
    return Safeguard("clocks", _("Effacements automatiques en marche"), not is_held(RETENTION))


#: The tables that can be taken away.
SHEETS = ("registre", "champs")


def sheet(name: str, register: Register) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of the treatments, or of their fields one by one."""
    if name == "champs":
        header = [_("Traitement"), _("Table"), _("Contenu"), _("Champ"), _("Libellé"), _("Nature")]
        rows = [
            [str(line.treatment.name), one.table, str(one.title), one.field, str(one.label),
             str(treatments.CLASSES[one.kind])]
            for line in register.lines
            for one in line.fields
        ]  # fmt: skip
        return header, rows
    header = [_("Traitement"), _("Finalité"), _("Personnes"), _("Données"), _("Fondement"), _("Destinataires"),
              _("Durées"), _("Mesures de sécurité")]  # fmt: skip
    secured = " ; ".join(str(one.sentence) for one in register.safeguards if one.on)
    return header, [
        [str(line.treatment.name), str(line.treatment.purpose), str(line.treatment.people),
         " ; ".join(map(str, line.data)), str(line.basis), str(line.treatment.recipients),
         " ".join(map(str, line.kept)), secured]
        for line in register.lines
    ]  # fmt: skip

"""Who answers for the site: completed by its administrator, and what is still missing said without fail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from binome.core.journal import Named, record
from binome.programmes.models import Programme

from .models import Conformity, OperatorDetails, Transfers

#: What every site must say: the field, and why.
NEEDED = {
    "name": _("qui édite le site, et répond des données"),
    "legal_form": _("association, société, établissement public…"),
    "address": _("le siège de l’organisme"),
    "phone": _("demandé par les mentions légales"),
    "email": _("pour écrire à l’organisme"),
    "publication_director": _("demandé par les mentions légales"),
    "host_name": _("demandé par les mentions légales"),
    "host_address": _("demandé par les mentions légales"),
    "host_phone": _("demandé par les mentions légales"),
    "mail_provider": _("les e-mails passent par lui : c’est un sous-traitant"),
    "transfers": _("la politique de confidentialité doit le dire"),
    "privacy_contact": _("à qui s’adresser pour exercer ses droits"),
    "backups_kept_days": _("une sauvegarde contient ce qui a été effacé depuis"),
}
#: Asked once the site says that it was audited.
AUDIT = {
    "audited_on": _("un audit a une date"),
    "audited_by": _("un audit a un auteur"),
    "audit_rate": _("la déclaration donne ce résultat"),
}
#: The addresses of the settings that nobody changed.
EXAMPLE = ".example"


@dataclass(frozen=True)
class Missing:
    """Something that the legal pages can't say yet. `field` is empty when no page can change it."""

    field: str
    label: Any
    why: Any


def details_of(programme: Programme) -> OperatorDetails:
    """What was filled in; blank details, not saved, before the first time."""
    return OperatorDetails.objects.filter(programme=programme).first() or OperatorDetails(programme=programme)


@transaction.atomic
def save_details(*, programme: Programme, changes: dict[str, Any], by: Named | None, now: datetime) -> list[str]:
    """Write what changed and say which fields; a second time changes nothing."""
    details, _created = OperatorDetails.objects.select_for_update().get_or_create(programme=programme)
    changed = sorted(name for name, value in changes.items() if getattr(details, name) != value)
    if changed:
        for name in changed:
            setattr(details, name, changes[name])
        details.changed_at = now
        details.save()
        record("operator_details_changed", by=by, obj=programme, now=now, fields=changed)
    return changed


def missing(programme: Programme, details: OperatorDetails | None = None) -> list[Missing]:
    """What the legal pages can't say yet, in the order of the form."""
    details = details or details_of(programme)
    needed = dict(NEEDED)
    if details.transfers == Transfers.SOME:
        needed["transfers_detail"] = _("un transfert hors d’Europe demande des garanties")
    if details.conformity != Conformity.UNAUDITED:
        needed |= AUDIT
    found = [
        Missing(name, details._meta.get_field(name).verbose_name, why)
        for name, why in needed.items()
        if getattr(details, name) in ("", None)
    ]
    if programme.contact_email.endswith(EXAMPLE):
        label, why = _("Adresse de contact du programme"), _("c’est encore celle de l’exemple")
        found.append(Missing("contact_email", label, why))
    if settings.DEFAULT_FROM_EMAIL.rstrip("> ").endswith(EXAMPLE):
        found.append(Missing("", "BINOME_FROM", _("les e-mails partent encore de l’adresse de l’exemple")))
    return found

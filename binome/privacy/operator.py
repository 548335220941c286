"""Who answers for the site: completed by its administrator, and what is still missing said without fail.

One operator publishes and hosts the site, whatever the programme. Of a programme of organisations, the organisation
that runs it answers for the data, and the operator works for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
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
#: What a programme of organisations says of whoever answers for its data; the rest is the operator's.
IDENTITY = ("name", "legal_form", "address", "phone", "email", "registration")
CONTACT = ("privacy_contact", "has_dpo")
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


def operator_of_site() -> OperatorDetails:
    """Who publishes and hosts the site, the same inside each programme."""
    return OperatorDetails.objects.filter(programme__is_home=True).first() or OperatorDetails()


def answering_for(programme: Programme) -> OperatorDetails:
    """Who answers for the data of this programme, to read and never to save.

    In a programme of organisations: the identity and the legal grounds of the one that runs it, its own contact if it
    gave one, and the operator's details for everything else. The operator is then one of those who work for it.
    """
    if programme.is_home:
        return details_of(programme)
    shown, own = operator_of_site(), details_of(programme)
    name = own.name or _names_of_who_runs(programme)
    if name:
        works_for = gettext("%(name)s, qui fait fonctionner ce site") % {"name": shown.name} if shown.name else ""
        shown.other_processors = "\n".join(filter(None, (works_for, shown.other_processors)))
        for field in IDENTITY:
            setattr(shown, field, getattr(own, field))
        shown.name, shown.bases = name, own.bases
    if own.privacy_contact:
        for field in CONTACT:
            setattr(shown, field, getattr(own, field))
    return shown


def _names_of_who_runs(programme: Programme) -> str:
    running = programme.parties.filter(runs=True).order_by("pk")
    return ", ".join(running.values_list("organisation__name", flat=True))


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
    """What the legal pages can't say yet, in the order of the form. Of a programme of organisations, its contact: the
    rest is the operator's to say."""
    details = details or details_of(programme)
    needed = dict(NEEDED) if programme.is_home else {}
    if programme.is_home and details.transfers == Transfers.SOME:
        needed["transfers_detail"] = _("un transfert hors d’Europe demande des garanties")
    if programme.is_home and details.conformity != Conformity.UNAUDITED:
        needed |= AUDIT
    found = [
        Missing(name, details._meta.get_field(name).verbose_name, why)
        for name, why in needed.items()
        if getattr(details, name) in ("", None)
    ]
    if programme.contact_email.endswith(EXAMPLE):
        label, why = _("Adresse de contact du programme"), _("c’est encore celle de l’exemple")
        found.append(Missing("contact_email", label, why))
    if programme.is_home and settings.DEFAULT_FROM_EMAIL.rstrip("> ").endswith(EXAMPLE):
        found.append(Missing("", "BINOME_FROM", _("les e-mails partent encore de l’adresse de l’exemple")))
    return found

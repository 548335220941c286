"""Who answers for this site: what no program can know, and the legal pages must say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.programmes.models import Programme


class Transfers(models.TextChoices):
    """Do data leave the European Economic Area?"""

    UNSAID = "", _("pas encore dit")
    NONE = "none", _("non, tout reste dans l’Espace économique européen")
    SOME = "some", _("oui, avec les garanties dites ci-dessous")


class Conformity(models.TextChoices):
    """The state that the accessibility statement declares. Without a valid audit, RGAA calls it non-conformity."""

    UNAUDITED = "unaudited", _("pas encore audité")
    NONE = "none", _("audité, non conforme")
    PARTIAL = "partial", _("audité, partiellement conforme")
    FULL = "full", _("audité, totalement conforme")


class Basis(models.TextChoices):
    """The legal bases of article 6(1) of the GDPR that such a site may rely on."""

    CONTRACT = "contract", _("exécution du contrat (le service demandé) : article 6.1.b")
    INTEREST = "interest", _("intérêt légitime : article 6.1.f")
    CONSENT = "consent", _("consentement : article 6.1.a")
    OBLIGATION = "obligation", _("obligation légale : article 6.1.c")
    PUBLIC = "public", _("mission d’intérêt public : article 6.1.e")


class OperatorDetails(models.Model):
    """One row per programme, completed by its administrator. A blank is said as a blank (`operator.missing`)."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Nom de l’organisme"), max_length=120, blank=True)
    legal_form = models.CharField(_("Forme juridique"), max_length=120, blank=True)
    address = models.TextField(_("Adresse du siège"), max_length=400, blank=True)
    phone = models.CharField(_("Téléphone"), max_length=40, blank=True)
    email = models.EmailField(_("Adresse e-mail"), blank=True)
    registration = models.CharField(_("Immatriculation"), max_length=120, blank=True)
    publication_director = models.CharField(_("Direction de la publication"), max_length=120, blank=True)
    host_name = models.CharField(_("Nom de l’hébergeur"), max_length=120, blank=True)
    host_address = models.TextField(_("Adresse de l’hébergeur"), max_length=400, blank=True)
    host_phone = models.CharField(_("Téléphone de l’hébergeur"), max_length=40, blank=True)
    mail_provider = models.CharField(_("Prestataire qui achemine les e-mails"), max_length=200, blank=True)
    other_processors = models.TextField(_("Autres sous-traitants"), max_length=2000, blank=True)
    transfers = models.CharField(
        _("Transferts hors d’Europe"), max_length=4, blank=True, choices=Transfers.choices, default=Transfers.UNSAID
    )
    transfers_detail = models.TextField(_("Garanties de ces transferts"), max_length=2000, blank=True)
    privacy_contact = models.TextField(_("Contact pour les données personnelles"), max_length=400, blank=True)
    has_dpo = models.BooleanField(_("Ce contact est le délégué à la protection des données"), default=False)
    authority = models.TextField(
        _("Autorité de contrôle"),
        max_length=400,
        default="Commission nationale de l’informatique et des libertés (CNIL)\n3 place de Fontenoy, TSA 80715\n"
        "75334 Paris Cedex 07\nhttps://www.cnil.fr/fr/plaintes",
    )
    backups_kept_days = models.PositiveSmallIntegerField(
        _("Durée de garde des sauvegardes, en jours"), null=True, blank=True
    )
    conformity = models.CharField(
        _("Accessibilité : état de conformité"), max_length=10, choices=Conformity.choices, default=Conformity.UNAUDITED
    )
    audited_on = models.DateField(_("Date de l’audit"), null=True, blank=True)
    audited_by = models.CharField(_("Audit mené par"), max_length=120, blank=True)
    audit_rate = models.PositiveSmallIntegerField(_("Part des critères respectés, en %"), null=True, blank=True)
    audit_failings = models.TextField(_("Contenus non accessibles"), max_length=4000, blank=True)
    #: {treatment: basis}, where the organisation relies on another basis than the usual one.
    bases = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"operator of {self.programme_id}"

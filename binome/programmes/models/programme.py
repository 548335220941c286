"""A programme: its rules, its vocabulary and its texts."""

from dataclasses import replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField

from .. import defaults
from ..modalities import MODALITIES, Modality


class Approval(models.TextChoices):
    """`AUTO`: another person, as soon as two managers run the whole programme."""

    AUTO = "auto", _("une autre personne, dès que deux responsables pilotent tout le programme")
    OTHER = "other", _("toujours une autre personne que celle qui soumet")
    ANY = "any", _("la même personne peut soumettre et valider")


class Programme(models.Model):
    """A frame in which people pair: its rules, its vocabulary and its texts, all as data."""

    code = CodeField()
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    #: The programme served at the root of the site.
    is_home = models.BooleanField(default=False)
    form = models.CharField(max_length=20, default="open", choices=[(k, k) for k in MODALITIES])
    #: What this programme changes in the properties of its form: {"property": value}, by which one makes one's own.
    adjustments = models.JSONField(default=dict, blank=True)
    #: What people are asked at enrolment, what brings points, what forbids a pair (`forms/` gives those of a start).
    questions = models.JSONField(default=list, blank=True)
    criteria = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    #: The words of its invitation, its nomination and its welcome: {"fr": {"invitation", …}, "en": …}.
    texts = models.JSONField(default=dict, blank=True)
    #: Feminine or inclusive wording: the catalogue of French used (A14).
    wording = models.CharField(max_length=12, default="fr", choices=[("fr", "féminin"), ("fr-inclusif", "inclusif")])
    #: {"fr": {"mentor": {"one", "many", "a", "the", "of", "to"}, "mentee": …, "pair": …}, "en": …}
    vocabulary = models.JSONField(default=defaults.vocabulary)
    #: The rules a person attests at sign-up: [{"key", "fr", "en"}]; dropped or reworded without code (A1).
    eligibility = models.JSONField(default=defaults.eligibility)
    eligibility_version = models.PositiveSmallIntegerField(default=1)
    #: The oldest version whose attestation still holds: only dropping rules asks nobody again.
    attestation_holds_from = models.PositiveSmallIntegerField(default=1)
    #: Until that day, who attested an older version goes on while she is asked for this one.
    attest_by_on = models.DateField(null=True, blank=True)
    sectors = models.JSONField(default=defaults.sectors)
    topics = models.JSONField(default=defaults.topics)
    request_due_days = models.PositiveSmallIntegerField(default=14)
    remind_after_days = models.PositiveSmallIntegerField(default=7)
    #: A mentor who declined, or whose mentee took her request back, is left in peace this long by that mentee.
    ask_again_days = models.PositiveSmallIntegerField(default=30)
    max_pending = models.PositiveSmallIntegerField(default=3)
    max_capacity = models.PositiveSmallIntegerField(default=5)
    durations = models.JSONField(default=defaults.durations)
    default_duration = models.PositiveSmallIntegerField(default=12)
    silence_days = models.PositiveSmallIntegerField(default=90)
    silence_grace_days = models.PositiveSmallIntegerField(default=7)
    closing_days = models.PositiveSmallIntegerField(default=15)
    #: A case: days to decide by severity, to hear the other version, to contest a measure.
    case_days = models.JSONField(default=defaults.case_days)
    hearing_days = models.PositiveSmallIntegerField(default=7)
    appeal_days = models.PositiveSmallIntegerField(default=30)
    moderation_target_days = models.PositiveSmallIntegerField(default=3)
    contact_email = models.EmailField(default="bonjour@binome.example")
    #: Whether whoever leads a participant is told once that she takes part (`emails.line_manager_told`).
    tells_line_managers = models.BooleanField(default=False)
    #: Who may approve a matching: another manager than the one who submits it, or any of them.
    approval = models.CharField(max_length=6, default=Approval.AUTO, choices=Approval.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="one_home")]

    def __str__(self) -> str:
        return self.name

    @property
    def root(self) -> str:
        """What comes before each of its addresses (ADR 0014); "" at the root of the site."""
        return "" if self.is_home else f"/programmes/{self.slug}"

    def catalogue(self, chosen: str | None) -> str:
        """English for who chose it; otherwise the programme's French, feminine or inclusive (A14)."""
        return "en" if chosen == "en" else self.wording

    @property
    def barred_within(self) -> str:
        """Where a measure bars an address (`people.rules.bar`): each programme bars for itself."""
        return "" if self.is_home else self.code

    @property
    def modality(self) -> Modality:
        return replace(MODALITIES[self.form], **self.adjustments)

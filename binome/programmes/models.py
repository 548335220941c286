"""Programmes, who takes part in them, and the charter each of them asks to accept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField

from . import defaults
from .modalities import MODALITIES, Modality


class Role(models.TextChoices):
    MENTOR = "mentor", _("mentore")
    MENTEE = "mentee", _("mentorée")


class Programme(models.Model):
    """A frame in which people pair: its rules, its vocabulary and its texts, all as data."""

    code = CodeField()
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    #: The programme served at the root of the site.
    is_home = models.BooleanField(default=False)
    form = models.CharField(max_length=20, default="open", choices=[(k, k) for k in MODALITIES])
    #: Feminine or inclusive wording: the catalogue of French used (A14).
    wording = models.CharField(max_length=12, default="fr", choices=[("fr", "féminin"), ("fr-inclusif", "inclusif")])
    #: {"fr": {"mentor": {"one", "many", "a", "the", "of", "to"}, "mentee": …, "pair": …}, "en": …}
    vocabulary = models.JSONField(default=defaults.vocabulary)
    #: The rules a person attests at sign-up: [{"key", "fr", "en"}]; dropped or reworded without code (A1).
    eligibility = models.JSONField(default=defaults.eligibility)
    eligibility_version = models.PositiveSmallIntegerField(default=1)
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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="one_home")]

    def __str__(self) -> str:
        return self.name

    @property
    def modality(self) -> Modality:
        return MODALITIES[self.form]


class EnrolmentState(models.TextChoices):
    PENDING = "pending", _("en attente")
    ACTIVE = "active", _("active")
    LEFT = "left", _("partie")
    SUSPENDED = "suspended", _("suspendue")
    EXCLUDED = "excluded", _("exclue")


class Pause(models.TextChoices):
    NONE = "", _("disponible")
    OWN = "own", _("en pause à sa demande")
    KIND = "kind", _("en pause, sans réponse de sa part")


class Enrolment(models.Model):
    """A person takes part in a programme, with one role. Her eligibility is attested, dated, and only that."""

    code = CodeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=10, choices=Role.choices)
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.PENDING)
    attested_at = models.DateTimeField()
    attested_version = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField(null=True, blank=True)
    pause = models.CharField(max_length=6, choices=Pause.choices, default=Pause.NONE, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_until = models.DateField(null=True, blank=True)
    #: Silences before her last return no longer count against her.
    silence_counts_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "programme"], name="one_role_per_programme")]

    def __str__(self) -> str:
        return f"{self.role} {self.code}"


class EligibilityVersion(models.Model):
    """The rules as they were worded from a moment on, under their number: an attestation keeps its words (A1)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    #: As `Programme.eligibility` was.
    rules = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "published_at"], name="one_eligibility_at_a_moment")
        ]

    def __str__(self) -> str:
        return f"eligibility {self.number}"


class StaffRole(models.Model):
    """A person works for a programme. Roles of organisations join later."""

    class Kind(models.TextChoices):
        MODERATOR = "moderator", _("modératrice")
        ADMINISTRATOR = "administrator", _("administratrice")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="staff_roles")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "programme", "kind"], name="one_staff_role_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class CharterVersion(models.Model):
    """One published text of a programme's charter. Once published it never changes; a new number asks again (A19)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="charter_versions")
    number = models.PositiveSmallIntegerField()
    body = models.TextField()
    #: A translation; the French text is the reference. Empty: the page shows the French one.
    body_en = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_charter_of_a_number")]

    def __str__(self) -> str:
        return f"charter {self.number}"


class CharterDraft(models.Model):
    """The next version, while the team writes it. There is one; publishing it takes it away."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="charter_draft")
    body = models.TextField()
    body_en = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    #: How often it was saved: two people who write at once do not erase one another.
    edits = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"charter draft of {self.programme_id}"


class CharterSignature(models.Model):
    """She accepted this version on this date."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="charter_signatures")
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_signature_per_version")]

    def __str__(self) -> str:
        return f"signature {self.person_id} of {self.version_id}"

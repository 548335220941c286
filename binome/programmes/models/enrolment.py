"""Who takes part in a programme, under which rules, and who works for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField

from .programme import Programme


class Role(models.TextChoices):
    MENTOR = "mentor", _("mentore")
    MENTEE = "mentee", _("mentorée")
    #: In turn the one and the other: programmes between peers (D6).
    PEER = "peer", _("pair ou paire")


class EnrolmentState(models.TextChoices):
    PENDING = "pending", _("en attente")
    #: The promotion is full: she comes in when somebody leaves.
    WAITING = "waiting", _("en liste d’attente")
    ACTIVE = "active", _("active")
    LEFT = "left", _("partie")
    SUSPENDED = "suspended", _("suspendue")
    EXCLUDED = "excluded", _("exclue")


class Pause(models.TextChoices):
    NONE = "", _("disponible")
    OWN = "own", _("en pause à sa demande")
    KIND = "kind", _("en pause, sans réponse de sa part")


class Enrolment(models.Model):
    """A person takes part in a programme, with one role, once in each promotion of a programme that has promotions.

    Her eligibility is attested, dated, and only that.
    """

    code = CodeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    #: None in a programme without promotions, as the open platform.
    cohort = models.ForeignKey(
        "programmes.Cohort", null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    #: On behalf of which organisation she takes part, as it declares her.
    affiliation = models.ForeignKey(
        "programmes.Affiliation", null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments"
    )
    #: What she answered to the programme's own questions: {"question": answer}.
    answers = models.JSONField(default=dict, blank=True)
    #: When every question that she must answer was answered for the first time.
    completed_at = models.DateTimeField(null=True, blank=True)
    #: The last time that she was asked again for what is missing.
    reminded_at = models.DateTimeField(null=True, blank=True)
    #: Her place among those of her role in the promotion: the database itself refuses a second taker (ADR 0003).
    #: None while she waits, once she left, and where there are no promotions.
    place = models.PositiveIntegerField(null=True, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    #: She read, before her yes, that her line manager would be told, and let it be. Refused or never asked, it is the
    #: same: nobody reads a refusal here (D15).
    line_manager_may_know = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.PENDING)
    #: The day on which her organisation says that she left, once the team decided to keep her all the same.
    kept_for = models.DateField(null=True, blank=True)
    attested_at = models.DateTimeField()
    attested_version = models.PositiveSmallIntegerField()
    joined_at = models.DateTimeField(null=True, blank=True)
    pause = models.CharField(max_length=6, choices=Pause.choices, default=Pause.NONE, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    pause_until = models.DateField(null=True, blank=True)
    #: Silences before her last return no longer count against her.
    silence_counts_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(cohort=None), name="one_role_per_programme"
            ),
            models.UniqueConstraint(fields=["person", "cohort"], name="one_role_per_cohort"),
            models.UniqueConstraint(fields=["cohort", "role", "place"], name="one_taker_of_a_place"),
        ]
        # Without it SQLite reads a whole promotion again for each of its people.
        indexes = [models.Index(fields=["affiliation", "cohort"], name="enrolment_by_affiliation")]

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


class PastAttestation(models.Model):
    """What she had attested, and when, before she attested rules that changed. The last one is on her enrolment."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="past_attestations")
    version = models.ForeignKey(EligibilityVersion, on_delete=models.PROTECT, related_name="past_attestations")
    attested_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_past_attestation_of_a_version")]

    def __str__(self) -> str:
        return f"past attestation {self.person_id} of {self.version_id}"


class StaffRole(models.Model):
    """A person works for a programme: for the whole of it, or within an organisation or an entity (D4, D8)."""

    class Kind(models.TextChoices):
        MODERATOR = "moderator", _("modératrice")
        ADMINISTRATOR = "administrator", _("administratrice")
        MANAGER = "manager", _("responsable de programme")
        COORDINATOR = "coordinator", _("relais local")
        SPONSOR = "sponsor", _("marraine du programme")

    code = CodeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="staff_roles")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    #: The first name under which it was given: who gives it is told no other (N6).
    called = models.CharField(max_length=60, blank=True, default="")
    #: Her perimeter: neither, the whole programme.
    organisation = models.ForeignKey(
        "programmes.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="staff_roles"
    )
    entity = models.ForeignKey(
        "programmes.Entity", null=True, blank=True, on_delete=models.CASCADE, related_name="staff_roles"
    )
    since_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "kind"],
                condition=Q(organisation=None, entity=None),
                name="one_staff_role_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "kind", "organisation"],
                condition=Q(entity=None),
                name="one_staff_role_in_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["person", "programme", "kind", "entity"], name="one_staff_role_in_an_entity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"

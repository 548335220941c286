"""Who takes part in a programme, under which rules, and who works for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField

from .programme import Programme


class Role(models.TextChoices):
    MENTOR = "mentor", _("mentore")
    MENTEE = "mentee", _("mentorée")


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

"""The promotions of a programme, and whom they invite."""

from django.conf import settings
from django.db import models

from binome.core.codes import CodeField

from ..lifecycle import CohortState, InvitationState
from .enrolment import Role
from .organisation import Affiliation
from .programme import Programme


class Cohort(models.Model):
    """One run of a programme (promotion), with its dates and its size. Its moves are in `lifecycle.COHORT_MOVES`."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=CohortState.choices, default=CohortState.DRAFT)
    #: A trial with its own size, before the others (D10).
    is_pilot = models.BooleanField(default=False)
    #: Mentors enrol first, then mentees.
    mentors_from = models.DateField(null=True, blank=True)
    mentees_from = models.DateField(null=True, blank=True)
    enrolment_ends_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    #: The most people of each side; who comes after waits. None: no limit.
    max_mentors = models.PositiveIntegerField(null=True, blank=True)
    max_mentees = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    #: When it ended: what it holds of people goes a year later.
    closed_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_cohort_of_a_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.state == CohortState.CLOSED or self.archived_at is not None


class Invitation(models.Model):
    """A person is asked to take part, or nominated: nothing happens until she opts in herself (D15)."""

    class Kind(models.TextChoices):
        INVITED = "invited"
        NOMINATED = "nominated"

    code = CodeField()
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    affiliation = models.ForeignKey(Affiliation, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INVITED)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.SENT)
    #: Why she was nominated, in the words of who did; she reads them.
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations_made"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "affiliation"], name="one_invitation_to_a_cohort")]

    def __str__(self) -> str:
        return f"invitation {self.code}"

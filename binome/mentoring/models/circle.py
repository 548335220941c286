"""A circle of peers, its people, and when they met (D6)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from binome.core.codes import CodeField
from binome.people.models import User
from binome.programmes.models import Cohort, Enrolment, Programme

from ..lifecycle import CloseReason, Fit, MeetingFormat


class CircleQuerySet(models.QuerySet["Circle"]):
    def live(self) -> "CircleQuerySet":
        return self.filter(closed_at=None)


class Circle(models.Model):
    """Three to six people of a promotion who meet together (D6). It closes with its promotion, or when fewer than two
    are left."""

    code = CodeField()
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="circles")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    #: The last thing that somebody did here; silence is counted from it.
    last_sign_at = models.DateTimeField()
    silence_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Said by who closed it for the team; empty when it ended by itself.
    close_reason = models.CharField(max_length=10, choices=CloseReason.choices, blank=True)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "number"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="one_circle_of_a_number")]

    def __str__(self) -> str:
        return f"circle {self.code}"


class CircleMemberQuerySet(models.QuerySet["CircleMember"]):
    def live(self) -> "CircleMemberQuerySet":
        """Who has not left a circle that goes on."""
        return self.filter(left_at=None, circle__closed_at=None)

    def of(self, person: User, programme: Programme) -> "CircleMemberQuerySet":
        """Hers in one programme, closed or not, that she has not left."""
        return self.filter(left_at=None, enrolment__person=person, circle__cohort__programme=programme)


class CircleMember(models.Model):
    """Somebody of a circle, and what she shows the others of herself; one circle at a time."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="circle_memberships")
    name = models.BooleanField(default=False)
    email = models.BooleanField(default=False)
    phone = models.BooleanField(default=False)
    link = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)
    #: How it feels to her after the first meeting. The others never read it.
    fit = models.CharField(max_length=10, choices=Fit.choices, blank=True)
    fit_at = models.DateTimeField(null=True, blank=True)

    objects = CircleMemberQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment"], condition=Q(left_at=None), name="one_circle_at_a_time"),
            models.UniqueConstraint(fields=["circle", "enrolment"], name="once_in_a_circle"),
        ]

    def __str__(self) -> str:
        return f"member {self.enrolment_id} of {self.circle_id}"


class CircleMeeting(models.Model):
    """They met: noted once for all of them, with who was there. No content."""

    code = CodeField()
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="meetings")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=60)
    format = models.CharField(max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.REMOTE)
    present = models.ManyToManyField(CircleMember, related_name="meetings")

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [models.UniqueConstraint(fields=["circle", "held_on"], name="one_meeting_of_a_circle_a_day")]

    def __str__(self) -> str:
        return f"meeting {self.circle_id} {self.held_on}"

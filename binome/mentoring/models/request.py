"""A mentee asks a mentor; the mentor's places; who is kept away from whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from binome.core.codes import CodeField
from binome.people.models import User
from binome.programmes.models import Enrolment, Programme

from ..lifecycle import OPEN, DeclineReason, Rhythm, State


def between(one: User | None, other: User | None) -> Q:
    """Requests, or pairs, of these two people, whichever asks and whichever gives."""
    return Q(mentor=one, mentee=other) | Q(mentor=other, mentee=one)


class MentoringRequestQuerySet(models.QuerySet["MentoringRequest"]):
    def concerning(self, person: User) -> "MentoringRequestQuerySet":
        """Those this person may open: her own, and those sent to her (a draft is hers alone)."""
        return self.filter(Q(mentee=person) | (Q(mentor=person) & ~Q(sent_at=None)))

    def pending(self) -> "MentoringRequestQuerySet":
        return self.filter(state=State.SENT)


class MentoringRequest(models.Model):
    """A demand for mentoring, from its draft to its answer. Its moves are in `lifecycle.REQUEST_MOVES`."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_received")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests_made")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    objective = models.CharField(max_length=200, blank=True)
    about_me = models.TextField(max_length=1500, blank=True)
    why_you = models.TextField(max_length=1500, blank=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    duration_months = models.PositiveSmallIntegerField(default=12)
    #: What she will reveal to the mentor if accepted: some of name, email, phone, link.
    will_reveal = models.JSONField(default=list, blank=True)

    #: 1, 2 or 3 while pending: the database itself limits how many a mentee has at once.
    pending_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    question = models.TextField(max_length=600, blank=True)
    question_asked_at = models.DateTimeField(null=True, blank=True)
    question_answer = models.TextField(max_length=1500, blank=True)
    question_answered_at = models.DateTimeField(null=True, blank=True)
    #: The mentor's words to the mentee, when accepting or declining.
    reply = models.TextField(max_length=1500, blank=True)
    decline_reason = models.CharField(max_length=10, choices=DeclineReason.choices, blank=True)
    #: Why it was withdrawn without her asking: "accepted_elsewhere", "blocked", "set_aside"
    #: (she was, by a measure), "unavailable" (her mentor was).
    withdrawn_because = models.CharField(max_length=20, blank=True)

    objects = MentoringRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mentor", "state"], name="request_inbox"),
            models.Index(fields=["state", "due_at"], name="request_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=Q(state__in=sorted(OPEN)), name="one_open_request_per_couple"
            ),
            models.UniqueConstraint(
                fields=["mentee", "pending_slot"], condition=Q(state=State.SENT), name="pending_requests_limited"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENT) | Q(pending_slot__isnull=False), name="a_pending_request_has_a_slot"
            ),
            models.CheckConstraint(condition=~Q(mentor=F("mentee")), name="no_request_to_oneself"),
        ]

    def __str__(self) -> str:
        return f"request {self.code}"


class Place(models.Model):
    """One unit of a mentor's capacity. Taken when it bears a pair; her capacity is the number of her places."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField()
    pair = models.OneToOneField(
        "mentoring.Pair", null=True, blank=True, on_delete=models.SET_NULL, related_name="place"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "number"], name="one_place_of_a_number")]

    def __str__(self) -> str:
        return f"place {self.enrolment_id}/{self.number}"


class Block(models.Model):
    """Two people kept apart. To each of them the other looks unavailable, and nothing says why (N7)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_made")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks_received")
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "person"], name="one_block_per_couple")]

    def __str__(self) -> str:
        return f"block {self.by_id} {self.person_id}"

"""The pair (binôme) and what happens in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from binome.core.codes import CodeField
from binome.people.models import User
from binome.programmes.models import Cohort, Programme

from ..lifecycle import LIVE, CloseReason, Fit, MeetingFormat, PairState, Rhythm
from .request import MentoringRequest

PERSON = settings.AUTH_USER_MODEL


class PairQuerySet(models.QuerySet["Pair"]):
    def concerning(self, person: User) -> "PairQuerySet":
        return self.filter(Q(mentor=person) | Q(mentee=person))

    def live(self) -> "PairQuerySet":
        return self.filter(state__in=LIVE)


class Pair(models.Model):
    """A mentor and a mentee, by a request or by their programme. Its moves are in `lifecycle.PAIR_MOVES`."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    #: None when the team of a programme made the pair.
    mentoring_request = models.OneToOneField(
        MentoringRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="pair"
    )
    #: The promotion for which it was made; None on the open platform.
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, related_name="pairs")
    mentor = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="pairs_as_mentee")
    state = models.CharField(max_length=8, choices=PairState.choices, default=PairState.ACTIVE)
    objective = models.CharField(max_length=200, blank=True)
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)
    opened_at = models.DateTimeField()
    planned_end_on = models.DateField()
    #: The last thing either did here; silence is counted from it.
    last_sign_at = models.DateTimeField()
    silence_told_at = models.DateTimeField(null=True, blank=True)
    closing_since = models.DateTimeField(null=True, blank=True)
    closing_because = models.CharField(max_length=8, blank=True, choices=[("end", "end"), ("silence", "silence")])
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    close_reason = models.CharField(max_length=10, choices=CloseReason.choices, blank=True)

    objects = PairQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mentor", "state"], name="pair_of_mentor"),
            models.Index(fields=["mentee", "state"], name="pair_of_mentee"),
            models.Index(fields=["state", "last_sign_at"], name="pair_silence"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "mentee"], condition=Q(state__in=sorted(LIVE)), name="one_live_pair_per_couple"
            ),
            models.UniqueConstraint(
                fields=["mentee", "cohort"], condition=Q(state__in=sorted(LIVE)), name="one_live_pair_in_a_cohort"
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.code}"

    def partner_of(self, person: User) -> User:
        """The other member."""
        return self.mentee if person.pk == self.mentor_id else self.mentor


class Reveal(models.Model):
    """What one member shows the other of herself, and whether it stays after the pair is closed."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="reveals")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.BooleanField(default=False)
    email = models.BooleanField(default=False)
    phone = models.BooleanField(default=False)
    link = models.BooleanField(default=False)
    after_closing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "person"], name="one_reveal_each")]

    def __str__(self) -> str:
        return f"reveal {self.pair_id}/{self.person_id}"


class Meeting(models.Model):
    """ "We met": the date, the minutes, remote or in person. No content."""

    code = CodeField()
    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="meetings")
    logged_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=60)
    format = models.CharField(max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.REMOTE)

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [models.UniqueConstraint(fields=["pair", "held_on"], name="one_meeting_a_day")]

    def __str__(self) -> str:
        return f"meeting {self.pair_id} {self.held_on}"


class PairEvent(models.Model):
    """One line of the pair's timeline, seen by both members alike."""

    class Kind(models.TextChoices):
        OPENED = "opened"
        PROLONGED = "prolonged"
        CLOSING_PROPOSED = "closing_proposed"
        CLOSED = "closed"

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pair_id}"


class FitAnswer(models.Model):
    """How the pair feels to one member after the first meeting. The other never reads it."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="fit_answers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=Fit.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "person"], name="one_fit_answer_each")]

    def __str__(self) -> str:
        return f"fit {self.pair_id}/{self.person_id}"


class Comment(models.Model):
    """The mentee's words at the end: for the team, and for the mentor if she says so (A8)."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="comment")
    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(max_length=1500)
    shared_with_mentor = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"comment {self.pair_id}"

"""Making the pairs of a promotion: the runs of the engine, what they propose, what people ruled, what both answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.programmes.models import Cohort, Enrolment

from ..lifecycle import RulingKind, RunState
from .pair import Pair

PERSON = settings.AUTH_USER_MODEL


class MatchRun(models.Model):
    """One calculation for a promotion: with which settings, on which data, how far it is, and what came of it.

    Its moves are in `lifecycle.RUN_MOVES`. Sentences are kept in both languages: {"fr": …, "en": …}.
    """

    code = CodeField()
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_runs")
    #: What it is called when it only tries something; empty: the promotion's own.
    name = models.CharField(max_length=80, blank=True)
    #: As used: {"criteria", "rules", "protection", "pins": [[mentee code, mentor code], …] tried beside the rulings};
    #: of a run that kept the others' pairs, "acts" and "after" too: what was done since which whole calculation.
    settings = models.JSONField(default=dict)
    #: Of everybody's answers when it was read: another one now, and the run is out of date (`matchmaking.digest`).
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    asked_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    #: Its worker's last sign of life: one too old, and another worker takes the run again.
    beat_at = models.DateTimeField(null=True, blank=True)
    #: How far it is: the engine's level and round.
    stage = models.CharField(max_length=20, blank=True)
    step = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    #: Totals, the count of each rule, what was left out (`matchmaking.figures`).
    figures = models.JSONField(default=dict, blank=True)
    certificate = models.TextField(blank=True)
    #: What answers « and if…? » at once (`matchmaking.effects`): whole numbers, no name. Pages leave it where it is.
    memory = models.BinaryField(default=bytes, blank=True)
    #: Why it failed, in both languages.
    fault = models.JSONField(default=dict, blank=True)
    submitted_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    #: The committee's words, for the minutes.
    decision = models.CharField(max_length=500, blank=True)
    published_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"run {self.code}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        """Put to two people who have not both answered; neither said no, and it is not over."""
        return self.filter(offered_at__isnull=False, pair=None, ended_because="")


class Proposal(models.Model):
    """Two people whom a run brings together, with its points told criterion by criterion. Between peers, "mentee" is
    the one whose code comes first."""

    class Answer(models.TextChoices):
        NONE = ""
        YES = "yes"
        NO = "no"

    class Ended(models.TextChoices):
        """Why it no longer waits. The other person is not told which (`emails.proposal_ended`)."""

        NOT = ""
        DECLINED = "declined", _("déclinée")
        EXPIRED = "expired", _("sans réponse")
        WITHDRAWN = "withdrawn", _("retirée")

    code = CodeField()
    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    points = models.IntegerField()
    imposed = models.BooleanField(default=False)
    #: [{"label": {fr, en}, "points": int, "most": int or None, "detail": {fr, en}}]
    parts = models.JSONField(default=list)
    sentence = models.JSONField(default=dict)
    #: Where both must say yes: when it was put to them, and what each said.
    offered_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    mentee_said = models.CharField(max_length=3, choices=Answer.choices, default=Answer.NONE, blank=True)
    mentor_said = models.CharField(max_length=3, choices=Answer.choices, default=Answer.NONE, blank=True)
    ended_because = models.CharField(max_length=9, choices=Ended.choices, default=Ended.NOT, blank=True)
    #: The pair that it became.
    pair = models.OneToOneField(Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["run", "-points", "pk"]
        constraints = [models.UniqueConstraint(fields=["run", "mentee", "mentor"], name="one_proposal_per_couple")]

    def __str__(self) -> str:
        return f"proposal {self.code}"


class Situation(models.Model):
    """Where a run leaves one person: her price, whom else she could have, why nobody, her circle."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="situations")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    #: How many people the rules leave her, and the best of them who are not hers: [[code, points, least loss], …].
    possible = models.PositiveIntegerField(default=0)
    others = models.JSONField(default=list)
    alone = models.BooleanField(default=False)
    #: Why she is alone: {"fr": …, "en": …}.
    reason = models.JSONField(default=dict, blank=True)
    circle = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "enrolment"], name="one_situation_each")]

    def __str__(self) -> str:
        return f"situation of {self.enrolment_id} in {self.run_id}"


class Ruling(models.Model):
    """Two people of a promotion imposed or forbidden as a pair, by the team with its reason or by a refusal."""

    code = CodeField()
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="rulings")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=RulingKind.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["cohort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="one_ruling_per_couple"),
            models.CheckConstraint(condition=~Q(mentee=F("mentor")), name="no_ruling_of_one_person"),
        ]

    def __str__(self) -> str:
        return f"ruling {self.code}"

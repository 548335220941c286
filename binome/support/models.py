"""A report opens a case that moderators follow; a member may also simply write to the team."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.mentoring.models import Pair
from binome.programmes.models import Programme

PERSON = settings.AUTH_USER_MODEL


class ReportReason(models.TextChoices):
    PAID = "paid", _("Elle propose une prestation payante ou commerciale")
    DISRESPECT = "disrespect", _("Ses propos ou ses gestes m’ont blessée")
    DISCRETION = "discretion", _("Elle n’a pas gardé ce que je lui confiais")
    FALSE = "false", _("Son profil ne dit pas la vérité")
    OTHER = "other", _("Autre chose")


class CaseQuerySet(models.QuerySet["Case"]):
    def still_open(self) -> "CaseQuerySet":
        """Not closed, the oldest first."""
        return self.exclude(state=Case.State.CLOSED).order_by("opened_at", "pk")


class Case(models.Model):
    """One report and its treatment. The reporter is never named to the person reported."""

    class State(models.TextChoices):
        OPEN = "open", _("à traiter")
        TAKEN = "taken", _("pris en charge")
        CLOSED = "closed", _("clos")

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    reported = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    pair = models.ForeignKey(Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    body = models.TextField(max_length=5000, blank=True)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    taken_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(max_length=5000, blank=True)

    objects = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"case {self.code}"


class TeamMessageQuerySet(models.QuerySet["TeamMessage"]):
    def unanswered(self) -> "TeamMessageQuerySet":
        """The oldest first."""
        return self.filter(answered_at=None).order_by("written_at", "pk")


class TeamMessage(models.Model):
    """A member's question to the team, and the team's answer. The third act of A12, without a report."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="team_messages")
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=5000)
    written_at = models.DateTimeField()
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TeamMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]

    def __str__(self) -> str:
        return f"message {self.code}"

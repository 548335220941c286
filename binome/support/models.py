"""A report opens a case that moderators treat, in writing; a member may also simply write to the team."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.mentoring.models import Pair
from binome.programmes.models import Programme

from .lifecycle import HEARING, SETTING_ASIDE, WAITING, CaseState, Measure, MessageState, Severity

PERSON = settings.AUTH_USER_MODEL


class ReportReason(models.TextChoices):
    PAID = "paid", _("Elle propose une prestation payante ou commerciale")
    DISRESPECT = "disrespect", _("Ses propos ou ses gestes m’ont blessée")
    DISCRETION = "discretion", _("Elle n’a pas gardé ce que je lui confiais")
    FALSE = "false", _("Son profil ne dit pas la vérité")
    OTHER = "other", _("Autre chose")


class CaseQuerySet(models.QuerySet["Case"]):
    def still_open(self) -> "CaseQuerySet":
        """The team has something to do; the oldest first."""
        return self.filter(state__in=sorted(WAITING)).order_by("opened_at", "pk")

    def in_hearing(self) -> "CaseQuerySet":
        """Nothing is decided yet."""
        return self.filter(state__in=sorted(HEARING)).order_by("opened_at", "pk")

    def late(self, today: date) -> "CaseQuerySet":
        return self.still_open().filter(due_on__lt=today)

    def told_to_reported(self) -> "CaseQuerySet":
        """Those of which the person reported knows: she was asked for her version, or a measure concerned her."""
        measured = ~models.Q(measure__in=["", Measure.NONE]) | models.Q(appeal__isnull=False)
        return self.filter(models.Q(asked_at__isnull=False) | measured)


class Case(models.Model):
    """One report and its treatment. The reporter is never named to the person reported. `lifecycle.CASE_MOVES`."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    reported = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    #: Who had a tie with someone of this case, noted before an erasure takes the tie away: she still stays away (N12).
    kept_from = models.ManyToManyField(PERSON, blank=True, related_name="+")
    pair = models.ForeignKey(Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    #: The reporter's words as she filed them. What either adds is a Statement.
    body = models.TextField(max_length=5000, blank=True)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    taken_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    severity = models.CharField(max_length=8, choices=Severity.choices, blank=True)
    #: By when the team decides, or answers the appeal.
    due_on = models.DateField(null=True, blank=True)
    #: How long the site was stopped while it was open: its delays don't count these days.
    stopped_days = models.PositiveSmallIntegerField(default=0)
    #: The other version was asked for, in these words, until that day.
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_words = models.TextField(max_length=2000, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    #: The measure in force or last decided: what the last Decision says.
    measure = models.CharField(max_length=10, choices=Measure.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: The last day on which the measure may be contested.
    appeal_until_on = models.DateField(null=True, blank=True)
    #: For the team alone.
    conclusion = models.TextField(max_length=5000, blank=True)

    objects = CaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"case {self.code}"

    def is_late(self, today: date) -> bool:
        return self.state in WAITING and self.due_on is not None and self.due_on < today


class Statement(models.Model):
    """What one side adds to a case, as she wrote it; never changed."""

    class Side(models.TextChoices):
        REPORTER = "reporter", _("qui a signalé")
        REPORTED = "reported", _("qui est signalée")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="statements")
    side = models.CharField(max_length=8, choices=Side.choices)
    body = models.TextField(max_length=5000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"statement on {self.case_id}"


class SealedCopy(models.Model):
    """What was reported, as it was when the report was filed: canonical JSON and its SHA-256. Never changed."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sealed_copy")
    taken_at = models.DateTimeField()
    content = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"sealed copy of {self.case_id}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def setting_aside(self) -> "DecisionQuerySet":
        """Suspensions and exclusions that hold now."""
        return self.filter(measure__in=sorted(SETTING_ASIDE), ended_at=None)


class Decision(models.Model):
    """A measure and its reason, which she reads: the first one, then the one that answers her appeal."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    on_appeal = models.BooleanField(default=False)
    measure = models.CharField(max_length=10, choices=Measure.choices)
    until_on = models.DateField(null=True, blank=True)
    reason = models.TextField(max_length=5000)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    #: Its date has come, or the answer to an appeal replaced it.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "on_appeal"], name="one_decision_and_one_on_appeal"),
            models.CheckConstraint(
                condition=models.Q(measure=Measure.SUSPENSION, until_on__isnull=False)
                | (~models.Q(measure=Measure.SUSPENSION) & models.Q(until_on=None)),
                name="a_suspension_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} on {self.case_id}"


class Appeal(models.Model):
    """She contests the decision, once; another moderator answers by a Decision."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="appeal")
    body = models.TextField(max_length=5000)
    filed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"appeal on {self.case_id}"


class TeamMessageQuerySet(models.QuerySet["TeamMessage"]):
    def unanswered(self) -> "TeamMessageQuerySet":
        """The oldest first."""
        return self.filter(state=MessageState.WAITING).order_by("written_at", "pk")


class TeamMessage(models.Model):
    """A question to the team, and what follows (A12, A22): from a member, or from anyone, who then has an address."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    #: The member who wrote; nobody when it came by the public form, with the name and the address below.
    author = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.CASCADE, related_name="team_messages")
    name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=12, default="fr")
    subject = models.CharField(max_length=120)
    #: Empty when the team wrote first: its words are the first reply.
    body = models.TextField(max_length=5000)
    written_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    #: The moderator who takes care of it.
    taken_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The last answer of the team.
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = TeamMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(author__isnull=False) | ~models.Q(email=""), name="someone_to_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.code}"

    @property
    def writer(self) -> str:
        """How the team calls whoever wrote."""
        return self.author.first_name if self.author else self.name

    def mail_allowed(self, kind: str) -> bool:
        """A visitor receives what she asked for, and nothing optional."""
        return False


class Reply(models.Model):
    """What follows a message, from the team or from whoever wrote it; never changed."""

    message = models.ForeignKey(TeamMessage, on_delete=models.CASCADE, related_name="replies")
    from_team = models.BooleanField()
    body = models.TextField(max_length=5000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"reply to {self.message_id}"


class HandoverNote(models.Model):
    """A short note from one moderator to those who come after her."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(max_length=600)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"note {self.code}"

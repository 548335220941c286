"""The tables of the core: the journal, the outbox, what runs when, the jobs, and what is on hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField


class JournalEntry(models.Model):
    """Something was done. Names rows by their codes; holds no name, address or text of a person."""

    at = models.DateTimeField()
    actor_code = models.CharField(max_length=16, blank=True)  # empty: the site itself
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=60, blank=True)
    object_code = models.CharField(max_length=16, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_kind", "object_code", "at"], name="journal_by_object"),
            models.Index(fields=["actor_code", "at"], name="journal_by_actor"),
            models.Index(fields=["verb", "at"], name="journal_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind}:{self.object_code}"


class LetterState(models.TextChoices):
    QUEUED = "queued", _("en attente")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    DEAD = "dead", _("impossible à remettre")
    DROPPED = "dropped", _("abandonné, plus d’actualité")


#: A letter in these states still has to leave.
PENDING = (LetterState.QUEUED, LetterState.SENDING)


class Letter(models.Model):
    """One e-mail to one person, written in the transaction of the change that it tells."""

    code = CodeField()
    kind = models.CharField(max_length=60)  # declared by its room in `core.mails`
    event = models.CharField(max_length=120)  # "request:abc:sent": what happened, once
    recipient_code = models.CharField(max_length=16)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=12)
    optional = models.BooleanField(default=False)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=80, blank=True)  # "request:abc": what `still_due` looks at before sending
    message_id = models.CharField(max_length=120)
    priority = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.QUEUED)
    run_at = models.DateTimeField()  # not to be handed over before; while sending, the end of the lease
    lease = models.CharField(max_length=16, blank=True)  # whoever does not hold it may not write the outcome
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)  # the first attempt
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient_code", "kind"], name="letter_once"),
        ]
        indexes = [
            # Not partial: SQLite cannot match a partial index with a query's parameters.
            models.Index(fields=["state", "run_at"], name="letter_next"),
            models.Index(fields=["to", "state"], name="letter_order"),
            models.Index(fields=["recipient_code", "created_at"], name="letter_by_recipient"),
            models.Index(fields=["state", "sent_at"], name="letter_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} ({self.state})"

    @property
    def about_code(self) -> str:
        """The code inside `about`: "abc" of "request:abc"."""
        return self.about.partition(":")[2]


class FailingAddress(models.Model):
    """An address that a mail server refused for good: its owner is told in the application."""

    address = models.CharField(max_length=254, unique=True)  # lower case
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    bounced = models.BooleanField(default=False)  # told by a bounce, after the server had taken the letter
    taken_at = models.DateTimeField(null=True, blank=True)  # the first letter taken since: it may still come back

    def __str__(self) -> str:
        return f"failing address {self.pk}"


class Schedule(models.Model):
    """When a line of the timetable runs next."""

    name = models.CharField(max_length=60, unique=True)
    next_at = models.DateTimeField()
    ran_at = models.DateTimeField(null=True, blank=True)  # the last success
    last_error = models.CharField(max_length=120, blank=True)  # the kind of error only, never its text

    def __str__(self) -> str:
        return self.name


class Hold(models.Model):
    """Something stopped by hand: "mail", or a line of the timetable. The row exists while it is on hold."""

    name = models.CharField(max_length=60, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class JobState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """Something long that a person asked for, and that the worker does (`core.jobs`). Codes and plain values only."""

    code = CodeField()
    kind = models.CharField(max_length=40)
    #: The code of what it works on: one job of a kind at a time.
    about = models.CharField(max_length=16)
    data = models.JSONField(default=dict)
    by_code = models.CharField(max_length=16)
    #: In which sentences are told to her.
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    #: Its worker's last sign of life: one too old, and another worker takes the job again, from the start.
    beat_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    #: How far it is: a word of code, and out of how many.
    stage = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: What came of it: {"count": 3}.
    figures = models.JSONField(default=dict, blank=True)
    #: Why nothing came of it, for her.
    refusal = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"], condition=models.Q(state__in=["waiting", "running"]), name="one_job_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="job_next")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} ({self.state})"


class KeptHash(models.Model):
    """An address remembered without being known: its keyed hash, for one purpose ("refused", "sanctioned"…)."""

    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()
    #: The keyed hash of the code of what asked for it: taken back, it takes its own row alone.
    origin = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "digest", "origin"], name="one_hash_per_origin")]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.until:%Y-%m-%d}"

"""Who asked to leave, who was warned that her account sleeps, and what each retention rule did."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """She asked to be erased: her account is closed at once, and erased when the undo has passed."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"departure {self.person_id}"


class SleepNotice(models.Model):
    """She was told that her account, unused for long, will be erased. The row goes when she comes back."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sleep notice {self.person_id}"


class ClockRun(models.Model):
    """What a retention rule did on one passage, as counts."""

    class Outcome(models.TextChoices):
        DONE = "done", _("fait")
        #: Nothing was touched: the clock had jumped since the last passage. The next one acts.
        WAITED = "waited", _("a attendu : l’horloge avait sauté")
        #: Nothing was touched: too many at once. An administrator must confirm.
        STOPPED = "stopped", _("arrêté : trop d’effacements d’un coup")

    clock = models.CharField(max_length=30)
    at = models.DateTimeField()
    due = models.PositiveIntegerField()
    done = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["clock", "at"], name="clock_runs")]

    def __str__(self) -> str:
        return f"{self.clock} {self.at:%Y-%m-%d} {self.outcome}"

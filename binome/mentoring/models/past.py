"""What is left of a pair once its people are no longer known here."""

from django.db import models

from binome.programmes.models import Programme


class PastPair(models.Model):
    """One pair that ended, as figures: months instead of days, no person, no code, no words."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    opened_in = models.DateField()  # the first of the month
    closed_in = models.DateField()
    months_planned = models.PositiveSmallIntegerField()
    meetings = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    close_reason = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"past pair of {self.opened_in:%Y-%m}"

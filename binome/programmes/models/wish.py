"""Whom a participant would like, and whom she rules out, among the people of her promotion."""

from django.db import models
from django.db.models import Q

from .enrolment import Enrolment

#: The most wishes of one person, the most wanted first.
MOST_WISHES = 5


class Wish(models.Model):
    """She would like to be paired with this person; the rank is hers, 1 the most wanted."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wishes")
    wanted = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["enrolment", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "rank"], name="one_wish_of_a_rank"),
            models.UniqueConstraint(fields=["enrolment", "wanted"], name="one_wish_for_a_person"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=MOST_WISHES), name="five_wishes_at_most"),
        ]

    def __str__(self) -> str:
        return f"wish {self.enrolment_id}: {self.wanted_id}"


class Veto(models.Model):
    """She will not be paired with this person. Secret: no page and no report ever says whose veto kept two apart."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="vetoes")
    refused = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "refused"], name="one_veto_for_a_person")]

    def __str__(self) -> str:
        return f"veto of {self.enrolment_id}"

"""The directory's own narrow table: what a search needs and what a card shows, and nothing else."""

from django.conf import settings
from django.db import models

from binome.programmes.models import Enrolment, Programme


class Listing(models.Model):
    """One mentor as the directory shows her. Written by `actions.refresh_listings` only.

    `title_tokens` and `body_tokens` hold space-separated stems (`core.french.tokens`); `facets` the slugs one can
    filter by; `card` the JSON a result shows. No sealed or contact field is ever part of them (N4).
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="listing")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    visible = models.BooleanField(default=False)
    title_tokens = models.TextField(blank=True)
    body_tokens = models.TextField(blank=True)
    sector = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    place_tokens = models.TextField(blank=True)
    #: Lists of slugs: topics, formats, rhythms, languages.
    facets = models.JSONField(default=dict)
    capacity = models.PositiveSmallIntegerField(default=0)
    free = models.PositiveSmallIntegerField(default=0)
    #: First day on which a place should free itself, when none is free now.
    frees_on = models.DateField(null=True, blank=True)
    #: Fair rotation: the smallest is shown first (recently solicited mentors have a larger one).
    turn = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField()
    card = models.JSONField(default=dict)
    #: Changes with each refresh: the key of the card's cached HTML.
    version = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["programme", "visible", "turn", "id"], name="listing_order")]

    def __str__(self) -> str:
        return f"listing {self.person_id}"


class WaitingEntry(models.Model):
    """A mentee waits for a place with a full mentor; her rank is the order of arrival."""

    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="waiting_entries")
    mentee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="waiting_entries")
    joined_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [models.UniqueConstraint(fields=["mentor", "mentee"], name="one_wait_per_couple")]

    def __str__(self) -> str:
        return f"waiting {self.mentee_id} for {self.mentor_id}"

"""The directory's own narrow table: what a search needs and what a card shows, and nothing else."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from binome.programmes.models import Enrolment, Programme


class Listing(models.Model):
    """One mentor as the directory shows her. Written by `actions.listing` only; no sealed or contact field (N4).

    The four columns of tokens hold sorted words that a full-text index finds, in the same way on both engines
    (migration 0002, `queries.fulltext`): `title_tokens` the stems of her headline, quote and topics, `text_tokens`
    those and the rest of her profile, `place_tokens` her town and country, `facet_tokens` what one can filter by,
    as `sector:industrie`. The long columns come last: SQLite then reads the short ones without them.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="listing")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    visible = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(default=0)
    free = models.PositiveSmallIntegerField(default=0)
    #: First day on which a place should free itself, when none is free now.
    frees_on = models.DateField(null=True, blank=True)
    #: Fair rotation: how much attention she has had (days on the first page, requests), and counted until when.
    attention = models.IntegerField(default=0)
    turned_on = models.DateField()
    #: Her place in the directory: the smallest is shown first.
    turn = models.BigIntegerField(default=0)
    #: Digest of what the card shows: the key of its cached HTML.
    version = models.CharField(max_length=16)
    title_tokens = models.TextField(blank=True)
    text_tokens = models.TextField(blank=True)
    place_tokens = models.TextField(blank=True)
    facet_tokens = models.TextField(blank=True)
    card = models.JSONField(default=dict)

    class Meta:
        # The first one holds all that ordering and filtering read, so that a search opens twenty rows only.
        indexes = [
            models.Index(
                fields=["programme", "turn", "id", "person", "free", "frees_on"],
                condition=Q(visible=True),
                name="listing_order",
            ),
            models.Index(fields=["programme", "joined_at", "id"], condition=Q(visible=True), name="listing_newest"),
        ]

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

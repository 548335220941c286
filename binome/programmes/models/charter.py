"""The charter of a programme, and who accepted it."""

from django.conf import settings
from django.db import models

from .programme import Programme


class CharterVersion(models.Model):
    """One published text of a programme's charter. Once published it never changes; a new number asks again (A19)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="charter_versions")
    number = models.PositiveSmallIntegerField()
    body = models.TextField()
    #: A translation; the French text is the reference. Empty: the page shows the French one.
    body_en = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_charter_of_a_number")]

    def __str__(self) -> str:
        return f"charter {self.number}"


class CharterDraft(models.Model):
    """The next version, while the team writes it. There is one; publishing it takes it away."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="charter_draft")
    body = models.TextField()
    body_en = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    #: How often it was saved: two people who write at once do not erase one another.
    edits = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"charter draft of {self.programme_id}"


class CharterSignature(models.Model):
    """She accepted this version on this date."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="charter_signatures")
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_signature_per_version")]

    def __str__(self) -> str:
        return f"signature {self.person_id} of {self.version_id}"

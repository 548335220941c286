"""Breaches of personal data: each is documented, notified or not (GDPR, article 33.5)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.programmes.models import Programme

#: The authority is told within 72 hours of knowing (GDPR, article 33.1).
TO_TELL_THE_AUTHORITY = timedelta(hours=72)


class Breach(models.Model):
    """One breach: when it was known, what happened, who was told. Kept five years, without names."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    declared_at = models.DateTimeField()
    known_at = models.DateTimeField(_("Connue depuis"))
    since_at = models.DateTimeField(_("Début supposé des faits"))
    until_at = models.DateTimeField(_("Fin supposée des faits"), null=True, blank=True)
    facts = models.TextField(_("Ce qui s’est passé"), max_length=5000)
    consequences = models.TextField(_("Conséquences probables"), max_length=5000, blank=True)
    measures = models.TextField(_("Mesures prises ou prévues"), max_length=5000, blank=True)
    authority_told_at = models.DateTimeField(null=True, blank=True)
    people_told_at = models.DateTimeField(null=True, blank=True)
    #: Why the authority, or the people, are not told: the decision is documented too.
    not_told_because = models.TextField(_("Pourquoi ne pas notifier"), max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-known_at", "-id"]

    def __str__(self) -> str:
        return f"breach {self.code}"

    @property
    def due_at(self) -> datetime:
        """When the authority must have been told."""
        return self.known_at + TO_TELL_THE_AUTHORITY

"""Requests about one's rights (GDPR, articles 15 to 22), with the month in which they are answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from binome.core.codes import CodeField
from binome.programmes.models import Programme


class Right(models.TextChoices):
    ACCESS = "access", _("accès")
    PORTABILITY = "portability", _("portabilité")
    RECTIFICATION = "rectification", _("rectification")
    ERASURE = "erasure", _("effacement")
    RESTRICTION = "restriction", _("limitation")
    OBJECTION = "objection", _("opposition")
    OTHER = "other", _("autre demande")


class RightsRequest(models.Model):
    """Someone asks about her data, by letter or e-mail: received, due within one month, answered."""

    code = CodeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(_("Droit exercé"), max_length=14, choices=Right.choices)
    #: Where her letter is filed: a reference of the organisation's, not a name.
    reference = models.CharField(_("Référence de la demande"), max_length=80, blank=True)
    received_on = models.DateField(_("Reçue le"))
    due_on = models.DateField()
    #: Two more months for a complex request, once she has been told why (article 12.3).
    extended_because = models.TextField(_("Pourquoi prolonger"), max_length=2000, blank=True)
    answered_on = models.DateField(_("Répondue le"), null=True, blank=True)
    answer = models.TextField(_("Ce qui a été répondu"), max_length=2000, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"rights request {self.code}"

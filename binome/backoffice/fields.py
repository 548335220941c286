"""Fields that several pages of the team share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NO_DAY = _("Cette date n’existe pas : choisissez-la dans le calendrier.")


def day_field(label: Any, *, missing: Any = NO_DAY, css: str = "", **kwargs: Any) -> forms.DateField:
    """A day from the browser's calendar; `missing` is the sentence when none is chosen."""
    widget = forms.DateInput(attrs={"type": "date", "class": css}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, error_messages={"invalid": NO_DAY, "required": missing}, **kwargs
    )

"""Fields that several pages of the team share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NO_DAY = _("Cette date n’existe pas : choisissez-la dans le calendrier.")

FIRST_YEAR, LAST_YEAR = 1900, 9000


class Moment(forms.DateTimeField):
    """A date and an hour, in the zone of the site."""

    def __init__(self, **options):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        wrong = _("Cette date ou cette heure n’existe pas.")
        super().__init__(widget=widget, error_messages={"invalid": wrong}, **options)

    def to_python(self, value):
        """At either end of the calendar a moment has no other zone, and no database keeps it."""
        moment = super().to_python(value)
        if moment and not FIRST_YEAR < moment.year < LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"])
        return moment


class Day(forms.DateField):
    """A day of which the next year is one too."""

    def to_python(self, value):
        day = super().to_python(value)
        if day and not FIRST_YEAR < day.year < LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"])
        return day


def day_field(label: Any, *, missing: Any = NO_DAY, css: str = "", **kwargs: Any) -> forms.DateField:
    """A day from the browser's calendar; `missing` is the sentence when none is chosen."""
    widget = forms.DateInput(attrs={"type": "date", "class": css}, format="%Y-%m-%d")
    return Day(label=label, widget=widget, error_messages={"invalid": NO_DAY, "required": missing}, **kwargs)

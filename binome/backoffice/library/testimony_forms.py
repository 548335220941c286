"""What the team decides about a testimony."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.ui.fields import Words

from ..fields import day_field

#: A testimony is news for so long, unless another day is chosen.
NEWS_DAYS = 90


class PublishForm(forms.Form):
    """When the news becomes a resource, and what was checked."""

    moves_on = day_field(
        _("Classer dans les ressources à partir du"),
        help_text=_("Jusque-là, le témoignage est dans les actualités."),
        missing=_("Choisissez un jour."),
        css="w-m",
    )
    checked = forms.BooleanField(
        label=_(
            "J’ai regardé la vidéo en entier : ni nom de famille, ni coordonnées, personne d’autre sans son accord ; "
            "la transcription dit la même chose."
        ),
        error_messages={"required": _("Regardez la vidéo en entier avant de la publier.")},
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, initial={"moves_on": today + timedelta(days=NEWS_DAYS)}, **kwargs)


class AnswerForm(forms.Form):
    """The words that go with a correction asked or a refusal."""

    message = Words(
        label=_("Votre message"),
        help_text=_("Elle le lira dans son espace."),
        max_length=2000,
        rows=4,
        missing=_("Écrivez pourquoi : elle le lira dans son espace."),
        too_long=_("Votre message est trop long : %(limit_value)s signes au plus."),
    )

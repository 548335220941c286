"""What the team writes when it treats a case or answers a message."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from binome.support.lifecycle import Measure, Severity
from binome.support.models import Case, Decision
from binome.support.rules import is_heavier
from binome.ui.fields import Words

from ..fields import day_field

TOO_LONG = _("Votre texte est trop long : %(limit_value)s signes au plus.")


class RatingForm(forms.Form):
    """How serious it is; without a date, the programme's deadline for it."""

    severity = forms.ChoiceField(
        label=_("Gravité"),
        choices=Severity.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choisissez une gravité.")),
    )
    due_on = day_field(
        _("Échéance"), required=False, help_text=_("Vide : celle que le programme prévoit pour cette gravité.")
    )

    def __init__(self, *args, case: Case, **kwargs):
        super().__init__(*args, initial={"severity": case.severity}, **kwargs)
        days = case.programme.case_days
        self.fields["severity"].choices = [
            (value, _("%(severity)s : %(days)d jours") % {"severity": str(label).capitalize(), "days": days[value]})
            for value, label in Severity.choices
        ]


class HearingForm(forms.Form):
    """What the person reported is asked. She reads these words."""

    words = Words(
        label=_("Vos questions"),
        help_text=_("Elle les lira. Ni prénom, ni date, ni mots du signalement : on devinerait d’où il vient."),
        max_length=2000,
        rows=5,
        missing=_("Écrivez ce que vous lui demandez."),
        too_long=TOO_LONG,
    )
    due_on = day_field(_("Réponse attendue jusqu’au"))

    def __init__(self, *args, case: Case, today: date, **kwargs):
        initial = {"due_on": today + timedelta(days=case.programme.hearing_days)}
        super().__init__(*args, initial=initial, **kwargs)


class DecisionForm(forms.Form):
    """A measure, and the reason that she reads."""

    measure = forms.ChoiceField(
        label=_("Mesure"),
        choices=Measure.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(["required", "invalid_choice"], _("Choisissez une mesure.")),
    )
    until_on = day_field(_("Fin de la suspension"), required=False, help_text=_("Pour une suspension seulement."))
    reason = Words(
        label=_("La raison, pour elle"),
        help_text=_("Elle la lira, et pourra la contester. Ne dites rien qui désigne la personne qui a signalé."),
        max_length=5000,
        missing=_("Écrivez la raison : la personne concernée la lira."),
        too_long=TOO_LONG,
    )
    conclusion = Words(
        label=_("Note pour l’équipe"),
        help_text=_("Ce que vous avez compris. L’équipe seule la lit."),
        max_length=5000,
        required=False,
        rows=3,
        too_long=TOO_LONG,
    )

    def clean(self):
        cleaned = super().clean()
        suspended = cleaned.get("measure") == Measure.SUSPENSION
        if suspended and not cleaned.get("until_on") and "until_on" not in self.errors:
            self.add_error("until_on", _("Choisissez la date de fin de la suspension."))
        if not suspended:
            cleaned["until_on"] = None
        return cleaned


class AppealAnswerForm(DecisionForm):
    """Confirming, lightening or lifting: never a heavier measure."""

    def __init__(self, *args, decision: Decision, **kwargs):
        initial = {"measure": decision.measure, "until_on": decision.until_on}
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["conclusion"]
        verbs = {decision.measure: _("Confirmer : %(measure)s"), Measure.NONE: _("Lever la mesure")}
        self.fields["measure"].label = _("Votre réponse")
        self.fields["measure"].choices = [
            (value, verbs.get(value, _("Alléger : %(measure)s")) % {"measure": str(label).lower()})
            for value, label in Measure.choices
            if not is_heavier(decision, measure=value, until_on=None)
        ]


class AnswerForm(forms.Form):
    """The team's answer to a member."""

    answer = Words(
        label=_("Votre réponse"),
        max_length=5000,
        rows=7,
        missing=_("Écrivez votre réponse."),
        too_long=_("Votre réponse est trop longue : %(limit_value)s signes au plus."),
    )

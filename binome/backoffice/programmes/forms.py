"""The rules that a person attests, as the administrator edits them."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LONGEST = 240
MOST = 12
TOO_LONG = _("Cette règle est trop longue : %(limit_value)s signes au plus.")


class RuleForm(forms.Form):
    """One rule, in both languages, with its place; or nothing, for the empty line."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    fr = forms.CharField(
        label=_("En français"),
        max_length=LONGEST,
        error_messages={"max_length": TOO_LONG, "required": _("Écrivez cette règle en français, ou retirez-la.")},
    )
    en = forms.CharField(
        label=_("En anglais"),
        max_length=LONGEST,
        error_messages={"max_length": TOO_LONG, "required": _("Écrivez cette règle en anglais, ou retirez-la.")},
    )
    rank = forms.IntegerField(
        label=_("Ordre"),
        min_value=1,
        max_value=99,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], _("Écrivez un nombre de 1 à 99.")
        ),
    )
    drop = forms.BooleanField(label=_("Retirer cette règle"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial:  # the empty line
            self.fields["rank"].required = False

    def clean(self) -> dict[str, Any]:
        """What is dropped may be half written."""
        cleaned = super().clean()
        if cleaned.get("drop"):
            for name in ("fr", "en", "rank"):
                self.errors.pop(name, None)
        return cleaned


class RulesForms(forms.BaseFormSet):
    """All the rules in their order, and one empty line for a new one."""

    def rules(self) -> list[dict[str, str]]:
        """As the programme keeps them."""
        rows = [row for row in self.cleaned_data if row and not row["drop"] and row["fr"]]
        rows.sort(key=lambda row: row["rank"] or 99)
        known = {row["key"] for row in rows if row["key"]}
        return [{"key": row["key"] or _new_key(row["fr"], known), "fr": row["fr"], "en": row["en"]} for row in rows]


def _new_key(text: str, known: set[str]) -> str:
    """A word for a new rule, unlike the others."""
    stem, number = slugify(text)[:30] or "regle", 1
    while (key := stem if number == 1 else f"{stem}-{number}") in known:
        number += 1
    known.add(key)
    return key


RulesFormSet = forms.formset_factory(RuleForm, formset=RulesForms, extra=1, max_num=MOST, absolute_max=MOST + 1)


class MeaningForm(forms.Form):
    """Whether what people attest is another thing from now on."""

    new_meaning = forms.BooleanField(
        label=_("Le sens d’une règle change"),
        help_text=_(
            "Cochez si une personne qui remplissait les règles d’hier pourrait ne plus les remplir, ou l’inverse."
        ),
        required=False,
    )

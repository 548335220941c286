"""What brings two people together, in points, and what forbids a pair: as sentences that a manager composes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.programmes.actions.creation import CHANGED
from binome.programmes.forms import rules_of_form
from binome.programmes.models import Programme
from binome.programmes.rules import MOST_POINTS, columns_of, lines_digest, rescaled
from binome.ui.fields import Line

from ..access import manager_required
from .frame import save_settings, settings_page, show

#: What is known of everybody from the directory of her organisation, or from her profile.
COLUMNS = {
    "organisation": gettext_lazy("L’organisation"), "entity": gettext_lazy("L’entité"),
    "stage": gettext_lazy("L’étape de carrière"), "city": gettext_lazy("La ville"),
    "country": gettext_lazy("Le pays"), "languages": gettext_lazy("Les langues du profil"),
    "sector": gettext_lazy("Le secteur du profil"), "topics": gettext_lazy("Les sujets du profil"),
    "formats": gettext_lazy("Les façons d’échanger du profil"), "rhythms": gettext_lazy("Le rythme du profil"),
    "manager": gettext_lazy("La ligne hiérarchique"),
}  # fmt: skip
CRITERIA = {
    "same": gettext_lazy("La même réponse"),
    "shared": gettext_lazy("Des réponses en commun"),
    "overlap": gettext_lazy("Ce que l’une attend, l’autre l’offre"),
    "gap": gettext_lazy("Un écart d’étape"),
}
RULES = {
    "share_one": gettext_lazy("Au moins une réponse en commun"),
    "same_as": gettext_lazy("La même réponse des deux"),
    "other_than": gettext_lazy("Jamais la même réponse"),
    "within": gettext_lazy("Un écart d’étape limité"),
    "above": gettext_lazy("La personne qui accompagne est plus avancée"),
    "below": gettext_lazy("La personne qui accompagne est moins avancée"),
}
WHOLE = gettext_lazy("Écrivez un nombre entier, de 0 à 1000.")


class _LineForm(forms.Form):
    """A criterion or a rule that is there: its words, its points, or out."""

    label = Line(label=gettext_lazy("Intitulé"), max_length=80, missing=gettext_lazy("Donnez un intitulé."))
    points = forms.IntegerField(
        label=gettext_lazy("Points"), min_value=0, max_value=MOST_POINTS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WHOLE),
    )  # fmt: skip
    drop = forms.BooleanField(label=gettext_lazy("Retirer"), required=False)

    def __init__(self, *args: Any, table: Mapping[str, Any], said: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"label": table.get("label", ""), "points": table.get("points")}, **kwargs)
        self.table, self.said = table, said
        if "points" not in table:
            del self.fields["points"]

    def result(self) -> dict[str, Any]:
        """The table with its new words; a criterion's inner steps keep their share of its points."""
        points = self.cleaned_data.get("points")
        after = {**self.table, "label": self.cleaned_data["label"]}
        return after if points is None else rescaled(after, points)


class NewLineForm(forms.Form):
    """One more, or nothing when no kind is chosen."""

    kind = forms.ChoiceField(label=gettext_lazy("Comparer"), required=False)
    column = forms.ChoiceField(label=gettext_lazy("À propos de"), required=False)
    offered = forms.ChoiceField(
        label=gettext_lazy("Ce que l’autre offre"), required=False,
        help_text=gettext_lazy("Seulement pour « ce que l’une attend, l’autre l’offre »."),
    )  # fmt: skip
    label = Line(label=gettext_lazy("Intitulé"), max_length=80, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    number = forms.IntegerField(
        label=gettext_lazy("Points"), required=False, min_value=0, max_value=MOST_POINTS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE),
    )  # fmt: skip

    def __init__(self, *args: Any, programme: Programme, rules: bool, **kwargs: Any) -> None:
        self.now = lines_digest(programme.rules if rules else programme.criteria)
        super().__init__(*args, prefix="new", initial={"seen": self.now}, **kwargs)
        self.rules = rules
        kinds = RULES if rules else CRITERIA
        if programme.modality.symmetrical:
            kinds = {key: said for key, said in kinds.items() if key not in ("above", "below")}
        columns = [("", "—"), *said_columns(programme).items()]
        self.fields["kind"].choices = [("", _("Rien de plus")), *kinds.items()]
        self.fields["column"].choices = self.fields["offered"].choices = columns
        if rules:
            del self.fields["offered"]
            self.fields["number"].label = _("Étapes d’écart, pour une limite")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("seen") != self.now:
            raise forms.ValidationError(str(CHANGED))
        if not cleaned.get("kind"):
            return cleaned
        if not cleaned.get("column"):
            self.add_error("column", _("Choisissez ce que la comparaison lit."))
        if not self.rules and not cleaned.get("number"):
            self.add_error("number", _("Écrivez combien de points au plus cela apporte."))
        if cleaned["kind"] == "overlap" and not cleaned.get("offered"):
            self.add_error("offered", _("Choisissez ce que l’autre personne offre."))
        return cleaned

    def read_again(self) -> None:
        """What she typed, beside the lines of now: the next press changes those."""
        data = self.data.copy()
        data[self.add_prefix("seen")] = self.now
        self.data = data

    def result(self) -> dict[str, Any] | None:
        """A table in the shapes of the engine, or None."""
        cleaned = self.cleaned_data
        kind, column, number = cleaned.get("kind"), cleaned.get("column"), cleaned.get("number") or 0
        if not kind:
            return None
        said = dict(self.fields["column"].choices)[column]
        table: dict[str, Any] = {"kind": kind, "label": cleaned["label"] or str(said)}
        table |= {"wanted": column, "offered": cleaned["offered"]} if kind == "overlap" else {"column": column}
        if not self.rules:
            table |= {"shared": {"each": max(1, number // 2)}, "gap": {"best": 0, "per_step": max(1, number // 2)}}.get(
                kind, {}
            )
            return {**table, "points": number}
        return {**table, **{"within": {"at_most": number or 1}, "above": {"at_least": 1}, "below": {"at_least": 1}}.get(
            kind, {}
        )}  # fmt: skip


def said_columns(programme: Programme) -> dict[str, str]:
    """What may be compared, in words."""
    questions = {row["key"]: row["fr"] for row in programme.questions}
    return {column: str(questions.get(column) or COLUMNS[column]) for column in columns_of(programme)}


def _said(table: Mapping[str, Any], columns: Mapping[str, str], kinds: Mapping[str, Any]) -> str:
    """What a line compares: « La même réponse : Dans quel domaine travaillez-vous ? »."""
    read = [columns.get(table[key], table[key]) for key in ("column", "wanted", "offered") if key in table]
    kind = kinds.get(table["kind"]) or {"closeness": _("Des réponses proches")}.get(table["kind"], table["kind"])
    return f"{kind} : {' / '.join(read)}"


def _edit(request: HttpRequest, name: str, *, rules: bool, there: str) -> HttpResponse:
    programme, kinds = request.programme, RULES if rules else CRITERIA
    tables, columns = getattr(programme, name), said_columns(request.programme)
    data = request.POST or None
    new = NewLineForm(data, programme=programme, rules=rules)
    stale = data is not None and data.get("new-seen") != new.now
    lines = [  # those of another page are other lines
        _LineForm(None if stale else data, prefix=f"line{number}", table=table, said=_said(table, columns, kinds))
        for number, table in enumerate(tables)
    ]
    valid = [form.is_valid() for form in (*lines, new)]  # each of them, so that each says its faults
    if request.method == "POST" and all(valid):
        kept = [line.result() for line in lines if not line.cleaned_data["drop"]]
        more = new.result()
        answer = save_settings(request, new, {name: [*kept, more] if more else kept}, there)
        if answer:
            return answer
    if stale:
        new.read_again()
    fixed = [_said(table, columns, RULES) for table in rules_of_form(programme.modality)] if rules else []
    refused = [form for form in (*lines, new) if form.errors]
    context = {"lines": lines, "new": new, "fixed": fixed, "rules": rules, "refused": refused,
               "total": sum(table.get("points", 0) for table in tables), **settings_page(request, there)}  # fmt: skip
    return show(request, "backoffice/promotions/scoring.html", context, refused=bool(refused))


@manager_required
def edit_criteria(request: HttpRequest) -> HttpResponse:
    return _edit(request, "criteria", rules=False, there="edit-criteria")


@manager_required
def edit_rules(request: HttpRequest) -> HttpResponse:
    return _edit(request, "rules", rules=True, there="edit-rules")

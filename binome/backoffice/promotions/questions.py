"""The questions of a programme: added, worded, ordered, removed. Changing them once people answered says so first."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from binome.programmes.forms import ASKED_BY_PROFILE, COLUMNS
from binome.programmes.models import EnrolmentState, Programme
from binome.programmes.rules import tables_using
from binome.ui.fields import Line, Words

from ..access import manager_required
from .frame import save_settings, settings_page, show

KINDS = {
    "text": gettext_lazy("Un texte libre"),
    "choice": gettext_lazy("Une réponse dans une liste"),
    "choices": gettext_lazy("Plusieurs réponses dans une liste"),
    "number": gettext_lazy("Un nombre"),
    "scale": gettext_lazy("Une échelle, de 1 au plus haut"),
}
MOST_QUESTIONS, MOST_CHOICES = 40, 60
#: What a directory or a profile says, and what the site makes something of: no answer to a new question passes for it.
TAKEN = ASKED_BY_PROFILE | set(COLUMNS)


class QuestionForm(forms.Form):
    """One question in both languages. `choices`: a line each, « français | anglais »."""

    fr = Line(label=gettext_lazy("La question, en français"), missing=gettext_lazy("Écrivez la question."))
    en = Line(label=gettext_lazy("La question, en anglais"), required=False)
    help_fr = Line(label=gettext_lazy("Une phrase d’aide, en français"), required=False)
    help_en = Line(label=gettext_lazy("Une phrase d’aide, en anglais"), required=False)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("À qui la poser ?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un rôle.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Ce qu’on répond"),
        choices=KINDS.items(),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez comment on y répond.")},
    )
    choices = Words(
        label=gettext_lazy("Les réponses de la liste"),
        required=False,
        max_length=8_000,
        rows=8,
        help_text=gettext_lazy("Une par ligne : « français | anglais ». Sans anglais, le français sert aux deux."),
    )
    max = forms.IntegerField(
        label=gettext_lazy("Au plus"),
        required=False,
        min_value=1,
        max_value=2_000,
        help_text=gettext_lazy("Signes d’un texte, réponses cochées à la fois, ou nombre le plus haut."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Écrivez un nombre entier, de 1 à 2000.")
        ),
    )
    required = forms.BooleanField(label=gettext_lazy("Il faut y répondre"), required=False)

    def __init__(self, *args: Any, programme: Programme, question: Mapping[str, Any], **kwargs: Any) -> None:
        lines = [f"{row['fr']} | {row['en']}" for row in question.get("choices", ())]
        super().__init__(*args, initial={**question, "choices": "\n".join(lines)}, **kwargs)
        self.question = question
        nouns = programme.vocabulary["fr"]
        said = {"mentor": nouns["mentor"]["many"], "mentee": nouns["mentee"]["many"], "peer": _("tout le monde")}
        self.fields["roles"].choices = [(role, said[role]) for role in programme.modality.roles]
        if not question:
            self.fields["required"].initial = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        lines = [line for line in cleaned.get("choices", "").split("\n") if line.strip()]
        if cleaned.get("kind") in ("choice", "choices"):
            if not 2 <= len(lines) <= MOST_CHOICES:
                self.add_error("choices", _("Écrivez de deux à soixante réponses, une par ligne."))
            elif len({line.partition("|")[0].strip().casefold() for line in lines}) < len(lines):
                self.add_error("choices", _("Une réponse est écrite deux fois."))
        return cleaned

    def result(self, known: set[str]) -> dict[str, Any]:
        """As the programme keeps it. A choice that stays, in one language at least, keeps its slug and its answers."""
        cleaned = self.cleaned_data
        listed = cleaned["kind"] in ("choice", "choices")
        return {
            "key": self.question.get("key") or _fresh(cleaned["fr"], known | TAKEN),
            **{name: cleaned[name] for name in ("kind", "fr", "help_fr", "help_en", "roles", "required")},
            "en": cleaned["en"] or cleaned["fr"],
            "choices": self._choices() if listed else [],
            "max": cleaned["max"] or 0,
        }

    def _choices(self) -> list[dict[str, str]]:
        before = {row[language]: row["slug"] for row in self.question.get("choices", ()) for language in ("en", "fr")}
        taken: set[str] = set()
        rows = []
        for line in self.cleaned_data["choices"].split("\n"):
            fr, _bar, en = (part.strip() for part in line.partition("|"))
            if not fr:
                continue
            slug = before.get(fr) or before.get(en) or ""
            if not slug or slug in taken:
                slug = _fresh(fr, taken | set(before.values()))
            taken.add(slug)
            rows.append({"slug": slug, "fr": fr, "en": en or fr})
        return rows


def _fresh(text: str, known: set[str]) -> str:
    """A key for a text, unlike the others."""
    stem, number = slugify(text)[:30].strip("-") or "q", 1
    while (key := stem if number == 1 else f"{stem}-{number}") in known:
        number += 1
    return key


@manager_required
def question_list(request: HttpRequest) -> HttpResponse:
    nouns = request.programme.vocabulary["fr"]
    said = {"mentor": nouns["mentor"]["many"], "mentee": nouns["mentee"]["many"], "peer": _("tout le monde")}
    rows = [
        (question, KINDS[question["kind"]], ", ".join(said[role] for role in question["roles"]
                                                       if role in request.programme.modality.roles))
        for question in request.programme.questions
    ]  # fmt: skip
    context = {"rows": rows, "answered": _answered(request.programme), **settings_page(request, "programme-questions")}
    return show(request, "backoffice/promotions/questions.html", context)


@manager_required
def edit_question(request: HttpRequest, key: str) -> HttpResponse:
    programme = request.programme
    question = next((row for row in programme.questions if row["key"] == key), None)
    if key and question is None:
        raise Http404
    form = QuestionForm(request.POST or None, programme=programme, question=question or {})
    if request.method == "POST" and form.is_valid():
        others = [row for row in programme.questions if row["key"] != key]
        if not key and len(others) >= MOST_QUESTIONS:
            form.add_error(None, _("Quarante questions suffisent : retirez-en une avant d’en ajouter."))
        else:
            new = form.result({row["key"] for row in others})
            after = [new if row["key"] == key else row for row in programme.questions] if key else [*others, new]
            answer = save_settings(request, form, {"questions": after}, "programme-questions")
            if answer:
                return answer
    context = {"form": form, "question": question, "answered": _answered(programme),
               **settings_page(request, "programme-questions")}  # fmt: skip
    return show(request, "backoffice/promotions/question.html", context, refused=bool(form.errors))


@manager_required
@require_POST
def move_question(request: HttpRequest, key: str) -> HttpResponse:
    """Up, down, or out: a question that a criterion or a rule reads stays until they no longer do."""
    programme, verb = request.programme, request.POST.get("verb", "")
    keys = [row["key"] for row in programme.questions]
    if key not in keys:
        raise Http404
    after, at = list(programme.questions), keys.index(key)
    row = after.pop(at)
    if verb in ("up", "down"):
        after.insert(max(0, at + (1 if verb == "down" else -1)), row)
    elif verb == "remove":
        used = tables_using(programme, key)
        if used:
            return _refuse(request, used)
    else:
        return redirect("programme-questions")
    save_settings(request, None, {"questions": after}, "programme-questions")
    return redirect("programme-questions")


def _refuse(request: HttpRequest, used: list[str]) -> HttpResponse:
    sentence = _("Cette question sert encore à : %(used)s. Retirez d’abord ce critère ou cette règle.")
    messages.error(request, sentence % {"used": ", ".join(used)})
    return redirect("programme-questions")


def _answered(programme: Programme) -> int:
    """How many people may have answered already."""
    return programme.enrolments.exclude(state=EnrolmentState.LEFT).exclude(answers={}).count()

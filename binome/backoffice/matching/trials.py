"""Criteria and hard rules in plain sentences; other weights tried beside those of the promotion, and adopted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binome.core.moves import MoveRefused
from binome.matching.problem import ProblemError
from binome.matching.words import Language
from binome.mentoring.matchmaking.previewing import NoPreview, rules_ahead
from binome.mentoring.matchmaking.ruling import adopt_settings, request_run
from binome.mentoring.models import MatchRun
from binome.mentoring.queries.board import HEAVY, done_before, trials_of
from binome.mentoring.queries.trials import Group, difference
from binome.programmes.actions.creation import CHANGED
from binome.programmes.forms import label_of
from binome.programmes.models import Cohort
from binome.programmes.rules import MOST_POINTS, lines_digest, rescaled

from ..pilot import pilot
from .page import manager_page, named, reading_language
from .preview import preview_weights
from .weights import weights_in_words

#: What each kind of criterion rewards.
SENTENCES = {
    "overlap": gettext_lazy("Plus ce qui est offert répond à ce qui est attendu, plus ce critère apporte de points."),
    "same": gettext_lazy("La même réponse des deux côtés apporte tous les points ; une autre, aucun."),
    "closeness": gettext_lazy("Deux réponses qui vont ensemble apportent des points, même si elles diffèrent."),
    "shared": gettext_lazy("Chaque réponse en commun apporte des points."),
    "gap": gettext_lazy("Plus l’écart est proche de l’idéal, plus ce critère apporte de points."),
    "alike": gettext_lazy("Plus les deux textes parlent de la même chose, plus ce critère apporte de points."),
}


class WeightsForm(forms.Form):
    """One field a criterion, and how far the worst served are protected. `name`: what the trial is called. `seen`: the
    criteria that the page showed, since a field is known by its place among them."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="", max_length=80)
    protection = forms.ChoiceField(label="")

    def __init__(self, criteria: list[dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.now = criteria, lines_digest(criteria)
        self.fields["seen"].initial = self.now
        self.fields["name"].label = _("Nom de cet essai")
        self.fields["protection"].label = _("Les personnes les moins bien servies")
        self.fields["protection"].choices = [  # type: ignore[attr-defined]
            ("gentle", _("les protéger un peu : le total peut baisser légèrement")),
            ("floor", _("le plus possible : personne sous une part de son meilleur choix")),
            ("none", _("ne pas en tenir compte : le plus haut total")),
        ]
        for number, criterion in enumerate(criteria):
            self.fields[f"points-{number}"] = forms.IntegerField(
                label=_("Points, au plus : %(label)s") % {"label": _called(criterion)},
                min_value=0,
                max_value=MOST_POINTS,
                initial=criterion["points"],
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("seen") or self.now) == self.now:
            return cleaned
        fresh = {f"points-{number}": str(criterion["points"]) for number, criterion in enumerate(self.criteria)}
        self.data = {**dict(self.data.items()), **fresh, "seen": self.now}  # the points typed were those of other lines
        raise forms.ValidationError(str(CHANGED))

    def changed_criteria(self) -> list[dict[str, Any]]:
        """The criteria with the points of the form; without a point, one is left out."""
        given = [
            rescaled(criterion, self.cleaned_data[f"points-{number}"]) for number, criterion in enumerate(self.criteria)
        ]
        return [criterion for criterion in given if criterion["points"]]

    def settings(self) -> dict[str, Any]:
        """What a trial is asked with."""
        return {"criteria": self.changed_criteria(), "protection": self.cleaned_data["protection"]}


def _called(criterion: dict[str, Any]) -> str:
    return label_of(criterion, english=reading_language() is Language.ENGLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_page
def match_rules(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """What brings together, what keeps apart and how many couples; and a form to try other weights."""
    programme, run = cohort.programme, request.last_run
    if run is not None and not run.figures:
        run = done_before(run)
    form = WeightsForm(programme.criteria, request.POST or None, initial={"protection": "gentle"})
    if "apercu" in request.GET:
        form = WeightsForm(programme.criteria, {**request.GET.dict(), "name": "-"})
        return preview_weights(request, cohort, form, form.settings)
    if request.method == "POST" and form.is_valid():
        trial = request_run(
            cohort=cohort,
            by=request.user,
            now=timezone.now(),
            name=form.cleaned_data["name"],
            **form.settings(),
        )
        return redirect("match-trial", cohort.code, trial.code)
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "run": run,
        "form": form,
        "criteria": [
            (_called(each), each["points"], SENTENCES.get(each["kind"], ""), weight)
            for each, weight in zip(programme.criteria, weights_in_words(programme.criteria, _called), strict=True)
        ],
        "rules": run.figures["rules"] if run is not None and run.figures else _rules_ahead(cohort),
        "whole": sum(criterion["points"] for criterion in programme.criteria),
        "most": max((criterion["points"] for criterion in programme.criteria), default=1),
        "trials": trials_of(cohort),
        "manages": request.perimeter.whole,
    }
    return render(request, "backoffice/matching/rules.html", context, status=422 if form.errors else 200)


def _rules_ahead(cohort: Cohort) -> list[dict[str, Any]]:
    """How many couples each rule keeps apart, before any calculation; nothing when it can't be said at once."""
    try:
        return rules_ahead(cohort)
    except (NoPreview, ProblemError):
        return []


def _trial_or_404(cohort: Cohort, code: str) -> MatchRun:
    trial = MatchRun.objects.filter(cohort=cohort, code=code).exclude(name="").defer(*HEAVY).first()
    if trial is None:
        raise Http404
    trial.cohort = cohort
    return trial


@require_safe
@manager_page
def match_trial(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """A trial beside the promotion's own calculation: totals, and whose partner would change."""
    trial, own = _trial_or_404(cohort, code), request.last_run
    if own is not None and not own.figures:
        own = done_before(own)
    context = pilot(request, "current-match-board") | {
        "cohort": cohort,
        "trial": trial,
        "own": own,
        "manages": request.perimeter.whole,
    }
    if own is not None and trial.figures and own.figures:
        found = difference(own, trial, request.perimeter)
        people = [person for row in found.moved for person in (row.who, row.was, row.would) if person is not None]
        names = named(request, people)
        context["difference"] = found
        context["groups"] = [(group, *_percents(group)) for group in found.groups]
        context["moved"] = [
            (names[row.who.pk], *(names[end.pk] if end else "" for end in (row.was, row.would)), row.points)
            for row in found.moved
        ]
    return render(request, "backoffice/matching/trial.html", context)


def _percents(group: Group) -> tuple[int, int]:
    return round(100 * group.rate.low), round(100 * group.rate.high)


@require_POST
@manager_page
def adopt_trial(request: HttpRequest, cohort: Cohort, code: str) -> HttpResponse:
    """Its criteria become the programme's, and the promotion is calculated with them."""
    trial = _trial_or_404(cohort, code)
    try:
        adopt_settings(trial=trial, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("match-trial", cohort.code, code)
    messages.success(request, _("Ces critères sont ceux du programme. Le calcul recommence."))
    return redirect("match-board", cohort.code)

"""Who saw what between two moments, and whose data may be concerned: on the page, and as files to take away."""

from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.core.models import JournalEntry
from binome.matching.files.writing import csv_bytes
from binome.matching.words import Language
from binome.people.models import User
from binome.privacy import breach as kit
from binome.privacy.journal_words import SENTENCES
from binome.privacy.treatments import CLASSES
from binome.programmes.models import StaffRole

from ..access import confirmed, site_administrator_required
from ..desk import desk, page_of
from ..fields import Moment
from ..journal import readable


class PeriodForm(forms.Form):
    """Between two moments; the last three days when nothing is said."""

    du = Moment(label=gettext_lazy("Du"))
    au = Moment(label=gettext_lazy("Au"))

    def __init__(self, data, **kwargs):
        now = timezone.localtime()
        usual = {"du": now - timedelta(days=3), "au": now}
        given = {name: data[name] for name in [*usual, "compte"] if data.get(name)}
        super().__init__({name: at.strftime("%Y-%m-%dT%H:%M") for name, at in usual.items()} | given, **kwargs)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("du") and cleaned.get("au") and cleaned["au"] < cleaned["du"]:
            self.add_error("au", _("La fin vient avant le début."))
        return cleaned

    @property
    def period(self) -> dict[str, object]:
        # A minute on the page is the whole minute.
        return {"start": self.cleaned_data["du"], "end": self.cleaned_data["au"] + timedelta(seconds=59)}


class ImpactForm(PeriodForm):
    """Everyone, or whom one account could reach."""

    compte = forms.CharField(
        label=gettext_lazy("Code d’un compte"),
        required=False,
        max_length=16,
        help_text=gettext_lazy("Vide : toute la base. Sinon, les personnes que ce compte pouvait atteindre."),
    )

    def clean_compte(self) -> User | None:
        code = self.cleaned_data["compte"].strip()
        person = User.objects.filter(code=code).first()
        if code and person is None:
            raise forms.ValidationError(_("Aucun compte n’a ce code."))
        return person

    @property
    def period(self) -> dict[str, object]:
        return super().period | {"account": self.cleaned_data["compte"]}


def _readable(request: HttpRequest, rows):
    """Without what touches her closely: a reading of a report about her would say that there is one (N12)."""
    hers = readable(programme=request.programme, moderator=request.user).values("pk")
    return rows.filter(pk__in=hers)


@require_safe
@site_administrator_required
def who_saw(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    rows = _readable(request, kit.who_saw(**form.period)) if form.is_valid() else JournalEntry.objects.none()
    context = desk(request, "privacy-desk") | page_of(request, rows, size=50)
    entries = context["rows"]
    team = StaffRole.objects.filter(person__code__in={entry.actor_code for entry in entries})
    names = dict(team.values_list("person__code", "person__first_name"))
    lines = [
        {"at": one.at, "what": SENTENCES.get(one.verb, one.verb), "who": names.get(one.actor_code, ""),
         "actor": one.actor_code, "object": one.object_code}
        for one in entries
    ]  # fmt: skip
    context |= {"form": form, "lines": lines, "query": request.GET.urlencode()}
    return render(request, "backoffice/privacy/who_saw.html", context)


@require_safe
@confirmed
def who_saw_file(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return who_saw(request)
    found = kit.take_reads(by=request.user, now=timezone.now(), **form.period)
    header = [_("Quand"), _("Acte"), _("Par"), _("Objet"), _("Code")]
    rows = [
        [one.at.isoformat(), str(SENTENCES.get(one.verb, one.verb)), one.actor_code, one.object_kind, one.object_code]
        for one in _readable(request, found)
    ]
    return csv_file("qui-a-vu.csv", header, rows)


@require_safe
@site_administrator_required
def impact(request: HttpRequest) -> HttpResponse:
    """How many people, for each nature of data. The list itself, with addresses, is a file of its own."""
    form = ImpactForm(request.GET)
    people = kit.impact(**form.period) if form.is_valid() else []
    counts = [(words, sum(kind in one.kinds for one in people)) for kind, words in CLASSES.items()]
    context = desk(request, "privacy-desk") | {
        "form": form,
        "total": len(people),
        "counts": [(words, count) for words, count in counts if count],
        "query": request.GET.urlencode(),
    }
    return render(request, "backoffice/privacy/impact.html", context)


@require_safe
@confirmed
def impact_file(request: HttpRequest) -> HttpResponse:
    form = ImpactForm(request.GET)
    if not form.is_valid():
        return impact(request)
    people = kit.take_impact(by=request.user, now=timezone.now(), **form.period)
    header = [_("Code"), _("Adresse e-mail"), _("Langue"), _("Données")]
    rows = [[one.code, one.email, one.language, " ; ".join(str(CLASSES[kind]) for kind in one.kinds)] for one in people]
    return csv_file("personnes-concernees.csv", header, rows)


def csv_file(name: str, header: list[str], rows: list[list[str]]) -> HttpResponse:
    language = Language.ENGLISH if get_language() == "en" else Language.FRENCH
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(csv_bytes(header, rows, language), content_type="text/csv; charset=utf-8", headers=headers)

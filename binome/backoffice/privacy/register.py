"""The register of processing and the impact assessment, as pages and as files to take away."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.languages import text_language
from binome.matching.files.writing import csv_bytes, xlsx_bytes
from binome.matching.words import Language
from binome.privacy import dpia
from binome.privacy.models import Basis
from binome.privacy.notices import Text, as_markdown
from binome.privacy.operator import answering_for, save_details
from binome.privacy.register import SHEETS, register, sheet
from binome.privacy.treatments import TREATMENTS
from binome.ui.paper import Paper, print_paper
from binome.ui.texts import markdown

from ..access import administrator_required
from ..desk import desk

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class BasesForm(forms.Form):
    """The ground on which each treatment rests: the usual one, unless the organisation has another."""

    def __init__(self, *args, details, **kwargs):
        super().__init__(*args, **kwargs)
        for one in TREATMENTS:
            initial = details.bases.get(one.key, one.basis)
            self.fields[one.key] = forms.ChoiceField(label=one.name, choices=Basis.choices, initial=initial)

    def chosen(self) -> dict[str, str]:
        """Only what differs from the usual ground."""
        return {one.key: self.cleaned_data[one.key] for one in TREATMENTS if self.cleaned_data[one.key] != one.basis}


@require_safe
@administrator_required
def processing_register(request: HttpRequest) -> HttpResponse:
    details = answering_for(request.programme)
    context = desk(request, "privacy-desk") | {
        "register": register(request.programme, details),
        "form": BasesForm(details=details),
    }
    return render(request, "backoffice/privacy/register.html", context)


@require_POST
@administrator_required
def choose_bases(request: HttpRequest) -> HttpResponse:
    form = BasesForm(request.POST, details=answering_for(request.programme))
    if not form.is_valid():
        messages.warning(request, _("Choisissez un fondement dans la liste."))
    else:
        changes = {"bases": form.chosen()}
        save_details(programme=request.programme, changes=changes, by=request.user, now=timezone.now())
        messages.success(request, _("Les fondements sont enregistrés."))
    return redirect("processing-register")


@require_safe
@administrator_required
def register_file(request: HttpRequest, name: str) -> HttpResponse:
    """registre.csv, registre.xlsx, champs.csv, champs.xlsx. No person's data inside."""
    part, _dot, ending = name.partition(".")
    if part not in SHEETS or ending not in TYPES:
        raise Http404
    header, rows = sheet(part, register(request.programme, answering_for(request.programme)))
    language = Language.ENGLISH if get_language() == "en" else Language.FRENCH
    data = xlsx_bytes(part, header, rows) if ending == "xlsx" else csv_bytes(header, rows, language)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=TYPES[ending], headers=headers)


@require_safe
@administrator_required
def impact_assessment(request: HttpRequest) -> HttpResponse:
    notice = dpia.assessment(request.programme, answering_for(request.programme))
    parts = [{"shape": "text", "html": markdown(p.text)} if isinstance(p, Text) else p for p in notice.parts]
    context = desk(request, "privacy-desk") | {"title": notice.title, "parts": parts}
    return render(request, "backoffice/privacy/assessment.html", context)


@require_safe
@administrator_required
def assessment_paper(request: HttpRequest) -> HttpResponse:
    """The same on A4, to complete and sign."""
    notice = dpia.assessment(request.programme, answering_for(request.programme))
    paper = Paper(
        title=notice.title,
        body=as_markdown(notice),
        language=text_language(get_language()),
        site_name=request.programme.name,
        site_url=settings.SITE_URL,
        dated=timezone.localdate(),
    )
    headers = {"Content-Disposition": 'inline; filename="analyse-d-impact.pdf"'}
    return HttpResponse(print_paper(paper), content_type="application/pdf", headers=headers)

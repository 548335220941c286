"""The directory of an organisation: sent, its columns confirmed, previewed, then imported all at once or given up."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from binome.core.moves import MoveRefused
from binome.matching.files.faults import Fault, Faults, FilesError
from binome.matching.words import Language
from binome.mentoring.actions.importing import Reading, ask_import, plan_upload, read_upload
from binome.programmes.actions import directory as actions
from binome.programmes.models import DirectoryUpload
from binome.programmes.queries.directory import FIELDS, guess_mapping, open_file
from binome.ui.wording import long_date

from ..access import pilot_required
from ..pilot import pilot
from .forms import ColumnsForm, FileForm, OptionsForm

#: How many people and faults a preview shows.
SHOWN = 50


def said(faults: list[Fault]) -> list[str]:
    """In her language, the first rows first."""
    language = Language.ENGLISH if get_language() == "en" else Language.FRENCH
    return [fault.said(language) for fault in sorted(faults, key=lambda fault: fault.row)]


@pilot_required
def import_directory(request: HttpRequest, code: str) -> HttpResponse:
    """The file is sent; nothing of it is written anywhere but aside, until she confirms."""
    organisation = get_object_or_404(request.perimeter.known_organisations(), code=code)
    runs = request.perimeter.runs(organisation)
    sent = request.POST if request.method == "POST" else None
    form, options = FileForm(sent, request.FILES or None), OptionsForm(sent, runs=runs)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid() and options.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            sheet = open_file(content, file.name, Faults())
        except FilesError as refused:
            faults = said(list(refused.faults))
        else:
            upload = actions.receive_directory(
                programme=request.programme, organisation=organisation, file_name=file.name, content=content,
                mapping=guess_mapping(sheet.header), **options.options(), by=request.user, now=timezone.now(),
            )  # fmt: skip
            return redirect("preview-import", upload.code)
    context = pilot(request, "people-list") | {
        "organisation": organisation, "form": form, "options": options, "faults": faults,
    }  # fmt: skip
    status = 422 if faults or form.errors else 200
    return render(request, "backoffice/organisations/import.html", context, status=status)


def _upload(request: HttpRequest, code: str) -> DirectoryUpload:
    """Her own, of an organisation that she still sees."""
    rows = DirectoryUpload.objects.filter(by=request.user, programme=request.programme)
    known = rows.filter(organisation__in=request.perimeter.known_organisations())
    return get_object_or_404(known.select_related("organisation", "programme"), code=code)


@pilot_required
def preview_import(request: HttpRequest, code: str) -> HttpResponse:
    """What each column is; who is new, what changes, who leaves, and each fault by its row and column."""
    upload = _upload(request, code)
    reading = read_upload(upload)
    sent = request.POST if request.method == "POST" else None
    columns = ColumnsForm(sent, header=reading.sheet.header, mapping=upload.mapping)
    runs = request.perimeter.runs(upload.organisation)
    kept = {"marks_leavers": upload.marks_leavers, "adds_entities": upload.adds_entities}
    options = OptionsForm(sent, runs=runs, initial=kept)
    if request.method == "POST" and columns.is_valid() and options.is_valid():
        actions.choose_columns(upload=upload, mapping=columns.mapping(), **options.options())
        return redirect("preview-import", code)
    return _preview(request, upload, reading, columns, options)


def _preview(
    request: HttpRequest, upload: DirectoryUpload, reading: Reading, columns: ColumnsForm, options: OptionsForm
) -> HttpResponse:
    plan, found = plan_upload(upload, reading, viewer=request.user, perimeter=request.perimeter, now=timezone.now())
    faults = said(found)
    labels = {key: str(name) for key, (name, _titles) in FIELDS.items()}
    context = pilot(request, "people-list") | {
        "upload": upload,
        "plan": plan,
        "columns": columns,
        "options": options,
        "faults": faults[:SHOWN],
        "more_faults": max(len(faults) - SHOWN, 0),
        "new": plan.new[:SHOWN],
        "changed": [
            (one, [(labels.get(name, name), *_said(name, values)) for name, values in one.differences.items()])
            for one in plan.changed[:SHOWN]
        ],
        "readdressed": any("email" in one.differences for one in plan.changed),
        "leavers": len(plan.leavers),
        "entities": [" > ".join(path) for path in plan.new_entities],
        "writes": bool(plan.new or plan.changed or plan.leavers),
    }
    return render(request, "backoffice/organisations/preview.html", context)


def _said(name: str, values: tuple[str, str]) -> tuple[str, ...]:
    """Before and after, as they are read: a day in words."""
    return tuple(long_date(date.fromisoformat(day)) if name == "left_on" and day else day for day in values)


@require_POST
@pilot_required
def confirm_import(request: HttpRequest, code: str) -> HttpResponse:
    """The worker imports it, all of it or nothing; another page says how far it is."""
    upload = _upload(request, code)
    try:
        job = ask_import(upload=upload, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("preview-import", code)
    return redirect("job-progress", job.code)


@require_POST
@pilot_required
def drop_import(request: HttpRequest, code: str) -> HttpResponse:
    upload = _upload(request, code)
    actions.drop_directory(upload=upload, by=request.user, now=timezone.now())
    messages.success(request, _("Rien n’est importé, et le fichier est effacé."))
    return redirect("people-list")

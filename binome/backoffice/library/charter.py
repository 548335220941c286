"""The charter, for the team: its versions, who accepted them, and a new one to publish (A19)."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from binome.programmes.actions import publish_charter as publish
from binome.programmes.actions import save_charter_draft
from binome.programmes.models import CharterDraft, CharterVersion
from binome.programmes.queries import active_members, charter_draft, charter_in_force, charters_of
from binome.ui.differences import changed_passages
from binome.ui.texts import markdown

from ..access import administrator_required, staff_required
from ..desk import desk
from .forms import HELP, text


class CharterForm(forms.Form):
    """The words of the next version. `number` is the version that she had under her eyes."""

    body = text(gettext_lazy("Texte"), rows=24, required=True, help_text=HELP)
    body_en = text(gettext_lazy("Texte en anglais"), rows=14)
    changes = text(
        gettext_lazy("Ce qui change, en quelques phrases"), rows=4, most=2000, required=True,
        help_text=gettext_lazy("Chaque membre les lit avant d’accepter la nouvelle version."),
    )  # fmt: skip
    number = forms.IntegerField(widget=forms.HiddenInput)
    edits = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, in_force: CharterVersion | None, unfinished: bool = False, **kwargs):
        """An unfinished one is only put aside: it may lack what publishing needs."""
        super().__init__(*args, **kwargs)
        self.in_force, self.unfinished = in_force, unfinished
        self.fields["changes"].required = not unfinished

    def clean(self):
        cleaned = super().clean()
        last = self.in_force
        if last and cleaned.get("number") != last.number:
            raise forms.ValidationError(_("Une autre version vient d’être publiée. Comparez avant de continuer."))
        written = (cleaned.get("body"), cleaned.get("body_en"))
        if last and not self.unfinished and written == (last.body.strip(), last.body_en.strip()):
            self.add_error("body", _("Ce texte est celui de la version en vigueur : il n’y a rien à faire accepter."))
        return cleaned


@require_safe
@staff_required
def charter_desk(request: HttpRequest) -> HttpResponse:
    """The versions, and how many of the members of today accepted each."""
    members = active_members(request.programme)
    versions = list(charters_of(request.programme))
    signed = dict(
        members.filter(person__charter_signatures__version__programme=request.programme)
        .values_list("person__charter_signatures__version__number")
        .annotate(count=Count("pk"))
    )
    context = desk(request, "charter-desk") | {
        "versions": [(version, signed.get(version.number, 0)) for version in versions],
        "members": members.count(),
        "may_publish": request.membership.is_administrator,
    }
    return render(request, "backoffice/charter_desk.html", context)


@administrator_required
def publish_charter(request: HttpRequest) -> HttpResponse:
    """Write, put aside, look at what changes, then publish: the last button stands under the comparison only."""
    last, draft = charter_in_force(request.programme), charter_draft(request.programme)
    initial = _initial(last, draft)
    form = CharterForm(request.POST or None, in_force=last, unfinished="save" in request.POST, initial=initial)
    ready = request.method == "POST" and form.is_valid()
    if ready and "save" in request.POST and _saved(request, form):
        messages.success(request, _("Le brouillon est enregistré."))
        return redirect("publish-charter")
    if ready and "publish" in request.POST:
        words = {name: form.cleaned_data[name] for name in WORDS}
        publish(programme=request.programme, by=request.user, now=timezone.now(), **words)
        messages.success(request, _("La charte est publiée. Chaque membre l’acceptera à sa prochaine visite."))
        return redirect("charter-desk")
    if form.errors:  # the next press is about what she now reads
        form.data = {**form.data.dict(), "number": initial["number"], "edits": initial["edits"] or ""}
    compared = _compared(form, last) if ready and not form.errors else None
    context = desk(request, "charter-desk") | {
        "form": form, "last": last, "draft": draft, "compared": compared, "now": timezone.now(),
    }  # fmt: skip
    return render(request, "backoffice/charter_publish.html", context, status=422 if form.errors else 200)


WORDS = ("body", "body_en", "changes")


def _initial(last: CharterVersion | None, draft: CharterDraft | None) -> dict[str, object]:
    """The draft, or the version in force to begin from."""
    given = {"number": last.number if last else 0, "edits": draft.edits if draft else None}
    if draft:
        return given | {name: getattr(draft, name) for name in WORDS}
    return given | ({"body": last.body, "body_en": last.body_en} if last else {})


def _saved(request: HttpRequest, form: CharterForm) -> bool:
    words = {name: form.cleaned_data[name] for name in (*WORDS, "edits")}
    saved = save_charter_draft(programme=request.programme, by=request.user, now=timezone.now(), **words)
    if not saved:
        form.add_error(
            None, _("Ce texte a été modifié entre-temps. Relisez la version enregistrée avant de continuer.")
        )
    return saved


def _compared(form: CharterForm, last: CharterVersion | None) -> dict[str, object]:
    """What changes, in both languages, and the new text as it will be read."""
    data = form.cleaned_data
    changes = []
    for name in ("body", "body_en"):
        passages = changed_passages(getattr(last, name, ""), data[name])
        if passages:
            changes.append({"label": form.fields[name].label, "passages": passages})
    return {"changes": changes, "html": markdown(data["body"]), "html_en": markdown(data["body_en"])}

"""The programme's rules (A1): worded, ordered and dropped by an administrator, in versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.programmes.actions import change_eligibility
from binome.programmes.queries import eligibility_versions, to_attest

from ..access import administrator_required, staff_required
from ..desk import desk, page_of
from .forms import MeaningForm, RulesFormSet


@require_safe
@staff_required
def attestation_list(request: HttpRequest) -> HttpResponse:
    """Members whose attestation is of former rules, the oldest first: a date, never what they are (A1)."""
    rows = to_attest(request.programme).select_related("person")
    context = desk(request, "attestation-list") | page_of(request, rows)
    return render(request, "backoffice/attestation_list.html", context)


@administrator_required
def edit_eligibility(request: HttpRequest) -> HttpResponse:
    """The rules in force with the warning on nationality, and the texts of the former versions."""
    programme = request.programme
    initial = [{**rule, "rank": number} for number, rule in enumerate(programme.eligibility, start=1)]
    rules = RulesFormSet(request.POST or None, initial=initial, prefix="rules")
    meaning = MeaningForm(request.POST or None)
    if request.method == "POST" and rules.is_valid() and meaning.is_valid():
        before = programme.eligibility_version
        number = change_eligibility(
            programme=programme, rules=rules.rules(), by=request.user, now=timezone.now(), **meaning.cleaned_data
        )
        if number == before:
            said = _("Les règles sont enregistrées, sous la même version.")
        else:
            said = _("Les règles sont enregistrées : c’est la version %(number)d.") % {"number": number}
        messages.success(request, said)
        return redirect("edit-eligibility")
    refused = request.method == "POST"
    context = desk(request, "edit-eligibility") | {
        "rules": rules,
        "meaning": meaning,
        "refused": [form for form in rules.forms if form.errors] if refused else [],
        "versions": eligibility_versions(programme),
        "now": timezone.now(),
    }
    return render(request, "backoffice/eligibility.html", context, status=422 if refused else 200)

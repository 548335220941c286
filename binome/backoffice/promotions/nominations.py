"""A sponsor nominates someone of her own company, by her work address: she sees no list of people (D16)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.core.languages import text_language
from binome.core.moves import MoveRefused
from binome.programmes import actions
from binome.programmes.actions import LONGEST_REASON
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Cohort
from binome.ui.fields import Words

from ..access import sponsor_required
from .frame import show


class NominationForm(forms.Form):
    """Whom, for which place, and why: the person nominated reads the reason."""

    email = forms.EmailField(
        label=gettext_lazy("Son adresse professionnelle"),
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            gettext_lazy("Vérifiez cette adresse : elle doit ressembler à prenom@exemple.fr."),
        ),
    )
    role = forms.ChoiceField(label=gettext_lazy("Pour quelle place ?"), widget=forms.RadioSelect)
    reason = Words(
        label=gettext_lazy("Pourquoi vous pensez à cette personne"),
        max_length=LONGEST_REASON,
        rows=3,
        help_text=gettext_lazy("Elle lira ces mots. Elle décidera seule."),
        missing=gettext_lazy("Dites en quelques mots pourquoi vous pensez à cette personne."),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = request.programme
        nouns = programme.vocabulary[text_language(request.LANGUAGE_CODE)]
        self.fields["role"].choices = [
            (role, nouns["mentor" if role == "mentor" else "mentee"]["one"]) for role in programme.modality.roles
        ]
        self.fields["role"].initial = programme.modality.roles[-1]


@sponsor_required
def nominate(request: HttpRequest) -> HttpResponse:
    enrolling = Cohort.objects.filter(programme=request.programme, state=CohortState.ENROLLING, archived_at=None)
    cohort = enrolling.order_by("-number").first()
    form = NominationForm(request.POST or None, request=request)
    if request.method == "POST" and cohort is None:
        raise Http404
    if request.method == "POST" and cohort and form.is_valid():
        try:
            _nominate(request, cohort, form.cleaned_data)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("C’est envoyé. La personne décidera elle-même."))
            return redirect("nominate-person")
    return show(
        request, "backoffice/promotions/nominate.html", {"form": form, "cohort": cohort}, refused=bool(form.errors)
    )


def _nominate(request: HttpRequest, cohort: Cohort, said: dict[str, Any]) -> None:
    """Raises MoveRefused for an address that her own company's directory does not have."""
    people = request.perimeter.affiliations().select_related("person")
    declared = people.filter(person__email=said["email"].strip().lower()).first()
    if declared is None:
        raise MoveRefused(_("Cette adresse n’est pas dans l’annuaire de votre organisation."))
    actions.nominate_person(
        cohort=cohort, affiliation=declared, role=said["role"], reason=said["reason"], by=request.user,
        now=timezone.now(),
    )  # fmt: skip

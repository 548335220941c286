"""The proof of what one person accepted: a file, for an administrator who has confirmed who she is."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.people.models import User
from binome.privacy.agreements import take_proof

from ..access import confirmed
from ..desk import desk
from .knowing import csv_file


class ProofForm(forms.Form):
    """Whose proof."""

    who = forms.CharField(
        label=gettext_lazy("Adresse e-mail ou code du compte"),
        max_length=254,
        error_messages={"required": gettext_lazy("Dites de qui il s’agit.")},
    )

    def clean_who(self) -> User:
        typed = self.cleaned_data["who"].strip().lower()
        person = User.objects.filter(email=typed).first() or User.objects.filter(code=typed).first()
        if person is None:
            raise forms.ValidationError(_("Aucun compte n’a cette adresse ni ce code."))
        return person


@confirmed
def agreement_proof(request: HttpRequest) -> HttpResponse:
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["who"]
        header = [_("Compte"), _("Accord"), _("Objet"), _("Donné le"), _("Jusqu’au"), _("Retiré le")]
        rows = [
            [person.code, one.what, str(one.detail), *(at.isoformat() if at else "" for at in _dates(one))]
            for one in take_proof(person=person, by=request.user, now=timezone.now())
        ]
        return csv_file(f"accords-{person.code}.csv", header, rows)
    context = desk(request, "privacy-desk") | {"form": form}
    return render(request, "backoffice/privacy/proof.html", context, status=422 if form.errors else 200)


def _dates(one):
    return one.at, one.until, one.withdrawn_at

"""Requests about rights: received, due within a month, answered."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.privacy import rights
from binome.privacy.models import Right, RightsRequest

from ..access import administrator_required
from ..desk import desk


class RequestForm(forms.ModelForm):
    """A request that came by letter or e-mail."""

    class Meta:
        model = RightsRequest
        fields = ("right", "received_on", "reference")
        widgets = {"received_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"reference": gettext_lazy("Où son courrier est rangé. Pas de nom ici.")}
        error_messages = {
            "received_on": {"required": gettext_lazy("Dites quand la demande est arrivée : le mois part de là."),
                            "invalid": gettext_lazy("Cette date n’existe pas.")},
            "right": {"required": gettext_lazy("Choisissez le droit exercé.")},
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [("", _("Choisissez")), *Right.choices]

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        return day


class AnswerForm(forms.Form):
    """What was answered; or why it takes two more months."""

    words = forms.CharField(
        label=gettext_lazy("Ce qui a été répondu, ou pourquoi il faut prolonger"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Pour votre dossier, sans nom ni donnée : la réponse elle-même part de chez vous."),
        error_messages={"required": gettext_lazy("Écrivez ce qui a été répondu, même en une phrase.")},
    )


def _badge(row: RightsRequest, today: date) -> dict[str, object]:
    """Its deadline, in words and in a look."""
    left = (row.due_on - today).days
    if left < 0:
        return {"look": "is-danger", "words": _("en retard de %(days)d j") % {"days": -left}}
    look = "is-wait" if left <= rights.SOON.days else ""
    return {"look": look, "words": _("à répondre sous %(days)d j") % {"days": left}}


@administrator_required
def rights_requests(request: HttpRequest) -> HttpResponse:
    """What waits, the first due first, with its badge; a form to enter one; then what was answered."""
    form = RequestForm(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        row = rights.enter_request(
            programme=request.programme, by=request.user, now=timezone.now(), **form.cleaned_data
        )
        return redirect("rights-request", row.code)
    today = timezone.localdate()
    answered = RightsRequest.objects.filter(programme=request.programme, answered_on__isnull=False)
    context = desk(request, "rights-requests") | {
        "form": form,
        "waiting_rows": [(row, _badge(row, today)) for row in rights.unanswered(request.programme)],
        "answered": answered.order_by("-answered_on", "-pk")[:50],
    }
    return render(request, "backoffice/privacy/rights_list.html", context, status=422 if form.errors else 200)


@administrator_required
def rights_request(request: HttpRequest, code: str) -> HttpResponse:
    row = RightsRequest.objects.filter(programme=request.programme, code=code).first()
    if row is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, by = form.cleaned_data["words"], {"by": request.user, "now": timezone.now()}
        try:
            if "extend" in request.POST:
                rights.extend_request(request=row, because=words, **by)
            else:
                rights.answer_request(request=row, answer=words, **by)
        except rights.MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("rights-requests")
    may_extend = not row.extended_because and timezone.localdate() <= rights.months_after(row.received_on, 1)
    context = desk(request, "rights-requests") | {
        "row": row, "badge": _badge(row, timezone.localdate()), "form": form, "may_extend": may_extend,
    }  # fmt: skip
    return render(request, "backoffice/privacy/rights_request.html", context, status=422 if form.errors else 200)

"""The rules changed: each member attests them again (A1)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.programmes import actions
from binome.programmes.queries import attested_rules
from binome.web.people.forms import AttestationForm

from .texts import rules_changes
from .views import next_page


def attest_rules(request: HttpRequest) -> HttpResponse:
    """The new rules, what changed since those she attested, and the day until which she may wait."""
    programme, member = request.programme, request.membership
    if not member.must_attest:
        return redirect(next_page(request))
    form = AttestationForm(request.POST or None, number=programme.eligibility_version)
    if request.method == "POST" and form.is_valid():
        actions.attest_rules(enrolment=member.enrolment, number=form.cleaned_data["version"], now=timezone.now())
        messages.success(request, _("Merci. Votre attestation est datée d’aujourd’hui."))
        return redirect(next_page(request))
    if "version" in form.errors:
        form.data = {"version": programme.eligibility_version}  # the next press attests what she now reads
    context = {
        "form": form, "next": next_page(request), "attested_at": member.enrolment.attested_at,
        "passages": rules_changes(attested_rules(member.enrolment), programme),
        "may_wait": member.may_wait_to_attest(timezone.localdate()),
    }  # fmt: skip
    return render(request, "programmes/attest_rules.html", context, status=422 if form.errors else 200)

"""What the links of moderation's mails open: activating, correcting, contesting. The link stands for a login.

Reading these pages changes nothing; a link that is over says what to do next.
"""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from binome.mentoring.actions import activate_member
from binome.people import actions
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile
from binome.people.queries import Invitation, invitation, last_message
from binome.people.rules import may_activate, may_contest
from binome.programmes.models import Enrolment

from ..forms import MessageForm, PasswordForm
from ..profile import edit_form


@login_not_required
@never_cache
def activate(request: HttpRequest, token: str) -> HttpResponse:
    """She is approved: she chooses her password and enters."""
    invited = invitation("activate", token, now=timezone.now())
    person = invited.person
    if person is None or person.is_active or person.has_usable_password():
        return _over(request, "activated")
    if not may_activate(person):
        return _over(request, "answered")
    if invited.expired:
        return _renew_activation(request, token)
    form = PasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            member = activate_member(token=token, password=form.cleaned_data["password"], now=timezone.now())
        except actions.MoveRefused:
            return _over(request, "activated")
        login(request, member)
        messages.success(request, _("Bienvenue. Votre compte est ouvert."))
        return redirect("my-space")
    return render(request, "people/activate.html", {"form": form, "person": person}, status=422 if form.errors else 200)


def _renew_activation(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/activate_expired.html", status=404)
    try:
        actions.renew_activation(token=token, now=timezone.now())
    except actions.MoveRefused:
        return _over(request, "activated")
    return render(request, "people/activate_renewed.html")


@login_not_required
@never_cache
def profile_correct(request: HttpRequest, token: str) -> HttpResponse:
    """A moderator asked for a change before approving: her words, and the profile to correct."""
    invited = invitation("correct", token, now=timezone.now())
    profile = _profile(invited, ProfileState.CHANGE_ASKED)
    if profile is None:
        return _over(request, "answered")
    enrolment = Enrolment.objects.filter(person=profile.person, programme=request.programme).first()
    form = edit_form(request, profile, role=enrolment.role if enrolment else "")
    if request.method == "POST" and form.is_valid():
        try:
            actions.resubmit_profile(token=token, changes=form.changes(), now=timezone.now())
        except actions.MoveRefused:
            return _over(request, "answered")
        return render(request, "people/corrected.html")
    context = {
        "form": form,
        "person": profile.person,
        "message": last_message(profile, "ask_change"),
        "photo_url": reverse("correct-photo", args=[token]) if profile.photo else "",
    }
    return render(request, "people/profile_correct.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def contest_refusal(request: HttpRequest, token: str) -> HttpResponse:
    """Why she was refused, and her one answer."""
    invited = invitation("contest", token, now=timezone.now())
    profile = _profile(invited, ProfileState.REFUSED)
    if profile is None:
        return _over(request, "answered")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.contest_refusal(token=token, message=form.cleaned_data["message"], now=timezone.now())
        except actions.MoveRefused:
            return _over(request, "answered")
        return render(request, "people/contested.html")
    context = {
        "form": form,
        "person": profile.person,
        "message": last_message(profile, "refuse"),
        "may_contest": may_contest(profile),
    }
    return render(request, "people/contest_refusal.html", context, status=422 if form.errors else 200)


def _profile(invited: Invitation, state: str) -> Profile | None:
    """The profile behind the link, if it still awaits what the link is for."""
    if invited.person is None or invited.expired or invited.person.profile.state != state:
        return None
    return invited.person.profile


def _over(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "people/link_over.html", {"reason": reason}, status=404)

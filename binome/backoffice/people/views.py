"""The moderators' queue and the page of one profile, where everything is decided (A5)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.world import country_name
from binome.mentoring.identity import staff_card, staff_notices_names
from binome.mentoring.queries.ties import conflicted
from binome.people import actions
from binome.people.actions import MoveRefused

from ..access import staff_required
from ..desk import desk, page_of
from .decisions import Decision, take_first
from .dossier import Dossier, badges, find, look_at, open_dossier
from .forms import IdentityForm
from .waiting import in_charge, to_check


@require_safe
@staff_required
def moderation_queue(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = desk(request, "moderation-queue")
    rows = to_check(programme=request.programme, moderator=request.user)
    context |= page_of(request, rows, count=context["waiting"].profiles)
    shown = context["rows"]
    names = staff_notices_names([row.person_id for row in shown])
    for row in shown:
        profile = row.person.profile
        row.badges = badges(profile, look_at(profile, names.get(row.person_id, "")), row.last_verb)
        row.reader = in_charge(profile, now=now)
    context["oldest"] = shown[0] if shown and context["page"].number == 1 else None
    return render(request, "backoffice/queue.html", context)


@require_POST
@staff_required
def take_next(request: HttpRequest) -> HttpResponse:
    """Take the oldest one that nobody reads, and open it."""
    return _onwards(request)


def _onwards(request: HttpRequest) -> HttpResponse:
    enrolment = take_first(request, now=timezone.now())
    if enrolment is None:
        return redirect("moderation-queue")
    return redirect("profile-review", enrolment.person.code)


@require_safe
@staff_required
def profile_review(request: HttpRequest, code: str) -> HttpResponse:
    dossier = open_dossier(request, find(request, code), now=timezone.now())
    return _show(request, dossier)


def _show(request: HttpRequest, dossier: Dossier, decision: Decision | None = None, **extra: object) -> HttpResponse:
    now = timezone.now()
    decision = decision or Decision(request, dossier)
    context = {
        **desk(request, "moderation-queue"),
        "dossier": dossier,
        "person": dossier.person,
        "profile": dossier.profile,
        "country": country_name(dossier.profile.country, request.LANGUAGE_CODE),
        "reader": in_charge(dossier.profile, now=now),
        "now": now,
        "identity": None,
        "identity_form": IdentityForm(),
        "show_identity": False,
        **decision.context(),
        **extra,
    }
    status = 422 if context.get("page_has_errors") else 200
    return render(request, "backoffice/profile.html", context, status=status)


@staff_required
def decide(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Publish, ask for a correction, refuse, ask for a second opinion, confirm or undo a change."""
    if request.method != "POST":
        return redirect("profile-review", code)
    enrolment = find(request, code)
    decision = Decision(request, open_dossier(request, enrolment, now=timezone.now()), verb)
    if not decision.is_possible:
        return _too_late(request, decision)
    if decision.is_stale:
        messages.warning(request, _("Ce profil a changé pendant que vous le lisiez : relisez-le avant de décider."))
        return _show(request, decision.dossier, decision, page_has_errors=True)
    if not decision.is_complete():
        return _show(request, decision.dossier, decision, page_has_errors=True)
    try:
        decision.make(now=timezone.now())
    except MoveRefused as refused:
        messages.error(request, str(refused))
        return redirect("profile-review", code)
    messages.success(request, decision.done)
    return _onwards(request)


def _too_late(request: HttpRequest, decision: Decision) -> HttpResponse:
    """A second click of hers changes nothing; a colleague who was faster is named."""
    if decision.is_already_hers:
        return _onwards(request)
    messages.warning(request, decision.what_happened)
    return redirect("profile-review", decision.dossier.person.code)


@require_POST
@staff_required
def hold(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Take a profile in charge, or leave it to a colleague."""
    profile = find(request, code).person.profile
    try:
        if verb == "take":
            actions.take_profile(profile=profile, by=request.user, now=timezone.now())
        else:
            actions.release_profile(profile=profile, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    return redirect("profile-review", code) if verb == "take" else redirect("moderation-queue")


@staff_required
def open_identity(request: HttpRequest, code: str) -> HttpResponse:
    """Show the family name once, in this answer alone, against a reason that goes to the journal (N16)."""
    if request.method != "POST":
        return redirect("profile-review", code)
    now = timezone.now()
    form = IdentityForm(request.POST)
    dossier = open_dossier(request, find(request, code), now=now)
    if not form.is_valid():
        return _show(request, dossier, identity_form=form, show_identity=True, page_has_errors=True)
    card = staff_card(moderator=request.user, person=dossier.person, reason=form.cleaned_data["reason"], now=now)
    return _show(request, dossier, identity=card, show_identity=True)


@require_POST
@staff_required
def link_accounts(request: HttpRequest, code: str) -> HttpResponse:
    """The two accounts are one woman's: she can't be her own pair, nor review herself."""
    dossier = open_dossier(request, find(request, code), now=timezone.now())
    other = next((one for one in dossier.others if one.code == request.POST.get("other")), None)
    if other is None or conflicted(moderator=request.user, person=other):
        messages.warning(request, _("Ce compte ne peut pas être relié d’ici."))
        return redirect("profile-review", code)
    try:
        actions.link_accounts(one=dossier.person, other=other, by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Les deux comptes sont reliés."))
    return redirect("profile-review", code)

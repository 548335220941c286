"""A mentor's places and her pause."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.mentoring import actions, queries
from binome.programmes.models import Enrolment
from binome.ui.wording import long_date

from ..forms import CapacityForm, PauseForm
from .requests import READ_OR_POST
from .space import space_nav


def _mentor_or_404(request) -> Enrolment:
    if not request.membership.is_mentor:
        raise Http404
    return request.membership.enrolment


@require_safe
def availability(request):
    return _show(request, _mentor_or_404(request))


def _show(request, mentor: Enrolment, *, refused=None):
    capacity, today = queries.capacity_of(mentor), timezone.localdate(timezone.now())
    forms = {
        CapacityForm: CapacityForm(most=_most(mentor, capacity), initial={"capacity": capacity.total}),
        PauseForm: PauseForm(today=today),
    }
    if refused is not None:
        forms[type(refused)] = refused
    context = {
        "mentor": mentor,
        "capacity": capacity,
        "form": refused,
        "capacity_form": forms[CapacityForm],
        "pause_form": forms[PauseForm],
        **space_nav(request, current="availability"),
    }
    return render(request, "mentoring/availability.html", context, status=422 if refused is not None else 200)


def _most(mentor: Enrolment, capacity: queries.Capacity) -> int:
    """The programme's limit, or what she has already if the limit came down since."""
    return max(mentor.programme.max_capacity, capacity.total)


@READ_OR_POST
def set_capacity(request):
    mentor = _mentor_or_404(request)
    if request.method != "POST":
        return redirect("availability")
    form = CapacityForm(request.POST, most=_most(mentor, queries.capacity_of(mentor)))
    if not form.is_valid():
        return _show(request, mentor, refused=form)
    try:
        actions.set_capacity(mentor=mentor, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C’est enregistré."))
    return redirect("availability")


@READ_OR_POST
def pause_mentor(request):
    mentor = _mentor_or_404(request)
    if request.method != "POST":
        return redirect("availability")
    now = timezone.now()
    form = PauseForm(request.POST, today=timezone.localdate(now))
    if not form.is_valid():
        return _show(request, mentor, refused=form)
    until = form.cleaned_data["until"]
    actions.pause_mentor(mentor=mentor, until=until, by=request.user, now=now)
    words = _("Vous êtes en pause : aucune nouvelle demande ne vous arrivera.")
    if until:
        words = _("Vous êtes en pause jusqu’au %(day)s.") % {"day": long_date(until)}
    messages.success(request, words)
    return redirect("availability")


@READ_OR_POST
def resume_mentor(request):
    """Back with one click, from wherever she sees that she is paused."""
    mentor = _mentor_or_404(request)
    if request.method == "POST":
        actions.resume_mentor(mentor=mentor, by=request.user, now=timezone.now())
        messages.success(request, _("Vous êtes de nouveau disponible. Merci !"))
    return redirect("my-space" if "space" in request.POST else "availability")

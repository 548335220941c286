"""A circle's page: its people, what each shows, their meetings; leaving it without a fault (D6)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.mentoring import actions, identity, queries
from binome.mentoring.models import CircleMeeting
from binome.ui.wording import long_date

from ..forms import CircleFitForm, CircleMeetingForm, CircleRevealForm
from .requests import READ_OR_POST
from .space import space_nav


def _seen_or_404(request: HttpRequest, code: str) -> queries.CircleView:
    """The circle as one of its people sees it; to anyone else it does not exist."""
    seen = queries.circle_for(request.user, request.programme, code)
    if seen is None:
        raise Http404
    return seen


@require_safe
def circle_detail(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, _seen_or_404(request, code))


def _show(
    request: HttpRequest,
    seen: queries.CircleView,
    *,
    meeting: Any = None,
    reveal: Any = None,
    fit: Any = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, with the form that she just posted and must correct."""
    cards = identity.circle_cards(viewer=request.user, members=seen.members)
    context = {
        "seen": seen, "others": [(member, cards[member.pk]) for member in seen.others],
        "meeting_form": meeting or _meeting_form(seen), "reveal_form": reveal or _reveal_form(request, seen),
        "fit_form": fit or CircleFitForm(initial={"answer": seen.mine.fit}, auto_id="fit_%s"),
        "form": meeting or reveal or fit, **space_nav(request, current="my-space"),
    }  # fmt: skip
    return render(request, "mentoring/circle_detail.html", context, status=status)


def _meeting_form(seen: queries.CircleView, data: Any = None) -> CircleMeetingForm:
    today, last = timezone.localdate(), seen.meetings[-1] if seen.meetings else None
    usual = {
        "held_on": today, "minutes": last.minutes if last else 60, "format": last.format if last else "remote",
        "present": [member.enrolment.code for member in seen.members],
    }  # fmt: skip
    opened_on = timezone.localdate(seen.circle.opened_at)
    members = seen.members
    return CircleMeetingForm(
        data, opened_on=opened_on, today=today, members=members, initial=usual, auto_id="meeting_%s"
    )


def _reveal_form(request: HttpRequest, seen: queries.CircleView, data: Any = None) -> CircleRevealForm:
    own = identity.card(viewer=request.user, person=request.user)
    return CircleRevealForm(data, own=own, initial={"fields_shown": seen.shows}, auto_id="reveal_%s")


def _done(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)


@READ_OR_POST
def choose_circle_reveal(request: HttpRequest, code: str) -> HttpResponse:
    seen = _seen_or_404(request, code)
    if request.method == "POST":
        form = _reveal_form(request, seen, request.POST)
        if not form.is_valid():
            return _show(request, seen, reveal=form, status=422)
        given = {"member": seen.mine, "fields": form.cleaned_data["fields_shown"], "now": timezone.now()}
        words = _("C’est enregistré. Vous pourrez changer d’avis à tout moment.")
        _done(request, lambda: actions.choose_circle_reveal(**given), words)
    return redirect(reverse("circle-detail", args=[code]) + "#coordonnees")


@READ_OR_POST
def answer_circle_fit(request: HttpRequest, code: str) -> HttpResponse:
    """After the first meeting: three answers, private, and she may change her mind."""
    seen = _seen_or_404(request, code)
    if request.method == "POST":
        form = CircleFitForm(request.POST, auto_id="fit_%s")
        if not form.is_valid():
            return _show(request, seen, fit=form, status=422)
        given = {"member": seen.mine, "answer": form.cleaned_data["answer"], "now": timezone.now()}
        words = _("Merci. Votre réponse reste privée ; vous pourrez la changer.")
        _done(request, lambda: actions.answer_circle_fit(**given), words)
    return redirect(reverse("circle-detail", args=[code]) + "#entente")


@READ_OR_POST
def log_circle_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """ "We met": one of them notes it for all, with who was there."""
    seen, now = _seen_or_404(request, code), timezone.now()
    if request.method != "POST":
        return redirect("circle-detail", code)
    form = _meeting_form(seen, request.POST)
    if not form.is_valid():
        return _show(request, seen, meeting=form, status=422)
    words = _("C’est noté pour tout le cercle, le %(day)s.")
    day = long_date(form.cleaned_data["held_on"], year=False)
    _done(
        request,
        lambda: actions.log_circle_meeting(member=seen.mine, now=now, **form.cleaned_data),
        words % {"day": day},
    )
    return redirect("circle-detail", code)


@READ_OR_POST
def delete_circle_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """A meeting noted by mistake: whoever noted it confirms, on a page of its own."""
    mine = CircleMeeting.objects.select_related("circle").filter(logged_by=request.user)
    meeting = get_object_or_404(mine, code=code)
    seen, day = _seen_or_404(request, meeting.circle.code), {"day": long_date(meeting.held_on)}
    back = reverse("circle-detail", args=[seen.circle.code])
    if request.method != "POST":
        context = {
            "title": _("Supprimer ce rendez-vous ?"), "action": reverse("delete-circle-meeting", args=[code]),
            "text": _("Le rendez-vous du %(day)s ne comptera plus, pour personne du cercle.") % day,
            "label": _("Supprimer ce rendez-vous"), "cancel_url": back, "cancel_label": _("Garder ce rendez-vous"),
        }  # fmt: skip
        return render(request, "ui/confirm.html", context)
    given = {"meeting": meeting, "member": seen.mine, "now": timezone.now()}
    _done(request, lambda: actions.delete_circle_meeting(**given), _("Le rendez-vous du %(day)s est supprimé.") % day)
    return redirect(back)


@READ_OR_POST
def leave_circle(request: HttpRequest, code: str) -> HttpResponse:
    """She goes, without a reason and without a fault."""
    seen = _seen_or_404(request, code)
    if request.method != "POST":
        context = {
            "title": _("Quitter le cercle ?"), "action": reverse("leave-circle", args=[code]),
            "text": _("Personne ne vous en demandera la raison. Les autres apprendront que vous êtes partie, et vos "
                      "coordonnées ne leur seront plus visibles. Vous restez dans le programme."),
            "label": _("Quitter le cercle"), "look": "btn-danger",
            "cancel_url": reverse("circle-detail", args=[code]), "cancel_label": _("Rester"),
        }  # fmt: skip
        return render(request, "ui/confirm.html", context)
    words = _("Vous avez quitté le cercle. Merci du temps que vous lui avez donné.")
    _done(request, lambda: actions.leave_circle(member=seen.mine, now=timezone.now()), words)
    return redirect("my-space")

"""A pair's page and its verbs. Ending it, reporting, writing to the team: three acts, each without the others (A12)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.mentoring import actions, identity, queries
from binome.mentoring.lifecycle import CloseReason, Fit
from binome.mentoring.models import Meeting, Pair
from binome.ui.wording import long_date

from ...context import vocabulary
from ..forms import CloseForm, CommentForm, FitForm, MeetingForm, ProlongForm, RevealForm
from .requests import READ_OR_POST
from .space import space_nav


def _seen_or_404(request, code: str) -> queries.PairView:
    """The pair as its member sees it; to anyone else it does not exist."""
    rows = queries.pairs_of(request.user).filter(programme=request.programme)
    return queries.as_seen(get_object_or_404(rows, code=code), viewer=request.user)


@require_safe
def pair_detail(request, code):
    return _show(request, _seen_or_404(request, code))


def _show(request, seen: queries.PairView, *, refused=None):
    """The whole page. `refused` is the form that the visitor just posted and must correct."""
    now, pair = timezone.now(), seen.pair
    own = identity.card(viewer=request.user, person=request.user)
    steps = queries.thread(seen, meetings=queries.meetings_of(pair), prolonged=queries.prolongations_of(pair), now=now)
    forms = {type(form): form for form in _forms(seen, own, now)}
    if refused is not None:
        forms[type(refused)] = refused
    partner = identity.card(viewer=request.user, person=seen.partner)
    context = {
        "seen": seen,
        "steps": steps,
        "partner": partner,
        "partner_shows": any((partner.family_name, partner.email, partner.phone, partner.link)),
        "now": now,
        "form": refused,
        "fit_form": forms[FitForm],
        "meeting_form": forms[MeetingForm],
        "prolong_form": forms[ProlongForm],
        "reveal_form": forms[RevealForm],
        "comment_form": forms[CommentForm],
        **space_nav(request, current="my-space"),
    }
    return render(request, "mentoring/pair_detail.html", context, status=422 if refused is not None else 200)


def _forms(seen: queries.PairView, own: identity.Card, now):
    """The forms of the page, each with identifiers of its own."""
    comment = seen.comment if seen.is_mentee else None
    yield FitForm(initial={"answer": seen.fit}, auto_id="fit_%s")
    yield _meeting_form(seen, now, initial=_usual(seen, now))
    yield ProlongForm(initial={"months": 3}, auto_id="prolong_%s")
    yield RevealForm(
        own=own,
        initial={"fields_shown": sorted(seen.shows), "after_closing": seen.shows_after_closing},
        auto_id="reveal_%s",
    )
    written = {"body": comment.body, "shared": comment.shared_with_mentor} if comment else None
    yield CommentForm(initial=written, auto_id="comment_%s")


def _meeting_form(seen: queries.PairView, now, *args, **kwargs) -> MeetingForm:
    opened_on, today = timezone.localdate(seen.pair.opened_at), timezone.localdate(now)
    return MeetingForm(*args, opened_on=opened_on, today=today, auto_id="meeting_%s", **kwargs)


def _usual(seen: queries.PairView, now) -> dict[str, object]:
    """What « Nous nous sommes vues » writes in one tap: today, as long and in the same way as last time."""
    return {"held_on": timezone.localdate(now), "minutes": seen.last_minutes, "format": seen.last_format}


def _back_to(pair: Pair, anchor: str = ""):
    return redirect(reverse("pair-detail", args=[pair.code]) + anchor)


def _already_closed(request, seen: queries.PairView):
    messages.error(request, _("Votre %(pair)s est déjà clos.") % {"pair": vocabulary(request)["pair"]["one"]})
    return _back_to(seen.pair)


@READ_OR_POST
def log_meeting(request, code):
    """ "We met": one tap writes the usual values, the form writes hers."""
    seen, now = _seen_or_404(request, code), timezone.now()
    if request.method != "POST":
        return _back_to(seen.pair)
    if not seen.is_live:
        return _already_closed(request, seen)
    meeting = _usual(seen, now)
    if "usual" not in request.POST:
        form = _meeting_form(seen, now, request.POST)
        if not form.is_valid():
            return _show(request, seen, refused=form)
        meeting = form.cleaned_data
    try:
        actions.log_meeting(pair=seen.pair, by=request.user, now=now, **meeting)
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("C’est noté : vous vous êtes vues le %(day)s.") % {"day": long_date(meeting["held_on"], year=False)}
        messages.success(request, words)
    return redirect("my-space") if "space" in request.POST else _back_to(seen.pair)


@READ_OR_POST
def delete_meeting(request, code):
    """A meeting noted by mistake: whoever noted it confirms, on a page of its own."""
    mine = Meeting.objects.select_related("pair").filter(logged_by=request.user, pair__programme=request.programme)
    meeting = get_object_or_404(mine, code=code, pair__in=Pair.objects.concerning(request.user))
    pair, day = meeting.pair, {"day": long_date(meeting.held_on)}
    if request.method != "POST":
        context = {
            "title": _("Supprimer ce rendez-vous ?"),
            "text": _("Le rendez-vous du %(day)s ne comptera plus, ni pour vous ni pour l’autre.") % day,
            "action": reverse("delete-meeting", args=[code]),
            "label": _("Supprimer ce rendez-vous"),
            "cancel_url": reverse("pair-detail", args=[pair.code]),
            "cancel_label": _("Garder ce rendez-vous"),
        }
        return render(request, "ui/confirm.html", context)
    try:
        actions.delete_meeting(meeting=meeting, by=request.user, now=timezone.now())
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Le rendez-vous du %(day)s est supprimé.") % day)
    return _back_to(pair)


@READ_OR_POST
def answer_fit(request, code):
    """After the first meeting: three answers, private, and she may change her mind."""
    seen = _seen_or_404(request, code)
    if request.method != "POST":
        return _back_to(seen.pair, "#entente")
    form = FitForm(request.POST, auto_id="fit_%s")
    if not form.is_valid():
        return _show(request, seen, refused=form)
    answer = form.cleaned_data["answer"]
    actions.answer_fit(pair=seen.pair, by=request.user, answer=answer, now=timezone.now())
    if answer != Fit.NOT_RIGHT:  # the other answer is followed by a way out, on the page itself
        messages.success(request, _("Merci. Votre réponse reste privée ; vous pourrez la changer."))
    return _back_to(seen.pair, "#entente")


@READ_OR_POST
def choose_reveal(request, code):
    seen = _seen_or_404(request, code)
    if request.method != "POST":
        return _back_to(seen.pair, "#coordonnees")
    own = identity.card(viewer=request.user, person=request.user)
    form = RevealForm(request.POST, own=own, auto_id="reveal_%s")
    if not form.is_valid():
        return _show(request, seen, refused=form)
    actions.choose_reveal(
        pair=seen.pair,
        by=request.user,
        fields=form.cleaned_data["fields_shown"],
        after_closing=form.cleaned_data["after_closing"],
        now=timezone.now(),
    )
    messages.success(request, _("C’est enregistré. Vous pourrez changer d’avis à tout moment."))
    return _back_to(seen.pair, "#coordonnees")


@READ_OR_POST
def prolong_pair(request, code):
    seen = _seen_or_404(request, code)
    if request.method != "POST":
        return _back_to(seen.pair, "#suite")
    if not seen.is_live:
        return _already_closed(request, seen)
    form = ProlongForm(request.POST, auto_id="prolong_%s")
    if not form.is_valid():
        return _show(request, seen, refused=form)
    try:
        actions.prolong_pair(pair=seen.pair, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Votre %(pair)s continue jusqu’au %(day)s. %(name)s en est prévenue.")
        holes = {"day": long_date(seen.pair.planned_end_on), "name": seen.partner.first_name}
        messages.success(request, words % {**holes, "pair": vocabulary(request)["pair"]["one"]})
    return _back_to(seen.pair)


@READ_OR_POST
def close_pair(request, code):
    """Closing asks for its reason, and nothing of the other."""
    seen = _seen_or_404(request, code)
    if not seen.is_live:
        if seen.pair.closed_by_id == request.user.pk:  # a double click
            return _back_to(seen.pair)
        return _already_closed(request, seen)
    if request.method == "POST":
        form = CloseForm(request.POST)
        if form.is_valid():
            return _close(request, seen, form.cleaned_data["reason"])
    else:
        reason = request.GET.get("motif", "")
        form = CloseForm(initial={"reason": reason if reason in CloseReason.values else ""})
    context = {"seen": seen, "form": form}
    return render(request, "mentoring/pair_close.html", context, status=422 if form.is_bound else 200)


def _close(request, seen: queries.PairView, reason: str):
    try:
        actions.close_pair(pair=seen.pair, by=request.user, reason=reason, now=timezone.now())
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("Votre %(pair)s est clos. %(name)s en est prévenue par e-mail.")
        holes = {"name": seen.partner.first_name, "pair": vocabulary(request)["pair"]["one"]}
        messages.success(request, words % holes)
    return _back_to(seen.pair)


@READ_OR_POST
def leave_comment(request, code):
    """The mentee's words, once the pair is closed."""
    seen = _seen_or_404(request, code)
    if not seen.is_mentee:
        raise Http404
    if request.method != "POST":
        return _back_to(seen.pair, "#mot")
    form = CommentForm(request.POST, auto_id="comment_%s")
    if not form.is_valid():
        return _show(request, seen, refused=form)
    try:
        actions.leave_comment(pair=seen.pair, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Merci. Votre mot est enregistré."))
    return _back_to(seen.pair, "#mot")

"""The mentee's side of a request: write, send, answer, withdraw; the waiting list; and the page that both read."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from binome.mentoring import actions, identity, queries, rules
from binome.mentoring.lifecycle import State
from binome.mentoring.models import Listing, MentoringRequest, WaitingEntry
from binome.mentoring.queries.directory import find_mentor
from binome.programmes.models import Enrolment
from binome.ui.wording import elided, long_date

from ..forms import AnswerForm, RequestForm
from .space import shown_words, space_nav

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
#: What stops the sending but not the writing: her text can wait as a draft.
WRITABLE = {
    rules.Obstacle.TOO_SOON, rules.Obstacle.FULL, rules.Obstacle.PAIRED, rules.Obstacle.TOO_MANY,
    rules.Obstacle.TOO_OFTEN,
}  # fmt: skip
#: Requests that are over, after which she may ask someone else.
OVER = {State.DECLINED, State.EXPIRED, State.WITHDRAWN}
TEXTS = ("objective", "about_me", "why_you", "rhythm", "duration_months", "will_reveal")


@dataclass
class Asking:
    """Where the visitor stands with a mentor: what `mentoring/request_new.html` shows as `asking`."""

    mentor: Enrolment
    situation: rules.Situation
    form: RequestForm | None = None
    waiting: WaitingEntry | None = None
    capacity: queries.Capacity | None = None
    usual_days: int | None = None
    suggestions: list[Listing] = field(default_factory=list)

    @property
    def can_send(self) -> bool:
        return self.situation.obstacle is None

    @property
    def can_save(self) -> bool:
        return self.can_send or self.situation.obstacle in WRITABLE

    @property
    def is_available(self) -> bool:
        return self.situation.obstacle != rules.Obstacle.UNAVAILABLE

    @property
    def can_wait(self) -> bool:
        return self.situation.obstacle == rules.Obstacle.FULL

    @property
    def draft(self) -> MentoringRequest | None:
        row = self.situation.open_request
        return row if row is not None and row.state == State.DRAFT else None

    @property
    def pending(self) -> MentoringRequest | None:
        row = self.situation.open_request
        return row if row is not None and row.state == State.SENT else None


def asking(request, mentor: Enrolment, *, form: RequestForm | None = None) -> Asking:
    """What the visitor may do with this mentor now. `form` is the one she just posted."""
    mine = request.membership.enrolment
    found = Asking(mentor, rules.request_situation(mentee=mine, mentor=mentor, now=timezone.now()), form)
    found.capacity = queries.capacity_of(mentor)
    found.usual_days = queries.usual_answer_days(mentor.person)
    if found.can_wait:
        found.waiting = queries.waiting_entry(mentee=request.user, mentor=mentor)
    if form is None and (found.can_send or (found.can_save and found.draft)):
        found.form = RequestForm(
            initial=_first_words(request, found.draft),
            programme=request.programme,
            own=identity.card(viewer=request.user, person=request.user),
        )
    return found


def _first_words(request, draft: MentoringRequest | None) -> dict[str, object]:
    """Her draft; or the text of an earlier request she takes up again; or what her profile says of her already."""
    again = request.GET.get("reprendre", "")
    source = draft
    if again and draft is None:
        source = MentoringRequest.objects.filter(mentee=request.user, programme=request.programme, code=again).first()
    if source is not None:
        return {name: getattr(source, name) for name in TEXTS}
    return {
        "about_me": request.user.profile.presentation,
        "rhythm": "monthly",
        "duration_months": request.programme.default_duration,
        "will_reveal": ["email"],
    }


def _mentor_or_404(request, code: str) -> Enrolment:
    mentor = queries.admitted_mentor(request.programme, code, request.membership.cohort_key)
    if mentor is None:
        raise Http404
    return mentor


@READ_OR_POST
def request_new(request, code):
    """Write to a mentor: « Enregistrer le brouillon » keeps what is unfinished, « Envoyer ma demande » sends it."""
    if not request.membership.is_mentee or not rules.is_published(request.membership.enrolment):
        raise Http404
    if request.method == "POST":  # she was listed when the visitor began to write: whatever she is now, the text stays
        return _keep_or_send(request, _mentor_or_404(request, code))
    given = {"programme": request.programme, "viewer": request.user, "cohort": request.membership.cohort_key}
    listing = find_mentor(code=code, **given)
    if listing is None:
        return render(request, "mentoring/mentor_unavailable.html", status=404)
    found = asking(request, listing.enrolment)
    if found.pending:
        return redirect("request-detail", found.pending.code)
    return _show_asking(request, found)


def _show_asking(request, found: Asking, status: int = 200):
    if not found.can_send:
        topics = found.mentor.person.profile.topics
        given = {"programme": request.programme, "cohort": request.membership.cohort_key}
        found.suggestions = queries.suggestions(mentee=request.user, topics=topics, **given)
    context = {"asking": found, "form": found.form, "again": request.GET.get("reprendre", "")}
    return render(request, "mentoring/request_new.html", context, status=status)


def _keep_or_send(request, mentor: Enrolment):
    sending, now = "send" in request.POST, timezone.now()
    own = identity.card(viewer=request.user, person=request.user)
    form = RequestForm(request.POST, programme=request.programme, own=own, draft=not sending)
    if not form.is_valid():
        return _show_asking(request, asking(request, mentor, form=form), status=422)
    write = actions.write_and_send_request if sending else actions.save_request_draft
    try:
        row = write(mentor=mentor, by=request.user, now=now, **form.cleaned_data)
    except actions.MoveRefused:
        with suppress(actions.MoveRefused):  # what can't be sent is kept, if it may be
            actions.save_request_draft(mentor=mentor, by=request.user, now=now, **form.cleaned_data)
        found = asking(request, mentor, form=form)
        if found.pending:  # a double click, or another tab
            messages.info(request, _("Votre demande est déjà partie."))
            return redirect("request-detail", found.pending.code)
        return _show_asking(request, found, status=409)
    name = {"name": mentor.person.first_name}
    if sending:
        messages.success(request, _("Votre demande est partie. %(name)s en est prévenue par e-mail.") % name)
        return redirect("request-detail", row.code)
    messages.success(request, _("Votre brouillon est enregistré. %(name)s ne l’a pas reçu.") % name)
    return redirect("request-new", code=mentor.person.code)


def own_request_or_404(request, code: str, **side) -> MentoringRequest:
    rows = queries.requests_of(request.user).filter(programme=request.programme, **side)
    return get_object_or_404(rows, code=code)


@require_safe
def request_detail(request, code):
    """The request as its two people read it: its state in words, and what each may do now."""
    row = own_request_or_404(request, code)
    if row.state == State.DRAFT:
        return redirect("request-new", code=row.mentor.code)
    return show_request(request, row)


def show_request(request, row: MentoringRequest, *, answer_form: AnswerForm | None = None, status: int = 200):
    now = timezone.now()
    if row.mentor_id == request.user.pk:
        template, context = "mentoring/request_detail_mentor.html", _for_mentor(request, row)
    else:
        template, context = "mentoring/request_detail_mentee.html", _for_mentee(request, row, answer_form)
    nav = space_nav(request, current="my-requests")
    context |= {"row": row, "now": now, "will_see": capfirst(", ".join(shown_words(row.will_reveal)))}
    return render(request, template, {**context, **nav}, status=status)


def _for_mentor(request, row: MentoringRequest) -> dict[str, object]:
    pending = row.state == State.SENT
    return {
        "capacity": queries.capacity_of(request.membership.enrolment) if pending else None,
        "paused": bool(request.membership.enrolment.pause),
    }


def _question_waits(row: MentoringRequest) -> bool:
    return row.state == State.SENT and row.question_asked_at is not None and row.question_answered_at is None


def _for_mentee(request, row: MentoringRequest, answer_form: AnswerForm | None) -> dict[str, object]:
    pending, over = row.state == State.SENT, row.state in OVER
    others = []
    if over:
        topics = row.mentor.profile.topics
        others = queries.suggestions(
            mentee=request.user, programme=row.programme, cohort=request.membership.cohort_key, topics=topics
        )
    return {
        "form": (answer_form or AnswerForm()) if _question_waits(row) else None,
        "usual_days": queries.usual_answer_days(row.mentor) if pending else None,
        "over": over,
        "suggestions": others,
    }


@READ_OR_POST
def answer_question(request, code):
    """She answers the mentor's question; the page of the request is also the page of its form."""
    row = own_request_or_404(request, code, mentee=request.user)
    if request.method != "POST":
        return redirect("request-detail", row.code)
    form = AnswerForm(request.POST, own=identity.card(viewer=request.user, person=request.user))
    if not form.is_valid() and _question_waits(row):
        return show_request(request, row, answer_form=form, status=422)
    answer = form.cleaned_data.get("answer", "")
    try:
        actions.answer_question(mentoring_request=row, by=request.user, answer=answer, now=timezone.now())
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Votre réponse est partie."))
    return redirect("request-detail", row.code)


@READ_OR_POST
def withdraw_request(request, code):
    """Take a request back, or throw a draft away."""
    row = own_request_or_404(request, code, mentee=request.user)
    draft = row.state == State.DRAFT
    if request.method != "POST":
        return _confirm_withdrawal(request, row) if row.state in {State.DRAFT, State.SENT} else redirect(_page(row))
    try:
        actions.withdraw_request(mentoring_request=row, by=request.user, now=timezone.now())
    except actions.MoveRefused as refusal:
        row.refresh_from_db()
        if row.state != State.WITHDRAWN:  # a second click finds it withdrawn: nothing to say against it
            messages.error(request, str(refusal))
        return redirect(_page(row))
    messages.success(request, _("Votre brouillon est supprimé.") if draft else _("Votre demande est retirée."))
    return redirect("my-space")


def _page(row: MentoringRequest) -> str:
    return reverse("request-detail", args=[row.code])


def _confirm_withdrawal(request, row: MentoringRequest):
    draft, again_on = row.state == State.DRAFT, timezone.localdate() + timedelta(days=row.programme.ask_again_days)
    text = _("%(name)s ne l’a pas reçu : elle n’en saura rien.")
    if not draft:
        text = _(
            "%(name)s en sera prévenue et n’aura plus à répondre. "
            "Vous pourrez lui écrire de nouveau à partir du %(day)s."
        )
    context = {
        "title": _("Supprimer ce brouillon ?") if draft else _("Retirer votre demande ?"),
        "text": text % {"name": row.mentor.first_name, "day": long_date(again_on)},
        "action": reverse("withdraw-request", args=[row.code]),
        "label": _("Supprimer le brouillon") if draft else _("Retirer ma demande"),
        "cancel_url": _page(row),
        "cancel_label": _("Garder le brouillon") if draft else _("Garder ma demande"),
    }
    return render(request, "ui/confirm.html", context)


@require_POST
def join_waiting_list(request, code):
    if not request.membership.is_mentee:
        raise Http404
    mentor = _mentor_or_404(request, code)
    try:
        actions.join_waiting_list(mentor=mentor, by=request.user, now=timezone.now())
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("request-new", code=code)
    entry = queries.waiting_entry(mentee=request.user, mentor=mentor)
    words = _("Vous êtes sur sa liste d’attente, au rang %(rank)d. Un e-mail vous préviendra.")
    messages.success(request, words % {"rank": entry.rank})
    return redirect("my-space")


@READ_OR_POST
def leave_waiting_list(request, code):
    """She would lose her rank: asked once before."""
    if not request.membership.is_mentee:
        raise Http404
    mentor = _mentor_or_404(request, code)
    name = mentor.person.first_name
    if request.method == "POST":
        actions.leave_waiting_list(mentor=mentor, by=request.user, now=timezone.now())
        messages.success(request, _("Vous avez quitté sa liste d’attente."))
        return redirect("my-space")
    context = {
        "title": _("Quitter la liste d’attente ?"),
        "text": _("Vous perdrez votre rang auprès %(of_name)s.") % {"of_name": elided(name, "de")},
        "action": reverse("leave-waiting-list", args=[code]),
        "label": _("Quitter la liste"),
        "cancel_url": reverse("my-space"),
        "cancel_label": _("Rester sur la liste"),
    }
    return render(request, "ui/confirm.html", context)

"""What falls asleep, the oldest first: requests without an answer, silent pairs; and the act that helps.

Who and since when, never a word of what they wrote. Each row that is shown writes one journal line (N16).
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.core.journal import record_each
from binome.mentoring.actions import MoveRefused, why_not_nudge
from binome.mentoring.actions import nudge_mentor as nudge
from binome.mentoring.models import MentoringRequest, Pair
from binome.mentoring.queries import late_requests as late
from binome.mentoring.queries import sleeping_pairs as sleeping
from binome.people.models import User
from binome.support.actions import write_to_members

from ..access import staff_required
from ..desk import count_of, desk, page_of
from ..support.day import NoteForm, notes_of
from .forms import WriteToBothForm


def _watched(request: HttpRequest, rows: QuerySet, *, verb: str, name: str) -> dict[str, object]:
    """One page of what this moderator may watch, its lines in the journal, and the notes of her colleagues."""
    context, now = desk(request, name, all=count_of(rows)), timezone.now()
    shown = page_of(request, rows, count=context["figures"]["all"])
    record_each(verb, by=request.user, objs=shown["rows"], now=now)
    notes = {"form": NoteForm(), "notes": notes_of(request), "after": name}
    return context | shown | notes


@require_safe
@staff_required
def late_requests(request: HttpRequest) -> HttpResponse:
    who = {"programme": request.programme, "moderator": request.user}
    context = _watched(request, late(**who, now=timezone.now()), verb="late_request_read", name="late-requests")
    for row in context["rows"]:
        row.why_not_nudge = why_not_nudge(row, nudged=row.nudged, now=context["now"])
    return render(request, "backoffice/late_requests.html", context)


@require_safe
@staff_required
def sleeping_pairs(request: HttpRequest) -> HttpResponse:
    who = {"programme": request.programme, "moderator": request.user}
    context = _watched(request, sleeping(**who, now=timezone.now()), verb="sleeping_pair_read", name="sleeping-pairs")
    return render(request, "backoffice/sleeping_pairs.html", context)


def _late(request: HttpRequest, code: str) -> MentoringRequest:
    """One that this moderator may watch; the others do not exist for her."""
    rows = late(programme=request.programme, moderator=request.user, now=timezone.now())
    return get_object_or_404(rows, code=code)


def _asleep(request: HttpRequest, code: str) -> Pair:
    return get_object_or_404(
        sleeping(programme=request.programme, moderator=request.user, now=timezone.now()), code=code
    )


@staff_required
def nudge_mentor(request: HttpRequest, code: str) -> HttpResponse:
    """Said before it is sent: to whom, and that it is once."""
    row, now = _late(request, code), timezone.now()
    if request.method == "POST":
        try:
            nudge(mentoring_request=row, by=request.user, now=now)
        except MoveRefused as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Un rappel part vers %(name)s.") % {"name": row.mentor.first_name})
        return redirect("late-requests")
    if sentence := why_not_nudge(row, nudged=row.nudged, now=now):
        messages.warning(request, sentence)
        return redirect("late-requests")
    names = {"name": row.mentor.first_name, "other": row.mentee.first_name}
    context = {
        "title": _("Envoyer un rappel à %(name)s ?") % names,
        "text": _("%(other)s attend une réponse. Le site l’a déjà écrit une fois ; ce rappel sera le dernier, et toute réponse convient, même un non.") % names,  # noqa: E501
        "action": request.path,
        "label": _("Envoyer le rappel"),
        "look": "btn-primary",
        "cancel_url": reverse("late-requests"),
        "cancel_label": _("Ne rien envoyer"),
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


@staff_required
def write_about_request(request: HttpRequest, code: str) -> HttpResponse:
    row = _late(request, code)
    return _write(request, row.mentor, row.mentee, subject=_("La demande entre vous"), back="late-requests")


@staff_required
def write_about_pair(request: HttpRequest, code: str) -> HttpResponse:
    pair = _asleep(request, code)
    return _write(request, pair.mentor, pair.mentee, subject=_("Des nouvelles de vous"), back="sleeping-pairs")


def _write(request: HttpRequest, *people: User, subject: str, back: str) -> HttpResponse:
    form = WriteToBothForm(request.POST or None, initial={"subject": subject})
    names = {"one": people[0].first_name, "other": people[1].first_name}
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            write_to_members(people=people, programme=request.programme, by=request.user, now=timezone.now(), **words)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Votre message attend %(one)s et %(other)s dans leur espace.") % names)
            return redirect(back)
    context = desk(request, back) | {"form": form, **names, "back": reverse(back)}
    return render(request, "backoffice/write_to_both.html", context, status=422 if form.errors else 200)

"""The team answers messages. Who is involved with their author sees none of them (N12)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.mentoring.actions import MoveRefused
from binome.support import actions
from binome.support.lifecycle import MessageState
from binome.support.models import TeamMessage
from binome.support.queries import messages_for
from binome.ui.wording import elided

from ..access import staff_required
from ..desk import desk, page_of
from .forms import AnswerForm


@require_safe
@staff_required
def message_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; or what is settled."""
    rows = messages_for(programme=request.programme, moderator=request.user)
    rows = rows.select_related("author", "answered_by", "taken_by")
    answered = request.GET.get("etat") == "repondu"
    waiting = MessageState.WAITING
    rows = rows.exclude(state=waiting).order_by("-answered_at", "-pk") if answered else rows.unanswered()
    context = desk(request, "message-list") | page_of(request, rows) | {"answered": answered}
    return render(request, "backoffice/message_list.html", context)


def _message(request: HttpRequest, code: str) -> TeamMessage:
    rows = messages_for(programme=request.programme, moderator=request.user)
    return get_object_or_404(rows.select_related("author", "answered_by", "taken_by"), code=code)


@require_safe
@staff_required
def message_detail(request: HttpRequest, code: str) -> HttpResponse:
    return _show_message(request, _message(request, code), AnswerForm())


def _show_message(request: HttpRequest, message: TeamMessage, form: AnswerForm) -> HttpResponse:
    replies = list(message.replies.all())
    now = timezone.now()
    context = desk(request, "message-list") | {"message": message, "replies": replies, "form": form, "now": now}
    return render(request, "backoffice/message.html", context, status=422 if form.errors else 200)


@staff_required
def answer_message(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("message-detail", code)
    message, form = _message(request, code), AnswerForm(request.POST)
    if not form.is_valid():
        return _show_message(request, message, form)
    try:
        actions.answer_message(message=message, by=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        message.refresh_from_db()
        return _show_message(request, message, form)
    if message.author is None:
        said = _("Votre réponse est partie par e-mail.")
    else:
        said = _("Votre réponse est dans l’espace %(of_name)s.") % {"of_name": elided(message.author.first_name, "de")}
    messages.success(request, said)
    return redirect("message-list")


def _move(request: HttpRequest, code: str, action, after: str) -> HttpResponse:
    try:
        action(message=_message(request, code), by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
        after = "message-detail"
    return redirect(after, code) if after == "message-detail" else redirect(after)


@require_POST
@staff_required
def take_message(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.take_message, "message-detail")


@require_POST
@staff_required
def release_message(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.release_message, "message-detail")


@require_POST
@staff_required
def dismiss_message(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.dismiss_message, "message-list")

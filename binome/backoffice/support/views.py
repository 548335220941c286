"""The team treats reports and answers messages (A12). Who is involved sees neither (N12)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.mentoring.actions import MoveRefused
from binome.mentoring.models import Meeting
from binome.support import actions
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_for, messages_for
from binome.ui.wording import elided

from ..access import staff_required
from ..desk import desk
from .forms import AnswerForm, ConclusionForm

PAGE_SIZE = 20


def _page(request: HttpRequest, rows) -> dict[str, object]:
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return {"page": page, "rows": list(page.object_list), "now": timezone.now()}


@require_safe
@staff_required
def case_list(request: HttpRequest) -> HttpResponse:
    """What waits first, the oldest on top; then what is closed."""
    rows = cases_for(programme=request.programme, moderator=request.user)
    rows = rows.select_related("reporter", "reported", "taken_by").order_by("closed_at", "opened_at", "pk")
    closed = request.GET.get("etat") == "clos"
    rows = rows.filter(state=Case.State.CLOSED).order_by("-closed_at", "-pk") if closed else rows.still_open()
    return render(
        request, "backoffice/case_list.html", desk(request, "case-list") | _page(request, rows) | {"closed": closed}
    )


def _case(request: HttpRequest, code: str) -> Case:
    """A case she may treat; the others do not exist for her, not even as a refusal."""
    rows = cases_for(programme=request.programme, moderator=request.user)
    case = rows.select_related("reporter", "reported", "taken_by", "pair").filter(code=code).first()
    if case is None:
        raise Http404
    return case


@require_safe
@staff_required
def case_detail(request: HttpRequest, code: str) -> HttpResponse:
    case = _case(request, code)
    return _show_case(request, case, ConclusionForm())


def _show_case(request: HttpRequest, case: Case, form: ConclusionForm) -> HttpResponse:
    """Each time the report is shown, one line in the journal (N16)."""
    actions.read_case(case=case, by=request.user, now=timezone.now())
    context = {
        **desk(request, "case-list"),
        "case": case,
        "meetings": Meeting.objects.filter(pair=case.pair_id).count() if case.pair_id else 0,
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "backoffice/case.html", context, status=422 if form.errors else 200)


def _move(request: HttpRequest, code: str, action) -> HttpResponse:
    try:
        action(case=_case(request, code), by=request.user, now=timezone.now())
    except MoveRefused as refused:
        messages.warning(request, str(refused))
    return redirect("case-detail", code)


@require_POST
@staff_required
def take_case(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.take_case)


@require_POST
@staff_required
def release_case(request: HttpRequest, code: str) -> HttpResponse:
    return _move(request, code, actions.release_case)


@staff_required
def close_case(request: HttpRequest, code: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("case-detail", code)
    case, form = _case(request, code), ConclusionForm(request.POST)
    if not form.is_valid():
        return _show_case(request, case, form)
    try:
        actions.close_case(case=case, by=request.user, now=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return _show_case(request, case, form)
    messages.success(request, _("Le signalement est clos. Votre conclusion est au dossier."))
    return redirect("case-list")


@require_safe
@staff_required
def message_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; or what was answered."""
    rows = messages_for(programme=request.programme, moderator=request.user).select_related("author", "answered_by")
    answered = request.GET.get("etat") == "repondu"
    rows = rows.exclude(answered_at=None).order_by("-answered_at", "-pk") if answered else rows.unanswered()
    context = desk(request, "message-list") | _page(request, rows) | {"answered": answered}
    return render(request, "backoffice/message_list.html", context)


def _message(request: HttpRequest, code: str) -> TeamMessage:
    rows = messages_for(programme=request.programme, moderator=request.user)
    message = rows.select_related("author", "answered_by").filter(code=code).first()
    if message is None:
        raise Http404
    return message


@require_safe
@staff_required
def message_detail(request: HttpRequest, code: str) -> HttpResponse:
    return _show_message(request, _message(request, code), AnswerForm())


def _show_message(request: HttpRequest, message: TeamMessage, form: AnswerForm) -> HttpResponse:
    context = desk(request, "message-list") | {"message": message, "form": form, "now": timezone.now()}
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
    messages.success(
        request,
        _("Votre réponse est dans l’espace %(of_name)s.") % {"of_name": elided(message.author.first_name, "de")},
    )
    return redirect("message-list")

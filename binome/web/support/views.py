"""Three separate acts (A12): end a relation, report someone, write to the team. Each is possible without the others."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.mentoring.models import MentoringRequest, Pair
from binome.people.models import User
from binome.support import actions
from binome.support.actions import MoveRefused
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_about, reportable, reports_by

from .forms import AgainForm, MessageForm, MoreWordsForm, ReportForm
from .own_cases import steps_of

PAGE_SIZE = 10


def report_person(request: HttpRequest, code: str) -> HttpResponse:
    """Anyone she could meet here, before, during and after (B5); anyone else has no page."""
    person = reportable(reporter=request.user, code=code, programme=request.programme)
    if person is None:
        raise Http404
    case = Case.objects.in_hearing().filter(reporter=request.user, reported=person).first()
    form_class = MoreWordsForm if case else ReportForm
    form, refused = form_class(request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        words = {"reason": case.reason if case else "", **form.cleaned_data}
        try:
            actions.report_person(
                reporter=request.user, reported=person, programme=request.programme, now=timezone.now(), **words
            )
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            refused = 429
        else:
            messages.success(request, _("Votre signalement est entre les mains de l’équipe. Le contact est arrêté."))
            return redirect("report-person", code)
    context = {"person": person, "case": case, "form": form, "now": timezone.now(), **_between(request.user, person)}
    context["steps"] = steps_of(case) if case else []
    return render(request, "support/report.html", context, status=refused if form.errors else 200)


def _between(me: User, person: User) -> dict[str, object]:
    """What there is to end between them: the first act, which needs no report."""
    both = Q(mentor=me, mentee=person) | Q(mentor=person, mentee=me)
    return {
        "pair": Pair.objects.live().filter(both).first(),
        "pending": MentoringRequest.objects.pending().filter(both).first(),
    }


def write_to_team(request: HttpRequest) -> HttpResponse:
    """A form, and what she wrote before with the answers."""
    form, now, refused = MessageForm(request.POST or None), timezone.now(), 422
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_to_team(author=request.user, programme=request.programme, now=now, **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            refused = 429
        else:
            messages.success(
                request, _("Votre message est parti. La réponse s’affichera ici, et un e-mail vous préviendra.")
            )
            return redirect("write-to-team")
    mine = TeamMessage.objects.filter(author=request.user, programme=request.programme).order_by("-written_at", "-pk")
    mine = mine.prefetch_related("replies")
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    cases = cases_about(person=request.user, programme=request.programme).exists()
    cases = cases or reports_by(person=request.user, programme=request.programme).exists()
    context = {"form": form, "page": page, "has_cases": cases, "now": now}
    return render(request, "support/write.html", context, status=refused if form.errors else 200)


def write_again(request: HttpRequest, code: str) -> HttpResponse:
    """More words in an exchange of hers."""
    message = TeamMessage.objects.filter(author=request.user, programme=request.programme, code=code).first()
    if message is None:
        raise Http404
    form, refused = AgainForm(request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_again(message=message, now=timezone.now(), **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            refused = 429
        else:
            messages.success(
                request, _("Votre message est parti. La réponse s’affichera ici, et un e-mail vous préviendra.")
            )
            return redirect("write-to-team")
    context = {"message": message, "replies": list(message.replies.all()), "form": form, "now": timezone.now()}
    return render(request, "support/write_again.html", context, status=refused if form.errors else 200)

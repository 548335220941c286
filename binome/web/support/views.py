"""Three separate acts (A12): end a relation, report someone, write to the team. Each is possible without the others."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from binome.mentoring.models import MentoringRequest, Pair, between
from binome.people.models import User
from binome.support import actions
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_about, reportable, reports_by

from .forms import AgainForm, MessageForm, MoreWordsForm, ReportForm
from .own_cases import steps_of
from .sending import send

PAGE_SIZE = 10
SENT = gettext_lazy("Votre message est parti. La réponse s’affichera ici, et un e-mail vous préviendra.")


def report_person(request: HttpRequest, code: str) -> HttpResponse:
    """Anyone she could meet here, before, during and after (B5); anyone else has no page."""
    person = reportable(reporter=request.user, code=code, programme=request.programme)
    if person is None:
        raise Http404
    theirs = {"reporter": request.user, "reported": person, "programme": request.programme}
    case = Case.objects.in_hearing().filter(**theirs).first()
    form_class = MoreWordsForm if case else ReportForm
    form, now = form_class(request.POST or None), timezone.now()
    status = send(form, actions.report_person, now=now, **theirs, **({"reason": case.reason} if case else {}))
    if status is None:
        messages.success(request, _("Votre signalement est entre les mains de l’équipe. Le contact est arrêté."))
        return redirect("report-person", code)
    context = {"person": person, "case": case, "form": form, "now": now, **_between(request, person)}
    context["steps"] = steps_of(case) if case else []
    return render(request, "support/report.html", context, status=status)


def _between(request: HttpRequest, person: User) -> dict[str, object]:
    """What there is to end between them here: the first act, which needs no report."""
    both = between(request.user, person) & Q(programme=request.programme)
    return {
        "pair": Pair.objects.live().filter(both).first(),
        "pending": MentoringRequest.objects.pending().filter(both).first(),
    }


def write_to_team(request: HttpRequest) -> HttpResponse:
    """A form, and what she wrote before with the answers."""
    form, now = MessageForm(request.POST or None), timezone.now()
    status = send(form, actions.write_to_team, author=request.user, programme=request.programme, now=now)
    if status is None:
        messages.success(request, str(SENT))
        return redirect("write-to-team")
    mine = TeamMessage.objects.filter(author=request.user, programme=request.programme).order_by("-written_at", "-pk")
    mine = mine.prefetch_related("replies")
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    cases = cases_about(person=request.user, programme=request.programme).exists()
    cases = cases or reports_by(person=request.user, programme=request.programme).exists()
    context = {"form": form, "page": page, "has_cases": cases, "now": now}
    return render(request, "support/write.html", context, status=status)


def write_again(request: HttpRequest, code: str) -> HttpResponse:
    """More words in an exchange of hers."""
    message = TeamMessage.objects.filter(author=request.user, programme=request.programme, code=code).first()
    if message is None:
        raise Http404
    form, now = AgainForm(request.POST or None), timezone.now()
    status = send(form, actions.write_again, message=message, now=now)
    if status is None:
        messages.success(request, str(SENT))
        return redirect("write-to-team")
    context = {"message": message, "replies": list(message.replies.all()), "form": form, "now": now}
    return render(request, "support/write_again.html", context, status=status)

"""A participant's own pages inside a programme: where the promotion stands, what is asked of her, her wishes (D15)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from binome.core.languages import text_language
from binome.core.moves import MoveRefused
from binome.mentoring.actions import leave_promotion
from binome.mentoring.queries import circles_in, pairs_in, proposals_to
from binome.mentoring.rules import is_published
from binome.programmes import actions
from binome.programmes.lifecycle import CohortState
from binome.programmes.models import Enrolment, EnrolmentState
from binome.programmes.queries import choosable_by, cohort_days
from binome.programmes.queries.line_manager import told_to_line_manager
from binome.programmes.rules import chosen_answers, missing_answers

PAGE = 20
#: While wishes count: before the pairs are published.
CHOOSING = (CohortState.ENROLLING, CohortState.MATCHING)


def participation(request: HttpRequest) -> Enrolment:
    """Her enrolment in a promotion of this programme, or 404."""
    enrolment = request.membership.enrolment
    if enrolment is None or enrolment.cohort_id is None or enrolment.state == EnrolmentState.LEFT:
        raise Http404
    return enrolment


def in_promotion(request: HttpRequest) -> bool:
    """Her space here is a participant's: the team matches her promotion, or she isn't in yet, or not published."""
    enrolment = request.membership.enrolment
    if enrolment is None or enrolment.cohort_id is None or enrolment.state == EnrolmentState.LEFT:
        return False
    return not (is_published(enrolment) and enrolment.state == EnrolmentState.ACTIVE)


def nav(request: HttpRequest, current: str) -> dict[str, object]:
    """The navigation of her space in this programme. In the directory's own form, the directory's pages too."""
    enrolment = request.membership.enrolment
    entries = [("my-space", _("Où j’en suis")), ("my-answers", _("Mes réponses"))]
    if enrolment.cohort.state in CHOOSING and not request.programme.modality.self_service:
        entries.append(("my-wishes", _("Mes souhaits")))
    entries += [("mail-preferences", _("Mes e-mails")), ("my-data", _("Mes données"))]
    links = [{"url": reverse(name), "label": label, "current": name == current} for name, label in entries]
    return {"subnav": links, "subnav_label": _("Mon espace")}


def participant_space(request: HttpRequest) -> HttpResponse:
    """Where the promotion stands, and what is asked of her now."""
    enrolment = participation(request)
    cohort, programme = enrolment.cohort, enrolment.programme
    texts = programme.texts.get(text_language(request.LANGUAGE_CODE), {})
    context = {
        "enrolment": enrolment, "cohort": cohort, "days": cohort_days(cohort),
        "missing": len(missing_answers(programme, enrolment.role, enrolment.answers)),
        "wishes": enrolment.wishes.select_related("wanted__person"), "welcome": texts.get("welcome", ""),
        "choosing": cohort.state in CHOOSING and enrolment.state == EnrolmentState.ACTIVE,
        "pairs": pairs_in(programme, request.user), "proposals": proposals_to(request.user, programme),
        "circles": circles_in(programme, request.user),
        "line_manager": told_to_line_manager(enrolment), "today": timezone.localdate(), **nav(request, "my-space"),
    }  # fmt: skip
    return render(request, "programmes/participant_space.html", context)


@require_safe
def my_wishes(request: HttpRequest) -> HttpResponse:
    """Her wishes in their order, those she rules out, and the people among whom she chooses."""
    enrolment = _choosing(request)
    wishes = list(enrolment.wishes.select_related("wanted__person", "wanted__affiliation__entity"))
    vetoes = list(enrolment.vetoes.select_related("refused__person", "refused__affiliation__entity"))
    taken = [wish.wanted_id for wish in wishes] + [veto.refused_id for veto in vetoes]
    page = Paginator(choosable_by(enrolment).exclude(pk__in=taken), PAGE).get_page(request.GET.get("page"))
    english = request.LANGUAGE_CODE == "en"
    page.object_list = [(row, chosen_answers(row, request.programme, english=english)) for row in page.object_list]
    context = {"wishes": wishes, "vetoes": vetoes, "page": page, "full": len(wishes) >= 5, **nav(request, "my-wishes")}
    return render(request, "programmes/my_wishes.html", context)


@require_POST
def change_wish(request: HttpRequest, code: str) -> HttpResponse:
    """Add, move, remove a wish; rule someone out, or no longer."""
    enrolment, now = _choosing(request), timezone.now()
    try:
        actions.change_wish(enrolment=enrolment, other=code, verb=request.POST.get("verb", ""), now=now)
    except MoveRefused as refused:
        messages.error(request, str(refused))
    return redirect("my-wishes")


def leave_cohort(request: HttpRequest) -> HttpResponse:
    """She stops, without a reason and without a fault."""
    enrolment = participation(request)
    if request.method == "POST":
        leave_promotion(enrolment=enrolment, now=timezone.now())
        messages.success(request, _("Vous ne participez plus à ce programme. Merci d’avoir essayé."))
        return redirect("/mes-programmes/")
    context = {
        "title": _("Quitter le programme ?"),
        "text": _("Vos souhaits seront effacés et votre binôme, si vous en avez un, sera clos. Personne ne vous en "
                  "demandera la raison. Votre compte reste ouvert."),
        "action": reverse("leave-cohort"), "label": _("Quitter le programme"), "look": "btn-danger",
        "cancel_url": reverse("my-space"), "cancel_label": _("Rester"),
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)


def _choosing(request: HttpRequest) -> Enrolment:
    """Wishes are for who holds a place, where the team matches, until the pairs are published."""
    enrolment = participation(request)
    open_now = enrolment.cohort.state in CHOOSING and enrolment.state == EnrolmentState.ACTIVE
    if not open_now or request.programme.modality.self_service:
        raise Http404
    return enrolment

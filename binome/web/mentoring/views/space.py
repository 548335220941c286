"""A member's own page, and the history of her requests."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.core import addresses
from binome.core.languages import text_language
from binome.mentoring import identity, queries
from binome.mentoring.privacy import CLOCKS
from binome.programmes.models import EnrolmentState
from binome.programmes.rules import questions_for
from binome.support.queries import asked_of
from binome.web.programmes.participant import in_promotion, nav, participant_space
from binome.web.programmes.spaces import team_page

PAGE = 20


def space_nav(request, *, current: str, waiting: int | None = None) -> dict[str, object]:
    """The navigation of a member's space; `waiting` spares a count to a view that knows it."""
    if in_promotion(request):
        return nav(request, current)
    if waiting is None:
        waiting = queries.count_waiting(request.user, request.programme)
    words = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]
    entries = [
        ("my-space", _("Mes %(pairs)s") % {"pairs": words["pair"]["many"]}, 0),
        ("my-requests", _("Mes demandes"), waiting),
        ("profile-edit", _("Mon profil"), 0),
        ("mail-preferences", _("Mes e-mails"), 0),
        ("my-data", _("Mes données"), 0),
    ]
    enrolment, past = request.membership.enrolment, request.membership.is_past
    if enrolment.cohort_id is not None and not past and questions_for(request.programme, enrolment.role):
        entries.insert(3, ("my-answers", _("Mes réponses"), 0))
    if past:
        entries[0] = ("my-space", _("Ce que vous gardez"), 0)
    elif request.membership.is_mentor:
        entries.insert(2, ("availability", _("Ma disponibilité"), 0))
        entries.insert(4, ("my-testimony", _("Mon témoignage"), 0))
    return {
        "subnav_label": _("Mon espace"),
        "subnav": [
            {"url": reverse(name), "label": label, "count": count, "current": name == current}
            for name, label, count in entries
        ],
    }


def shown_words(keys: Iterable[str]) -> list[str]:
    """What one shows the other, as a list reads: « nom de famille, adresse e-mail »."""
    fields = {"name": "family_name", "email": "email", "phone": "phone", "link": "link"}
    return [str(identity.VISIBILITY[field][0]).lower() for key, field in fields.items() if key in keys]


def _member_or_404(request) -> None:
    if not request.membership.has_space:
        raise Http404


@require_safe
def my_space(request):
    """Where everyone lands after logging in: the team goes on to its own pages."""
    member, now = request.membership, timezone.now()
    if member.is_past:
        return past_space(request)
    if in_promotion(request):
        return participant_space(request)
    if member.is_mentor:
        space = queries.mentor_space(request.user, enrolment=member.enrolment)
        template = "mentoring/my_space_mentor.html"
    elif member.is_mentee:
        space = queries.mentee_space(request.user, enrolment=member.enrolment, now=now)
        template = "mentoring/my_space_mentee.html"
    elif page := team_page(member):
        return redirect(page)
    else:
        raise Http404
    nav = space_nav(request, current="my-space", waiting=space.count_waiting)
    shown = space.pair.shows if member.is_mentee and space.pair else ()
    failing = addresses.failing_since(request.user.email, now=now)
    asked = asked_of(person=request.user, programme=request.programme)
    context = {"space": space, "shows": shown_words(shown), "failing_since": failing, "asked": asked, "now": now, **nav}
    return render(request, template, context)


def past_space(request):
    """What she keeps of a programme in which she took part, for as long as the register says."""
    seen = [
        queries.as_seen(pair, viewer=request.user)
        for pair in queries.pairs_of(request.user).filter(programme=request.programme)
    ]
    kept = [clock.sentence for clock in CLOCKS if clock.name in ("closed_pairs", "closed_requests")]
    context = {
        "living": [pair for pair in seen if pair.is_live], "closed": [pair for pair in seen if not pair.is_live],
        "kept": kept, "asked": asked_of(person=request.user, programme=request.programme),
        "has_left": request.membership.enrolment.state == EnrolmentState.LEFT,
        "failing_since": addresses.failing_since(request.user.email, now=timezone.now()),
    }  # fmt: skip
    return render(request, "programmes/past_space.html", {**context, **space_nav(request, current="my-space")})


@require_safe
def my_requests(request):
    """Every request she made or received, and the lists she waits on."""
    _member_or_404(request)
    page = Paginator(queries.history(request.user, request.programme), PAGE).get_page(request.GET.get("page"))
    lists = queries.waiting_entries(request.user).filter(mentor__programme=request.programme)
    waiting = list(lists) if request.membership.is_mentee else []
    context = {"page": page, "waiting": waiting, "now": timezone.now()}
    return render(request, "mentoring/my_requests.html", {**context, **space_nav(request, current="my-requests")})

"""The directory, and a mentor's page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.core.languages import text_language
from binome.core.world import language_name
from binome.mentoring import queries
from binome.mentoring.lifecycle import Rhythm
from binome.mentoring.queries.directory import PAGE_SIZE, find_mentor, search
from binome.mentoring.rules import must_wait_until, takes_part
from binome.programmes.rules import chosen_answers

from ...context import vocabulary
from .. import filters as directory_filters
from ..boxes import fieldsets, numbers
from ..cards import cards, formats_of, place_of
from ..path import stages


def _language(request) -> str:
    return text_language(request.LANGUAGE_CODE)


def _check_reader(request) -> None:
    """Mentees look for a mentor; the team and the mentors may look on. There is none where the team matches."""
    if not request.programme.modality.self_service:
        raise Http404
    if not (request.membership.is_active or request.membership.is_staff):
        raise PermissionDenied


def _must_publish(request) -> bool:
    """Her own profile comes first, in a promotion: who asks is read too."""
    member = request.membership
    return member.is_active and not member.is_staff and not takes_part(member.enrolment)


@require_safe
def mentor_list(request):
    """The directory. htmx receives what the search changes; everyone else, and its history, the whole page."""
    _check_reader(request)
    if _must_publish(request):
        return redirect("my-answers")
    if request.membership.is_mentor and not request.membership.is_staff:
        voc = vocabulary(request)
        words = {"mentees": voc["mentee"]["many"]}
        sentence = _("L’annuaire est fait pour les %(mentees)s. Voici votre page, comme elles la voient.")
        messages.info(request, sentence % words)
        return redirect("mentor-detail", request.user.code)
    filters = directory_filters.read(request.GET, programme=request.programme, language=_language(request))
    results = search(
        programme=request.programme,
        viewer=request.user,
        cohort=request.membership.cohort_key,
        criteria=filters.criteria,
        page=filters.page,
        now=timezone.now(),
    )
    request.GET = filters.query()  # the links to other pages start from the address as we write it
    swap = request.htmx and not request.htmx.history_restore_request
    noun = vocabulary(request)["mentor"]["many"]
    context = {
        "filters": filters,
        "results": results,
        "total": number_format(results.total, force_grouping=True),
        "boxes": (numbers if swap else fieldsets)(filters, results, noun=noun),
        "cards": cards(results.listings, programme=request.programme, topics=results.topics),
        "page": Paginator(range(results.total), PAGE_SIZE).page(results.page),
        "sorts": directory_filters.sorts(),
        "list_url": reverse("mentor-list"),
    }
    response = render(request, "mentoring/_mentor_swap.html" if swap else "mentoring/mentor_list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    if swap:
        response["HX-Push-Url"] = filters.url()
    return response


@require_safe
def mentor_detail(request, code):
    """A mentor's page; her own shows her how others see it. Mentors do not read each other."""
    _check_reader(request)
    if _must_publish(request):
        return redirect("my-answers")
    mine = code == request.user.code
    allowed = mine or request.membership.is_mentee or request.membership.is_staff
    given = {"programme": request.programme, "viewer": request.user, "cohort": request.membership.cohort_key}
    listing = find_mentor(code=code, **given) if allowed else None
    if listing is None:
        return render(request, "mentoring/mentor_unavailable.html", status=404)
    context = {"usual_days": queries.usual_answer_days(listing.person), "mine": mine, **_page_of(request, listing)}
    if request.membership.is_mentee:
        given = {"mentee": request.user, "mentor": listing.person, "programme": request.programme}
        context["again_on"] = must_wait_until(**given, now=timezone.now())
    return render(request, "mentoring/mentor_detail.html", context)


def _page_of(request, listing) -> dict[str, object]:
    """What her page says, the same for everyone who may open it."""
    profile, language = listing.person.profile, _language(request)
    declared = listing.enrolment.affiliation
    labels = {row["slug"]: row[language] for row in request.programme.topics}
    return {
        "listing": listing,
        "person": listing.person,
        "profile": profile,
        "stages": stages(profile.path),
        "topics": [labels[slug] for slug in profile.topics if slug in labels],
        "sector": next((row[language] for row in request.programme.sectors if row["slug"] == profile.sector), ""),
        "place": place_of(profile.city, profile.country, language),
        "formats": formats_of(profile.formats),
        "rhythms": [str(label) for value, label in Rhythm.choices if value in profile.rhythms],
        "languages": ", ".join(language_name(code, language) for code in profile.languages),
        "entity": declared.entity.name if declared and declared.entity else "",
        "answers": chosen_answers(listing.enrolment, request.programme, english=language == "en"),
        "crumbs": [
            {"label": _("Accueil"), "url": reverse("home")},
            {"label": capfirst(vocabulary(request)["mentor"]["many"]), "url": reverse("mentor-list")},
            {"label": listing.person.first_name},
        ],
    }

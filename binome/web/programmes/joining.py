"""Joining a programme with an address of one's organisation (D1): a page that anyone may open, and the link it sends.

Both stand at the root of the site. The first one reads the same for a programme that is not there (N8, N11), and
answers the same whatever the address (N6).
"""

from allauth.core.ratelimit import consume
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from binome.core.languages import text_language
from binome.core.moves import MoveRefused
from binome.people.models import SignupDraft, User
from binome.people.rules import is_closed
from binome.programmes import actions
from binome.programmes.actions.joining import LINK_LASTS, Door, door_for, joining_draft, owner_of
from binome.programmes.models import Affiliation, Enrolment
from binome.programmes.queries import charter_in_force, cohort_days
from binome.programmes.queries.line_manager import line_manager_of, time_asked

from ..privacy.views import notice_of_programme
from .forms import JoinForm, WorkAddressForm
from .invitations import BARE, INSIDE, in_words_of, welcome
from .texts import charter_html


@login_not_required
@never_cache
def ask_to_join(request: HttpRequest, slug: str) -> HttpResponse:
    form = WorkAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not consume(request, action="join", key=email.lower()):
            return render(request, "ui/429.html", status=429)
        actions.ask_to_join(slug=slug, email=email, language=request.LANGUAGE_CODE, now=timezone.now())
        return render(request, "programmes/join_sent.html", {"slug": slug, **BARE})
    context = {"form": form, "inside": f"/programmes/{slug}/mon-espace/", **BARE}
    return render(request, "programmes/ask_to_join.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
def join_programme(request: HttpRequest, token: str) -> HttpResponse:
    """Reading changes nothing: mail filters follow links; the button does all of it."""
    draft, door = _opened_by(token)
    person = owner_of(draft.email) if draft else None
    if draft is None or door is None or (person is not None and is_closed(person)):
        return render(request, "programmes/join_over.html", BARE, status=404)
    programme = door.cohort.programme
    with in_words_of(request, programme, to=draft, notice=reverse("join-notice", args=[token])):
        if person is not None and person.is_active and request.user.pk != person.pk:
            context = {"next": request.path, "login_url": reverse("account_login"), **BARE}
            return render(request, "programmes/join_login.html", context)
        if person and Enrolment.objects.filter(cohort=door.cohort, person=person, state__in=INSIDE).exists():
            return redirect(f"{programme.root}/mon-espace/")
        return _answer(request, draft, door, person)


@require_safe
@login_not_required
@never_cache
def join_notice(request: HttpRequest, token: str) -> HttpResponse:
    """What the organisation that runs the programme does with her data: to read before she joins."""
    draft, door = _opened_by(token)
    if draft is None or door is None:
        return render(request, "programmes/join_over.html", BARE, status=404)
    with in_words_of(request, door.cohort.programme, to=draft, notice=request.path):
        return notice_of_programme(request, **BARE)


def _opened_by(token: str) -> tuple[SignupDraft, Door | None] | tuple[None, None]:
    """Whose link this is, and the programme that it opens today; none once it is too old."""
    draft, now = joining_draft(token), timezone.now()
    if draft is None or now - draft.created_at > LINK_LASTS:
        return None, None
    return draft, door_for(draft.programme_slug, draft.email, today=timezone.localdate(now))


def _answer(request: HttpRequest, draft: SignupDraft, door: Door, person: User | None) -> HttpResponse:
    programme, now = door.cohort.programme, timezone.now()
    charter = charter_in_force(programme)
    declared = Affiliation.objects.filter(organisation=door.organisation, person=person).first() if person else None
    told = line_manager_of(programme, declared) is not None
    form = JoinForm(
        request.POST or None, programme=programme, charter=charter, person=person or User(email=draft.email),
        roles=door.roles, declared=declared is not None, told=told,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            enrolment = actions.join_programme(draft=draft, charter=charter, by=by, now=now, **form.given())
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            if by is None or by.pk != enrolment.person_id:
                login(request, enrolment.person)
            return welcome(request, enrolment)
    if "seen" in form.errors:
        form.data = form.read_again()
    texts = programme.texts.get(text_language(request.LANGUAGE_CODE), {})
    context = {
        "form": form, "cohort": door.cohort, "days": cohort_days(door.cohort), "email": draft.email,
        "organisation": door.organisation, "charter_html": charter_html(charter), "words": texts.get("invitation", ""),
        "affiliation": declared, "time": time_asked(programme, request.LANGUAGE_CODE), **BARE,
    }  # fmt: skip
    return render(request, "programmes/join_programme.html", context, status=422 if form.errors else 200)

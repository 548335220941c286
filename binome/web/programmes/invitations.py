"""What the link of an invitation opens: she reads, then opts in herself, says no, or does nothing (D15).

Reading changes nothing: mail filters follow links. The page stands at the root of the site, in the words of the
programme that invites, since she is nothing in it yet.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from binome.core.languages import text_language
from binome.core.moves import MoveRefused
from binome.people.models import SignupDraft, User
from binome.programmes import actions
from binome.programmes.lifecycle import InvitationState
from binome.programmes.models import Enrolment, EnrolmentState, Invitation, Programme
from binome.programmes.queries import Membership, charter_in_force, cohort_days, invitation_of_token
from binome.programmes.queries.line_manager import line_manager_of, time_asked
from binome.programmes.rules import why_not_enrol

from ..privacy.views import notice_of_programme
from .forms import OptInForm
from .texts import charter_html

#: Without the links of the open platform: she is here for one answer.
BARE: dict[str, Any] = {"nav": [], "footer_groups": []}
#: She takes part already, or did until the team decided otherwise.
INSIDE = frozenset(EnrolmentState.values) - {EnrolmentState.LEFT}


@login_not_required
@never_cache
def answer_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_of_token(token)
    if invitation is None or not _may_open(invitation):
        return _over(request)
    programme, person = invitation.cohort.programme, invitation.affiliation.person
    with in_words_of(request, programme, to=person, notice=reverse("invitation-notice", args=[token])):
        if person.is_active and request.user.pk != person.pk:
            return _show(request, "programmes/invitation_login.html", invitation, next=request.path)
        inside = Enrolment.objects.filter(cohort=invitation.cohort, person=person, state__in=INSIDE).exists()
        if inside:
            return redirect(f"{programme.root}/mon-espace/")
        return _answer(request, invitation, token)


def _answer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    programme, person = invitation.cohort.programme, invitation.affiliation.person
    charter, now = charter_in_force(programme), timezone.now()
    told = line_manager_of(programme, invitation.affiliation) is not None
    form = OptInForm(request.POST or None, programme=programme, charter=charter, person=person, told=told)
    closed = why_not_enrol(invitation.cohort, invitation.role, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        was_new = not person.is_active
        said = {"password": form.cleaned_data.get("password", ""), "line_manager_may_know": form.line_manager_may_know}
        try:
            enrolment = actions.accept_invitation(invitation=invitation, charter=charter, now=now, **said)
        except MoveRefused as refused:
            form.add_error(None, str(refused))
        else:
            if was_new:
                login(request, enrolment.person)
            return welcome(request, enrolment)
    if "seen" in form.errors:
        form.data = {"seen": form.versions}  # the next press accepts what she now reads
    context = {
        "form": form, "closed": closed, "token": token, "charter_html": charter_html(charter),
        "affiliation": invitation.affiliation, "time": time_asked(programme, request.LANGUAGE_CODE),
    }  # fmt: skip
    return _show(request, "programmes/invitation.html", invitation, status=422 if form.errors else 200, **context)


def welcome(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """She has just said yes: what follows, in a sentence, and her first page inside."""
    if enrolment.state == EnrolmentState.WAITING:
        said = _("C’est noté. La promotion est complète : vous êtes en liste d’attente, et prévenue dès qu’une place "
                 "se libère.")  # fmt: skip
    else:
        said = _("C’est noté, vous participez. Il reste quelques questions.")
    messages.success(request, said)
    asked_later = enrolment.state == EnrolmentState.WAITING and enrolment.programme.modality.self_service
    return redirect(f"{enrolment.programme.root}/{'mon-espace' if asked_later else 'mes-reponses'}/")


@login_not_required
@never_cache
def decline_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """One click more, without a reason and without a login: the link was sent to her alone."""
    invitation = invitation_of_token(token)
    if invitation is None:
        return _over(request)
    notice, person = reverse("invitation-notice", args=[token]), invitation.affiliation.person
    with in_words_of(request, invitation.cohort.programme, to=person, notice=notice):
        if request.method == "POST":
            try:
                actions.decline_invitation(invitation=invitation, now=timezone.now())
            except MoveRefused as refused:
                return _show(request, "programmes/invitation_over.html", invitation, status=409, sentence=str(refused))
        declined = invitation.state == InvitationState.DECLINED
        return _show(request, "programmes/invitation_decline.html", invitation, declined=declined, token=token)


@require_safe
@login_not_required
@never_cache
def invitation_notice(request: HttpRequest, token: str) -> HttpResponse:
    """What the organisation that runs the programme does with her data: to read before she answers."""
    invitation = invitation_of_token(token)
    if invitation is None:
        return _over(request)
    person = invitation.affiliation.person
    with in_words_of(request, invitation.cohort.programme, to=person, notice=request.path):
        return notice_of_programme(request, **BARE)


def _may_open(invitation: Invitation) -> bool:
    """An account that the team closed, or that is being erased, doesn't open again by an invitation."""
    person = invitation.affiliation.person
    return invitation.affiliation.left_on is None and (person.is_active or not person.has_usable_password())


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/invitation_over.html", status=404)


def in_words_of(request: HttpRequest, programme: Programme, *, to: User | SignupDraft, notice: str) -> Any:
    """The name, the nouns and the French of the programme that invites, English for who chose it here or, without a
    choice, receives her letters `to` her in English; and the address of its own `notice`, since the one inside is not
    open to her yet."""
    request.notice_url = notice
    request.membership, request.programme = Membership(programme), programme
    request.LANGUAGE_CODE = programme.catalogue(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or to.language)
    return translation.override(request.LANGUAGE_CODE)


def _show(
    request: HttpRequest, template: str, invitation: Invitation, *, status: int = 200, **context: Any
) -> HttpResponse:
    programme = invitation.cohort.programme
    texts = programme.texts.get(text_language(request.LANGUAGE_CODE), {})
    words = texts.get("nomination" if invitation.kind == Invitation.Kind.NOMINATED else "invitation", "")
    shown = {"invitation": invitation, "cohort": invitation.cohort, "days": cohort_days(invitation.cohort)}
    bare = {**BARE, "login_url": reverse("account_login")}
    return render(request, template, {**shown, **bare, "words": words, **context}, status=status)

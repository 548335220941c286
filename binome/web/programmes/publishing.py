"""Where people find each other in the directory (D1): her profile, published by her own press and not before."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core.moves import MoveRefused
from binome.mentoring import actions
from binome.mentoring.identity import card
from binome.people.models import Profile
from binome.programmes.models import Enrolment, EnrolmentState
from binome.web.context import vocabulary
from binome.web.people.forms import PublishForm
from binome.web.people.forms.profile import PROFILE_FIELDS

from .forms import AnswersForm
from .participant import nav, participation


def publish_profile(request: HttpRequest) -> HttpResponse:
    """One page, filled with what is known of her: her profile, the questions of the programme, a mentor's places."""
    enrolment = participation(request)
    programme = request.programme
    if not programme.modality.self_service:
        raise Http404
    if enrolment.state != EnrolmentState.ACTIVE or enrolment.completed_at is not None:
        return redirect("my-space" if enrolment.completed_at is None else "profile-edit")
    profile = Profile.objects.select_related("person").filter(person=request.user).first()
    form, answers = _forms(request, enrolment, profile)
    if request.method == "POST" and _are_valid(form, answers) and _publish(enrolment, form, answers):
        messages.success(request, _said(request, enrolment))
        return redirect("mentor-list" if request.membership.is_mentee else "my-space")
    context = {
        "form": form, "answers": answers, "profile": profile, "enrolment": enrolment,
        "photo_url": reverse("photo", args=[request.user.code]) if profile and profile.photo else "",
        **nav(request, "publish-profile"),
    }  # fmt: skip
    refused = form.errors or answers.errors
    return render(request, "programmes/publish_profile.html", context, status=422 if refused else 200)


def _forms(request: HttpRequest, enrolment: Enrolment, profile: Profile | None) -> tuple[PublishForm, AnswersForm]:
    posted = request.method == "POST"
    form = PublishForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=_known(enrolment, profile),
        programme=request.programme,
        role=enrolment.role,
        voc=vocabulary(request),
        family_name=card(viewer=request.user, person=request.user).family_name,
    )
    given = {"programme": request.programme, "role": enrolment.role, "answers": enrolment.answers}
    return form, AnswersForm(request.POST or None, english=request.LANGUAGE_CODE == "en", **given)


def _known(enrolment: Enrolment, profile: Profile | None) -> dict[str, Any]:
    """What she wrote already, or what her organisation declares of her: never asked twice."""
    declared = enrolment.affiliation.job_title if enrolment.affiliation else ""
    known: dict[str, Any] = {"headline": declared, "first_name": enrolment.person.first_name}
    if profile is not None:
        known |= {name: getattr(profile, name) for name in PROFILE_FIELDS if name != "first_name"}
        known["has_photo"] = bool(profile.photo)
    return known


def _are_valid(form: PublishForm, answers: AnswersForm) -> bool:
    """Both are read, so that she learns at once all that is missing."""
    answers.full_clean()
    answers.require_all(answers.answers())
    return form.is_valid() and not answers.errors


def _publish(enrolment: Enrolment, form: PublishForm, answers: AnswersForm) -> bool:
    capacity = form.cleaned_data.get("capacity", 1)
    kept = {"changes": form.changes(), "answers": answers.answers(), "capacity": capacity}
    try:
        actions.publish_profile(enrolment=enrolment, now=timezone.now(), **kept)
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _said(request: HttpRequest, enrolment: Enrolment) -> str:
    voc = vocabulary(request)
    if Profile.objects.approved().filter(person=enrolment.person).exists():
        if request.membership.is_mentee:
            return _("C’est noté. Voici l’annuaire : vous n’y apparaissez pas, vous y cherchez.")
        return _("Votre profil est dans l’annuaire. Les %(mentees)s peuvent vous écrire.") % {
            "mentees": voc["mentee"]["many"]
        }
    return _("Votre profil est enregistré. Une modératrice le lit avant qu’il paraisse.")

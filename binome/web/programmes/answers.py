"""Her answers to the questions of the programme: saved as often as she likes, nothing lost."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.programmes import actions
from binome.programmes.models import Enrolment, EnrolmentState
from binome.web.mentoring.views.space import space_nav

from .forms import AnswersForm
from .participant import nav, participation

#: Who may answer: she holds a place, or waits for one.
ANSWERING = (EnrolmentState.ACTIVE, EnrolmentState.WAITING)


def my_answers(request: HttpRequest) -> HttpResponse:
    """One page. « Continuer plus tard » keeps what is there; the other button also says what is missing."""
    enrolment = participation(request)
    if enrolment.state not in ANSWERING:
        raise Http404
    programme, english = enrolment.programme, request.LANGUAGE_CODE == "en"
    if programme.modality.self_service and enrolment.completed_at is None:
        return redirect("publish-profile")  # one page asks for all of it
    given = {"programme": programme, "role": enrolment.role, "answers": enrolment.answers, "english": english}
    form = AnswersForm(request.POST or None, **given)
    if request.method == "POST":
        form.full_clean()
        missing = actions.save_answers(enrolment=enrolment, answers=form.answers(), now=timezone.now())
        if "later" not in request.POST:
            form.require_all(enrolment.answers)
        if not form.errors:
            return _said(request, enrolment, missing)
    asked = [key for key, field in form.fields.items() if field.required]
    done = sum(enrolment.answers.get(key) not in (None, "", []) for key in asked)
    subnav = space_nav if programme.modality.self_service else nav
    context = {"form": form, "asked": len(asked), "done": done, "enrolment": enrolment}
    context |= subnav(request, current="my-answers")
    return render(request, "programmes/my_answers.html", context, status=422 if form.errors else 200)


def _said(request: HttpRequest, enrolment: Enrolment, missing: list[str]) -> HttpResponse:
    if missing:
        messages.success(request, _("Enregistré. Vos réponses vous attendent ici, quand vous voudrez."))
    else:
        messages.success(request, _("Merci, vos réponses sont complètes. Vous pouvez encore les changer."))
    return redirect("my-space")

"""The team watches testimonies before they are shown, and follows what their authors allow (A20)."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from binome.library.actions import testimonies as actions
from binome.library.actions.testimonies import MoveRefused
from binome.library.lifecycle import TestimonyState
from binome.library.models import Consent, Testimony
from binome.library.queries.testimonies import transcript_of
from binome.mentoring.identity import staff_notices_names
from binome.people.rules import notices

from ..access import staff_required
from ..desk import desk, page_of
from .testimony_forms import AnswerForm, PublishForm
from .waiting import testimonies_for


@require_safe
@staff_required
def testimony_list(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; or what was published or withdrawn, with what is allowed."""
    rows = testimonies_for(programme=request.programme, moderator=request.user)
    rows = rows.prefetch_related(Prefetch("consents", Consent.objects.order_by("pk")))
    settled = request.GET.get("etat") == "traites"
    rows = rows.exclude(state=TestimonyState.SUBMITTED).order_by("-submitted_at", "-pk") if settled else rows.waiting()
    context = desk(request, "testimony-list") | page_of(request, rows) | {"settled": settled}
    now = context["now"]
    for row in context["rows"]:
        row.uses = [one for one in row.consents.all() if one.withdrawn_at is None and one.ends_at > now]
        row.taken_back = [] if not row.uses else [one for one in row.consents.all() if one.withdrawn_at is not None]
    return render(request, "backoffice/testimony_list.html", context)


def _found(request: HttpRequest, code: str) -> Testimony:
    return get_object_or_404(testimonies_for(programme=request.programme, moderator=request.user), code=code)


@require_safe
@staff_required
def testimony_review(request: HttpRequest, code: str) -> HttpResponse:
    return _show(request, _found(request, code), {})


def _show(request: HttpRequest, testimony: Testimony, refused: dict[str, object]) -> HttpResponse:
    """Each time it is shown before its publication, one line in the journal (N16)."""
    now = timezone.now()
    if testimony.state == TestimonyState.SUBMITTED:
        actions.read_testimony(testimony=testimony, by=request.user, now=now)
    texts = {name: getattr(testimony, name) for name in ("title", "summary", "transcript", "captions")}
    name = staff_notices_names([testimony.person_id]).get(testimony.person_id, "")
    context = desk(request, "testimony-list") | {
        "testimony": testimony,
        "sending": actions.sending(testimony),
        "transcript": transcript_of(testimony),
        "notices": dict.fromkeys(one.sentence for one in notices(texts, name) if one.kind != "short"),
        "consents": list(testimony.consents.all()),
        "publish_form": PublishForm(today=timezone.localdate(now)),
        "change_form": AnswerForm(prefix="change"),
        "refuse_form": AnswerForm(prefix="refuse"),
        "page_has_errors": bool(refused),
        "now": now,
        **refused,
    }
    return render(request, "backoffice/testimony.html", context, status=422 if refused else 200)


@staff_required
def decide(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Publish, ask for a change, refuse."""
    if request.method != "POST":
        return redirect("testimony-review", code)
    testimony, now = _found(request, code), timezone.now()
    if verb == "publish":
        form, act = PublishForm(request.POST, today=timezone.localdate(now)), actions.publish_testimony
    else:
        form = AnswerForm(request.POST, prefix=verb)
        act = actions.refuse_testimony if verb == "refuse" else actions.ask_testimony_change
    if not form.is_valid():
        return _show(request, testimony, {f"{verb}_form": form})
    given = {k: v for k, v in form.cleaned_data.items() if k != "checked"}
    if verb == "publish":
        given["seen"] = request.POST.get("seen", "")
    try:
        act(testimony=testimony, by=request.user, now=now, **given)
    except MoveRefused as refused:
        messages.warning(request, str(refused))
        return redirect("testimony-list")
    messages.success(request, _done(verb))
    return redirect("testimony-list")


def _done(verb: str) -> str:
    return {
        "publish": _("Le témoignage est publié. Elle en est prévenue."),
        "change": _("Votre demande est dans son espace."),
        "refuse": _("Le témoignage est refusé : la vidéo et ses textes sont supprimés."),
    }[verb]

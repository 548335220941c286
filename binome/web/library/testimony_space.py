"""A mentor's own testimonies: the video, its words, what she allows, and the click that takes it all back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from binome.library.actions import testimonies as actions
from binome.library.actions.testimonies import MoveRefused
from binome.library.lifecycle import LIVE, UNFINISHED, TestimonyState, Use
from binome.library.models import Testimony
from binome.library.videos import Video
from binome.library.videos.words import not_plays_everywhere
from binome.mentoring.identity import card
from binome.web.mentoring.views.space import space_nav

from .testimony_forms import ConsentForm, VideoForm, WordsForm

READ_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
PAST = 10


def _nav(request: HttpRequest) -> dict[str, object]:
    return space_nav(request, current="my-testimony") if request.membership.has_space else {}


@require_safe
def my_testimony(request: HttpRequest) -> HttpResponse:
    """What she sent, what it became, and what she allowed. Hers to read and withdraw whatever her place has become."""
    rows = list(
        Testimony.objects.filter(person=request.user, programme=request.programme).prefetch_related("consents")[:PAST]
    )
    if not rows and not request.membership.is_mentor:
        raise Http404
    for row in rows:
        row.allowed = [one for one in row.consents.all() if one.withdrawn_at is None]
    unfinished = any(row.state in UNFINISHED for row in rows)
    context = {
        "live": [row for row in rows if row.state in LIVE],
        "past": [row for row in rows if row.state not in LIVE],
        "may_start": request.membership.is_mentor and not unfinished,
        "now": timezone.now(),
        **_nav(request),
    }
    return render(request, "library/my_testimony.html", context)


@READ_OR_POST
def testimony_new(request: HttpRequest) -> HttpResponse:
    """The video first: the rest is written beside it."""
    if not request.membership.is_mentor:
        raise Http404
    hers = Testimony.objects.filter(person=request.user, programme=request.programme)
    if hers.filter(state__in=sorted(UNFINISHED)).exists():
        return redirect("my-testimony")
    form = _video_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            testimony = actions.start_testimony(
                person=request.user, programme=request.programme, clip=form.cleaned_data["video"], now=timezone.now()
            )
        except MoveRefused as refusal:
            form.add_error("video", str(refusal))
        else:
            return _video_received(request, testimony, form.cleaned_data["video"].video)
    return _show_video_form(request, form, testimony=None)


@READ_OR_POST
def testimony_replace(request: HttpRequest, code: str) -> HttpResponse:
    """Another take."""
    testimony = _own(request, code, TestimonyState.DRAFT)
    form = _video_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            actions.replace_video(
                testimony=testimony, clip=form.cleaned_data["video"], by=request.user, now=timezone.now()
            )
        except MoveRefused as refusal:
            form.add_error("video", str(refusal))
        else:
            return _video_received(request, testimony, form.cleaned_data["video"].video)
    return _show_video_form(request, form, testimony=testimony)


def _video_form(request: HttpRequest) -> VideoForm:
    if request.method != "POST":
        return VideoForm()
    return VideoForm(request.POST, request.FILES, dropped=getattr(request, "too_heavy", False))


def _show_video_form(request: HttpRequest, form: VideoForm, *, testimony: Testimony | None) -> HttpResponse:
    context = {"form": form, "testimony": testimony, **_nav(request)}
    return render(request, "library/testimony_video.html", context, status=422 if form.errors else 200)


def _video_received(request: HttpRequest, testimony: Testimony, video: Video) -> HttpResponse:
    messages.success(request, _("Votre vidéo est reçue. Personne d’autre ne la voit pour l’instant."))
    if not testimony.plays_everywhere:
        messages.warning(request, not_plays_everywhere())
    if not video.has_sound:
        messages.warning(request, _("Cette vidéo n’a pas de son. Si vous y parlez, vérifiez le micro et recommencez."))
    there = reverse("testimony-edit", args=[testimony.code])
    return HttpResponseClientRedirect(there) if request.htmx else redirect(there)


def _own(request: HttpRequest, code: str, *states: str) -> Testimony:
    """One of hers in one of these states; anything else is not there."""
    return get_object_or_404(Testimony, person=request.user, programme=request.programme, code=code, state__in=states)


@READ_OR_POST
def testimony_edit(request: HttpRequest, code: str) -> HttpResponse:
    """A draft: its words, its image, its captions."""
    testimony = _own(request, code, TestimonyState.DRAFT)
    family_name = card(viewer=request.user, person=request.user).family_name
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = WordsForm(*posted, testimony=testimony, family_name=family_name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_testimony(testimony=testimony, by=request.user, now=timezone.now(), **form.changes())
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("my-testimony")
        if "send" not in request.POST:
            messages.success(request, _("C’est enregistré."))
            return redirect("testimony-edit", testimony.code)
        if not (lacks := actions.missing(testimony)):
            return redirect("submit-testimony", testimony.code)
        for name, sentence in lacks.items():
            form.add_error(name, sentence)
    form.say_what_sending_needs(testimony)
    context = {"form": form, "testimony": testimony, **_nav(request)}
    return render(request, "library/testimony_edit.html", context, status=422 if form.errors else 200)


@READ_OR_POST
def submit_testimony(request: HttpRequest, code: str) -> HttpResponse:
    """What she allows, use by use, then the team reads it. The second of two clicks finds it sent."""
    testimony, now = _own(request, code, TestimonyState.DRAFT, TestimonyState.SUBMITTED), timezone.now()
    if testimony.state == TestimonyState.SUBMITTED:
        return redirect("my-testimony")
    if actions.missing(testimony):
        return redirect("testimony-edit", testimony.code)
    form = ConsentForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            actions.submit_testimony(testimony=testimony, uses=form.uses(), by=request.user, now=now)
        except MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Votre témoignage est envoyé. L’équipe le regarde avant de le publier."))
        return redirect("my-testimony")
    context = {"form": form, "testimony": testimony, **_nav(request)}
    return render(request, "library/testimony_submit.html", context, status=422 if form.errors else 200)


@require_POST
def take_back_testimony(request: HttpRequest, code: str) -> HttpResponse:
    testimony = _own(request, code, TestimonyState.SUBMITTED)
    try:
        actions.take_back_testimony(testimony=testimony, by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("my-testimony")
    return redirect("testimony-edit", testimony.code)


@require_POST
def withdraw_testimony(request: HttpRequest, code: str) -> HttpResponse:
    """One click, without a question: a video can be sent again."""
    return _withdraw(request, code, Use.MEMBERS)


@require_POST
def withdraw_consent(request: HttpRequest, code: str, use: str) -> HttpResponse:
    if use not in Use.values:
        raise Http404
    return _withdraw(request, code, use)


def _withdraw(request: HttpRequest, code: str, use: str) -> HttpResponse:
    testimony = _own(request, code, *LIVE, TestimonyState.WITHDRAWN)
    try:
        actions.withdraw_consent(testimony=testimony, use=use, by=request.user, now=timezone.now())
    except MoveRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("my-testimony")
    done = _("C’est retiré. L’équipe le voit, et n’utilise plus votre vidéo ainsi.")
    if use == Use.MEMBERS:
        done = _(
            "Votre témoignage n’est plus en ligne. La vidéo, son image et ses textes sont supprimés de nos fichiers."
        )
    messages.success(request, done)
    return redirect("my-testimony")

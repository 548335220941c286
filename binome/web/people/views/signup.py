"""Signing up, in four steps. The draft is hers through her session, or through the signed mark in her own page."""

from contextlib import suppress

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from binome.mentoring.actions import submit_application
from binome.people import actions
from binome.people.models import SignupDraft
from binome.people.queries import draft_link_expired, draft_of_token
from binome.web.programmes.texts import charter_html

from .. import steps
from ..forms import LinkForm
from ..summary import summary

PAGES = {
    steps.PLACE: "people/signup_place.html",
    steps.ACCOUNT: "people/signup_account.html",
    steps.PROFILE: "people/signup_profile.html",
    steps.CHARTER: "people/signup_charter.html",
}
MINE, SENT = "signup_drafts", "signup_sent"
#: A page that she left open longer than her session still knows its draft.
PAGE_SALT = "binome.web.signup"
PAGE_AGE = 30 * 24 * 3600


@login_not_required
@never_cache
def signup_start(request: HttpRequest) -> HttpResponse:
    """Step 1. Nothing is kept before she chose her place."""
    if request.user.is_authenticated:
        messages.info(request, _("Vous êtes déjà inscrite. Pour une autre place, il faut une autre adresse."))
        return redirect("home")
    form = steps.form_for(request, steps.PLACE, None, data=request.POST or None)
    if request.method == "POST":
        if not consume(request, action="signup"):
            return render(request, "ui/429.html", status=429)
        if form.is_valid():
            answers = {name: value for name, value in form.cleaned_data.items() if name != "role"}
            draft = actions.start_draft(
                programme_slug=request.programme.slug,
                role=form.cleaned_data["role"],
                answers=answers,
                language=request.LANGUAGE_CODE,
                now=timezone.now(),
            )
            _remember(request, MINE, draft.code)
            return redirect("signup-step", draft.code, steps.ACCOUNT)
    started = SignupDraft.objects.filter(code__in=request.session.get(MINE, [])).order_by("-updated_at").first()
    return _show(request, steps.PLACE, None, form, status=422 if form.errors else 200, resume=started)


@login_not_required
@never_cache
def signup_step(request: HttpRequest, code: str, step: int) -> HttpResponse:
    draft = own_draft(request, code)
    if draft is None:
        return _without_draft(request, code)
    if not 1 <= step <= steps.LAST or step > draft.step:
        return redirect("signup-step", code, min(max(step, 1), draft.step))
    if request.method != "POST":
        return _show(request, step, draft, steps.form_for(request, step, draft))
    _remember(request, MINE, code)
    form = steps.form_for(request, step, draft, data=request.POST, files=request.FILES)
    valid = form.is_valid()
    go = request.POST.get("go", "next")
    if step == steps.CHARTER:
        return _submit(request, draft, form) if valid and go == "next" else _leave_charter(request, draft, form, go)
    if _changes_address(draft, form) and not consume(request, action="signup"):
        return render(request, "ui/429.html", status=429)
    try:
        draft = actions.save_draft_step(
            draft=draft, step=step, complete=valid, now=timezone.now(), **_photo(request, steps.kept(form))
        )
    except actions.DraftGone:
        return _without_draft(request, code)
    if go == "back":
        return redirect("signup-step", code, max(step - 1, 1))
    if go == "later" and draft.email:
        return redirect("signup-later")
    if not valid:
        return _show(request, step, draft, form, status=422)
    return redirect("signup-step", code, draft.step if draft.step == steps.LAST else step + 1)


def _photo(request: HttpRequest, kept: dict) -> dict:
    if kept["photo"] is None and request.POST.get("remove_photo"):
        kept["photo"] = ""
    return kept


def _changes_address(draft: SignupDraft, form) -> bool:
    return form.cleaned_data.get("email", draft.email).lower() != draft.email


def _leave_charter(request: HttpRequest, draft: SignupDraft, form, go: str) -> HttpResponse:
    if go == "back":
        return redirect("signup-step", draft.code, steps.PROFILE)
    if go == "later":
        return redirect("signup-later")
    return _show(request, steps.CHARTER, draft, form, status=422)


def _submit(request: HttpRequest, draft: SignupDraft, form) -> HttpResponse:
    """The last click. The same answer whether the address was known or not (N6), and after a double click."""
    if missing := steps.unfinished(request, draft):
        messages.error(request, _("Il manque encore une réponse à cette étape."))
        return redirect("signup-step", draft.code, missing[0])
    with suppress(actions.DraftGone):  # the first of two clicks sent it
        submit_application(
            draft=draft,
            programme=request.programme,
            capacity=draft.answers.get("capacity", 1),
            charter=steps.charter_shown(request),
            now=timezone.now(),
        )
    _remember(request, SENT, draft.code)
    return redirect("signup-done")


def _show(
    request: HttpRequest, step: int, draft: SignupDraft | None, form, *, status: int = 200, resume=None
) -> HttpResponse:
    context = {
        "form": form,
        "step": step,
        "draft": draft,
        "resume": resume,
        "page_mark": "" if draft is None else signing.dumps(draft.code, salt=PAGE_SALT),
        "steps": steps.track(step, 1 if draft is None else draft.step),
        "previous": step - 1,
        "mentor": draft is not None and draft.role == "mentor",
        "now": timezone.now(),
    }
    if step == steps.CHARTER:
        charter = steps.charter_shown(request)
        context |= {
            "charter": charter,
            "charter_html": charter_html(charter),
            "summary": summary(request, draft),
            "advice": steps.advice(draft),
        }
    if step == steps.PROFILE:
        context["photo_url"] = reverse("signup-photo", args=[draft.code]) if draft.photo else ""
    return render(request, PAGES[step], context, status=status)


def own_draft(request: HttpRequest, code: str) -> SignupDraft | None:
    """Her draft, if this visitor began or resumed it."""
    if code not in request.session.get(MINE, []) and not _marked(request, code):
        return None
    return SignupDraft.objects.filter(code=code).first()


def _marked(request: HttpRequest, code: str) -> bool:
    """Whether the form bears the mark that this site wrote in it: her session may have ended meanwhile."""
    try:
        return signing.loads(request.POST.get("mark", ""), salt=PAGE_SALT, max_age=PAGE_AGE) == code
    except signing.BadSignature:
        return False


def _without_draft(request: HttpRequest, code: str) -> HttpResponse:
    if code in request.session.get(SENT, []):
        return redirect("signup-done")
    return _ask_for_link(request, status=404)


def _remember(request: HttpRequest, key: str, code: str) -> None:
    request.session[key] = [*(known for known in request.session.get(key, []) if known != code), code][-5:]


@login_not_required
@never_cache
def signup_later(request: HttpRequest) -> HttpResponse:
    """The draft is kept; the link was sent when her address was known."""
    return render(request, "people/signup_later.html")


@login_not_required
@never_cache
def signup_done(request: HttpRequest) -> HttpResponse:
    return render(request, "people/signup_done.html")


@login_not_required
@never_cache
def signup_resume(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the e-mail. Reading it changes nothing: a mail scanner may follow it; the button does."""
    draft = draft_of_token(token)
    if draft is None or draft_link_expired(draft, now=timezone.now()):
        return _ask_for_link(request, status=404)
    if request.method != "POST":
        return render(request, "people/signup_resume.html", {"draft": draft})
    try:
        draft = actions.resume_draft(token=token, now=timezone.now())
    except actions.DraftGone:
        return _ask_for_link(request, status=404)
    _remember(request, MINE, draft.code)
    return redirect("signup-step", draft.code, draft.step)


@login_not_required
@never_cache
def signup_link(request: HttpRequest) -> HttpResponse:
    """A new link to a draft. The answer is the same whatever the address (N6)."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not consume(request, action="confirm_email", key=email):
            return render(request, "ui/429.html", status=429)
        actions.find_draft_link(email=email, now=timezone.now())
        return render(request, "people/signup_link_sent.html")
    return render(request, "people/signup_link.html", {"form": form, "lost": False}, status=422 if form.errors else 200)


def _ask_for_link(request: HttpRequest, *, status: int) -> HttpResponse:
    return render(request, "people/signup_link.html", {"form": LinkForm(), "lost": True}, status=status)

"""The four steps of a sign-up: which form each one is, what it starts with, what a draft keeps of it."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from binome.people.models import SignupDraft
from binome.people.queries import answers_of
from binome.people.rules import Notice, notices
from binome.programmes.models import CharterVersion
from binome.programmes.queries import charter_in_force
from binome.web.context import vocabulary

from .forms import AccountForm, CharterForm, PlaceForm, ProfileForm

PLACE, ACCOUNT, PROFILE, CHARTER = 1, 2, 3, 4
LAST = CHARTER
#: The answers that have columns of their own: sealed.
SEALED = ("email", "family_name", "phone")
#: As much of a refused answer as a draft keeps.
LONGEST_TYPED = 20_000


def titles() -> list[str]:
    return [_("Votre place"), _("Votre compte"), _("Votre profil"), _("La charte")]


def track(current: int, reached: int) -> list[dict[str, str]]:
    """What `ui/_track.html` shows."""
    states = ["now" if n == current else "done" if n < reached else "todo" for n in range(1, LAST + 1)]
    return [{"label": label, "state": state, "detail": ""} for label, state in zip(titles(), states, strict=True)]


def charter_shown(request: HttpRequest) -> CharterVersion | None:
    return charter_in_force(request.programme)


def form_for(
    request: HttpRequest, step: int, draft: SignupDraft | None, data: Any = None, files: Any = None
) -> forms.Form:
    """The form of a step, filled with what the draft knows."""
    known = answers_of(draft) if draft else {}
    common = {"data": data, "files": files, "initial": known}
    if step == PLACE:
        place = request.GET.get("place", "")
        attested = known.get("attested_version", 1) == request.programme.eligibility_version
        common["initial"] = {"role": draft.role, "attested": attested} if draft else {"role": place}
        return PlaceForm(programme=request.programme, voc=vocabulary(request), **common)
    if step == ACCOUNT:
        return AccountForm(**common)
    if step == PROFILE:
        return ProfileForm(programme=request.programme, role=draft.role, voc=vocabulary(request), **common)
    charter = charter_shown(request)
    return CharterForm(data, number=charter.number if charter else 0)


def kept(form: forms.Form) -> dict[str, Any]:
    """What `save_draft_step` keeps of a posted form: right answers, wrong ones as typed, sealed ones apart."""
    answers = dict(form.cleaned_data)
    photo = answers.pop("photo", None)
    typed = {name: _as_typed(form[name].data) for name in form.errors if name in form.fields and name not in SEALED}
    typed.pop("photo", None)
    sealed = {name: answers.pop(name) for name in SEALED if name in answers}
    return {"answers": answers, "typed": typed, "photo": photo, "role": answers.pop("role", ""), **sealed}


def _as_typed(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_typed(item) for item in value[:100]]
    return str(value or "").replace("\x00", "").encode(errors="ignore").decode()[:LONGEST_TYPED]


def unfinished(request: HttpRequest, draft: SignupDraft) -> list[int]:
    """The steps whose answers would be refused today: never filled, or no longer allowed by the programme."""
    known = answers_of(draft)
    # What she attested at the first step, if those rules are still the programme's.
    same = known.get("attested_version", 1) == request.programme.eligibility_version
    place = {"role": draft.role, "attested": known.get("attested") and same}
    return [
        step
        for step, data in ((PLACE, place), (ACCOUNT, known), (PROFILE, known))
        if not form_for(request, step, draft, data={**data, "spoken": known.get("languages", [])}).is_valid()
    ]


def advice(draft: SignupDraft) -> list[Notice]:
    """What she may want to correct before a moderator reads it."""
    texts = {name: draft.answers.get(name, "") for name in ("headline", "quote", "presentation", "path", "city")}
    return [notice for notice in notices(texts, draft.family_name) if notice.kind != "short"]

"""Photos. The rule is asked at each access; the stored name is never shown; a foreign photo answers like a missing one.

A member's photo (N8, N9), the photo of her own draft, and the one of a profile that she was asked to correct.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from binome.mentoring.queries.photos import may_see_photo
from binome.people.lifecycle import ProfileState
from binome.people.models import User
from binome.people.queries import invitation

from .signup import own_draft


def photo(request: HttpRequest, code: str) -> HttpResponse:
    person = User.objects.select_related("profile").filter(code=code, profile__isnull=False).first()
    if person is None or not may_see_photo(viewer=request.user, membership=request.membership, person=person):
        raise Http404
    return _picture(person.profile.photo)


@login_not_required
def signup_photo(request: HttpRequest, code: str) -> HttpResponse:
    draft = own_draft(request, code)
    if draft is None:
        raise Http404
    return _picture(draft.photo)


@login_not_required
def correct_photo(request: HttpRequest, token: str) -> HttpResponse:
    invited = invitation("correct", token, now=timezone.now())
    if invited.person is None or invited.expired or invited.person.profile.state != ProfileState.CHANGE_ASKED:
        raise Http404
    return _picture(invited.person.profile.photo)


def _picture(stored: Any) -> HttpResponse:
    if not stored:
        raise Http404
    try:
        with stored.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)

"""The form of an existing profile, filled with it."""

from django.http import HttpRequest

from binome.people.models import Profile
from binome.web.context import vocabulary

from .forms import EditForm
from .forms.profile import PROFILE_FIELDS


def edit_form(request: HttpRequest, profile: Profile, *, role: str, family_name: str = "") -> EditForm:
    initial = {name: getattr(profile, name) for name in PROFILE_FIELDS if name != "first_name"}
    initial |= {"first_name": profile.person.first_name, "has_photo": bool(profile.photo)}
    posted = request.method == "POST"
    return EditForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        initial=initial,
        programme=request.programme,
        role=role,
        voc=vocabulary(request),
        family_name=family_name,
    )

"""Her window on the sign-up: answers that are right, and how to reach a step."""

import io
import re

from django.urls import reverse
from PIL import Image

from binome.people.models import SignupDraft
from tests import canary
from tests.factories.people import PRESENTATION

PROFILE = {
    "headline": "Couturière",
    "sector": "industrie",
    "presentation": PRESENTATION,
    "topics": ["confiance", "negocier"],
    "country": "SN",
    "city": "Dakar",
    "spoken": ["fr"],
    "other_language": "wo",
    "formats": ["remote"],
    "rhythms": ["monthly"],
}


def account(email="awa@example.org", **fields):
    return {"first_name": "Awa", "family_name": canary.family_name(), "email": email, "phone": "", **fields}


def begin(client, role="mentee"):
    client.post(reverse("signup-start"), {"role": role, "attested": "on"})
    return SignupDraft.objects.latest("id")


def url(draft, step):
    return reverse("signup-step", args=[draft.code, step])


def post(client, draft, step, data, **go):
    return client.post(url(draft, step), {**data, "go": "next", **go})


def until(client, step, *, role="mentee", **fields):
    """A draft that reached a step."""
    draft = begin(client, role)
    if step > 2:
        post(client, draft, 2, account(**fields))
    if step > 3:
        extra = {"capacity": "2"} if role == "mentor" else {}
        post(client, draft, 3, {**PROFILE, **extra})
    return SignupDraft.objects.get(pk=draft.pk)


def photo(size=(300, 200), name="vacances à Crozon.png"):
    file = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def same(response):
    """A page without what each reading of it changes: the anti-forgery token, and its own address."""
    without_token = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response))
    return without_token.replace(response.request["PATH_INFO"], "")

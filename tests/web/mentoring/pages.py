"""Small readers and typings, so that tests are sentences."""

import html
import re

from django.urls import reverse

from binome.core.models import Letter

#: A request as a mentee fills it.
FILLED = {
    "objective": "Prendre la tête de mon atelier",
    "about_me": "J’y travaille depuis six ans.",
    "why_you": "Vous avez fait ce chemin.",
    "rhythm": "fortnightly",
    "duration_months": "9",
    "will_reveal": ["email", "phone"],
}
EMOJI_AND_ARABIC = "Oser 🌱 مرحبا"
#: The same with what no one sees: control characters, an override of the reading direction.
DISGUISED = "Oser\u0000 🌱\u0007 \u202eمرحبا\u202c"
TOO_LONG = "a" * 20_000


def text(response) -> str:
    """What a page says, without markup."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    bare = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u00a0", " ").replace("\u2060", "")
    return re.sub(r"\s+", " ", bare)


def flashes(response) -> list[str]:
    """What the page that follows a POST tells her."""
    return [str(message).replace("\u00a0", " ") for message in response.context["messages"]]


def post(client, name, code, **data):
    return client.post(reverse(name, args=[code]), data)


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def followed(client, name, code, **data):
    """The page on which a POST ends."""
    return client.post(reverse(name, args=[code]), data, follow=True)


def refused(response) -> bool:
    """The form came back with what to correct on top."""
    content = response.content.decode()
    return response.status_code == 422 and 'class="error-summary"' in content and "<title>Erreur" in content


def letters() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("kind", flat=True))

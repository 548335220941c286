"""What she typed in a form that could not be received (A18): kept until she has logged in, then hers to send or copy.

Her session ended, or a new charter was published, between the page and its sending. The fields wait in the new session
of the same browser, for an hour, without passwords, codes or files. Only a form of our own pages gets here: the CSRF
check comes first. Nobody else's account sees them, as far as the session still knew whose they were.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

KEY = "unsent"
KEPT_FOR = timedelta(hours=1)
#: The longest form: a text of the library in two languages.
LARGEST = 45_000
SECRET = re.compile(r"password|passwd|secret|token|code|credential", re.IGNORECASE)
#: As much of each text is given back when the whole was too large.
SHOWN = 10_000
#: From this length on, a value is a text she would miss, and is shown to be copied.
TEXT = 12


@dataclass(frozen=True)
class Unsent:
    """A form that was not received: where it goes, its fields, whether it held files."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool

    @property
    def texts(self) -> list[str]:
        return [value for _, value in self.fields if len(value) >= TEXT and " " in value]


def typed(request: HttpRequest) -> Unsent | None:
    """The form of this request; None when there is nothing that she would miss, or nothing that may be kept."""
    if getattr(request.resolver_match, "url_name", "").startswith(("account_", "mfa_")):
        return None
    names = [name for name in request.POST if not SECRET.search(name)]
    fields = tuple((name, value) for name in names for value in request.POST.getlist(name) if value)
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return Unsent(request.get_full_path(), fields, bool(request.FILES))


def beginning(request: HttpRequest) -> Unsent | None:
    """The beginning of each text of a form that was too large to be received; None when its body is already gone."""
    name = getattr(request.resolver_match, "url_name", "") or ""
    if name.startswith(("account_", "mfa_")) or request.content_type != "application/x-www-form-urlencoded":
        return None
    try:
        sent = request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE).decode("ascii", errors="ignore")
        pairs = parse_qsl(sent, max_num_fields=settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
    except (OSError, ValueError):
        return None
    fields = tuple((name, value[:SHOWN]) for name, value in pairs if not SECRET.search(name))
    return Unsent(request.get_full_path(), fields, files=False) if fields else None


def keep(request: HttpRequest, *, owner: str = "") -> bool:
    """Keep the form of this request. False when there is nothing to keep."""
    form = typed(request)
    if form is None:
        return False
    kept: dict[str, Any] = {"path": form.path, "fields": form.fields, "files": form.files}
    request.session[KEY] = {**kept, "owner": owner, "at": timezone.now().timestamp()}
    return True


def kept(request: HttpRequest) -> Unsent | None:
    """What waits for her, if it is hers and recent."""
    found = request.session.get(KEY)
    if not found or found["owner"] not in {"", request.user.code}:
        return None
    if timezone.now().timestamp() - found["at"] > KEPT_FOR.total_seconds():
        return None
    return Unsent(found["path"], tuple((name, value) for name, value in found["fields"]), found["files"])


def forget(request: HttpRequest) -> None:
    """The form has been sent after all."""
    if KEY in request.session and request.session[KEY]["path"] == request.get_full_path():
        del request.session[KEY]

"""Each programme under its own address: /programmes/<slug>/ before any address of the site (ADR 0014).

The open platform is the programme of the root. Inside /programmes/passerelles/ every page is the same code, and every
`reverse()` leads back inside: the prefix is what WSGI calls the script's name.
"""

import re

from django.http import HttpRequest
from django.urls import get_script_prefix, set_script_prefix

#: The slug of a programme, and the address inside it.
PREFIXED = re.compile(r"^/programmes/([a-z0-9-]{1,40})(/.*)$")


def split(path: str) -> tuple[str, str]:
    """("", path) at the root; inside a programme, its slug and the address without the prefix."""
    found = PREFIXED.match(path)
    return (found[1], found[2]) if found else ("", path)


class ProgrammePrefix:
    """`request.programme_slug`, and the rest of the address as if it were the root's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        request.programme_slug, request.path_info = split(request.path_info)
        if not request.programme_slug:
            return self.get_response(request)
        root = get_script_prefix()
        set_script_prefix(f"{root}programmes/{request.programme_slug}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(root)

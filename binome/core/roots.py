"""Addresses at the root of the site, whatever the programme of the request (ADR 0014)."""

from django.urls import get_script_prefix


def at_root(path: str) -> str:
    """The same page at the root, of a path that `reverse` gave: inside a programme it leads inside. A letter is opened
    where she may not be logged in, and there a programme asks first who she is."""
    return "/" + path.removeprefix(get_script_prefix())

"""What she writes to the team goes once; refused, her words stay on the page."""

from collections.abc import Callable
from typing import Any

from django import forms

from binome.support.actions import MoveRefused


def send(form: forms.Form, act: Callable[..., Any], **also: Any) -> int | None:
    """Do this with her words: None once it is done; else the status of the page to show, where the form says why."""
    if not form.is_bound:
        return 200
    if not form.is_valid():
        return 422
    try:
        act(**{**form.cleaned_data, **also})
    except MoveRefused as refusal:
        form.add_error(None, str(refusal))
        return 429
    return None

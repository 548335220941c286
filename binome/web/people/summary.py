"""What she wrote, to be read once more before she sends it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from binome.people.models import SignupDraft

from . import steps

#: Fields that need no line of their own.
SILENT = {"attested", "attested_version", "photo", "other_language", "spoken"}


def summary(request: HttpRequest, draft: SignupDraft) -> list[dict[str, Any]]:
    """One group per step: its title, its number, and (label, value) lines in the words of its form."""
    groups = []
    for step in (steps.PLACE, steps.ACCOUNT, steps.PROFILE):
        form = steps.form_for(request, step, draft)
        lines = [
            (field.label, shown)
            for field in form
            if field.name not in SILENT and (shown := _words(field, form.initial.get(field.name)))
        ]
        if step == steps.PROFILE:
            lines.insert(0, (_("Photo"), _("Reçue") if draft.photo else _("Aucune, votre initiale s’affichera")))
            lines.append((_("Langues parlées"), _languages(form, draft)))
        groups.append({"step": step, "title": steps.titles()[step - 1], "lines": lines})
    return groups


def _words(field: Any, value: Any) -> str:
    """The labels of what is chosen, or the text itself."""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return str(value or "")
    labels = {str(key): str(label) for key, label in choices}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(labels[str(item)] for item in chosen if str(item) in labels)


def _languages(form: Any, draft: SignupDraft) -> str:
    return ", ".join(dict(form.fields["spoken"].choices).get(code, code) for code in draft.answers.get("languages", []))

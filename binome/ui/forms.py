"""How a form field is shown. `describe` reads a BoundField and changes nothing: the control is rendered with
`BoundField.as_widget(attrs=…)`, Django's own door for extra attributes, so every widget keeps working elsewhere.

A form only chooses widgets; the two here add what HTML has no word for: a sentence under each choice.
"""

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import ErrorList
from django.utils.formats import number_format
from django.utils.translation import gettext as _


class BoxedRadios(forms.RadioSelect):
    """Radio buttons as boxes; `descriptions` maps a value to the line under its label."""

    boxed = True

    def __init__(self, *args, descriptions=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.descriptions = descriptions or {}


class BoxedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes as boxes; `descriptions` maps a value to the line under its label."""

    boxed = True

    def __init__(self, *args, descriptions=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.descriptions = descriptions or {}


def kind_of(bound: BoundField) -> str:
    """Which of the seven shapes of `ui/_field.html` shows this field."""
    widget = bound.field.widget
    for shape, types in (
        ("hidden", forms.HiddenInput),
        ("group", (forms.RadioSelect, forms.CheckboxSelectMultiple)),
        ("check", forms.CheckboxInput),
        ("password", forms.PasswordInput),
        ("file", forms.FileInput),
        ("textarea", forms.Textarea),
        ("select", forms.Select),
    ):
        if isinstance(widget, types):
            return shape
    return "input"


def ids(bound: BoundField, kind: str) -> dict[str, str]:
    """Identifiers of what explains the control, under Django's own names."""
    base = bound.id_for_label or bound.auto_id
    found = {}
    if bound.errors:
        found["error_id"] = f"{bound.auto_id}_error"
    if bound.help_text:
        found["help_id"] = f"{bound.auto_id}_helptext"
    if kind == "password":
        found["caps_id"] = f"{base}_caps"
    if kind == "file":
        found["early_id"] = f"{base}_early"
    return found


def control(bound: BoundField, kind: str, described_by: str) -> str:
    """The native control, with its class, its explanations and its state."""
    widget = bound.field.widget
    css = {"textarea": "textarea", "select": "select", "input": "input", "password": "input"}.get(kind, "")
    # A paste longer than the limit must arrive whole, to be refused with a sentence: browsers cut it in silence.
    attrs: dict[str, object] = {"maxlength": False}
    if css:
        attrs["class"] = f"{css} {widget.attrs.get('class', '')}".strip()
    if described_by:
        attrs["aria-describedby"] = described_by
    return bound.as_widget(attrs=attrs)


def option_groups(bound: BoundField) -> list[dict[str, object]]:
    """Choices of a radio or checkbox group, under their headings if the choices have any."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id})
    if not widget.allow_multiple_selected:
        attrs.pop("aria-invalid", None)  # said once, by the group: a radio button has no such state
    value = widget.format_value(bound.value())
    descriptions = getattr(widget, "descriptions", {})
    groups: list[dict[str, object]] = []
    for heading, choices, _index in widget.optgroups(bound.html_name, value, attrs):
        options = [
            {
                "control": BoundWidget(widget, choice, bound.form.renderer).tag(),
                "label": choice["label"],
                "description": descriptions.get(str(choice["value"]), ""),
            }
            for choice in choices
        ]
        if groups and not heading and not groups[-1]["heading"]:
            groups[-1]["options"] += options  # Django makes a group of each choice that has no heading
        else:
            groups.append({"heading": heading or "", "options": options})
    return groups


class Spoken(int):
    """A number that an error says with its thousands apart: « 20 009 signes »."""

    def __str__(self) -> str:
        return number_format(int(self), use_l10n=True, force_grouping=True)


def sentences(errors: ErrorList) -> list[str]:
    """Errors in words. A text says its numbers by `%(…)s`; `%(…)d` stays bare."""
    found = []
    for error in errors.as_data():
        params = {name: Spoken(p) if type(p) is int else p for name, p in (error.params or {}).items()}
        found.append(str(error.message % params if params else error.message))
    return found


def describe(bound: BoundField) -> dict[str, object]:
    """Everything `ui/_field.html` prints."""
    kind = kind_of(bound)
    explained = ids(bound, kind)
    own = bound.field.widget.attrs.get("aria-describedby", "")
    described_by = " ".join(
        part for part in (*(explained.get(k, "") for k in ("error_id", "caps_id", "help_id", "early_id")), own) if part
    )
    shown: dict[str, object] = {
        "bound": bound, "kind": kind, "label": bound.label, "help": bound.help_text, "errors": sentences(bound.errors),
        "id": bound.id_for_label or bound.auto_id, "described_by": described_by,
        "optional": not bound.field.required and kind != "hidden",
        "error_id": "", "help_id": "", "caps_id": "", "early_id": "", "limit": None, **explained,
    }  # fmt: skip
    if kind == "group":
        shown["groups"] = option_groups(bound)
        shown["boxed"] = getattr(bound.field.widget, "boxed", False)
        shown["radios"] = not bound.field.widget.allow_multiple_selected
    else:
        shown["control"] = control(bound, kind, described_by)
    if kind == "textarea":
        shown["limit"] = getattr(bound.field, "max_length", None)
    return shown


def first_control_id(bound: BoundField) -> str:
    """Where a link of the error summary leads: the control, or the first one of a group."""
    if kind_of(bound) == "group":
        groups = bound.field.widget.optgroups(bound.html_name, [], {"id": bound.auto_id})
        for _heading, choices, _index in groups:
            return choices[0]["attrs"]["id"]
    return bound.id_for_label or bound.auto_id


def summary_lines(form_list) -> list[dict[str, str]]:
    """One line per thing to correct, in the order of the page; `target` is empty where no control is at fault."""
    lines = []
    for form in form_list:
        lines += [{"target": "", "label": "", "text": text} for text in sentences(form.non_field_errors())]
        for bound in form:
            target = "" if bound.is_hidden else first_control_id(bound)
            label = "" if bound.is_hidden else str(bound.label).rstrip(" \u00a0.:?")
            lines += [{"target": target, "label": label, "text": text} for text in sentences(bound.errors)[:1]]
    return lines


def summary_title(count: int, words: str) -> str:
    if count == 1:
        return _("Un point à corriger avant de continuer")
    return _("%(count)s points à corriger avant de continuer") % {"count": words[:1].upper() + words[1:]}

"""Fields of a person: her name, her telephone, her photo."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from binome.people import photos
from binome.people.rules import is_full_name, is_name, tidy_name
from binome.ui.fields import Line


class NameField(Line):
    """A name: letters of any alphabet, spaces, hyphens, apostrophes."""

    def __init__(self, *, max_length: int, autocomplete: str, **kwargs: Any):
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.update({"autocomplete": autocomplete, "class": "w-m", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        return tidy_name(super().to_python(value))

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        if name and not is_name(name):
            raise forms.ValidationError(_("Écrivez ce nom avec des lettres."))
        return name


def refuse_full_name(form: forms.Form, family_name: str) -> None:
    """Her first name is shown to all: with her family name in it, it is refused before anyone reads it."""
    if is_full_name(form.cleaned_data.get("first_name", ""), family_name):
        form.add_error("first_name", _("Écrivez votre prénom seul : votre nom de famille reste caché."))


class AddressField(forms.EmailField):
    """An e-mail address. Accents are the usual slip: the mailbox is written without."""

    def clean(self, value: Any) -> str:
        try:
            return str(super().clean(value))
        except forms.ValidationError:
            local = str(value or "").rpartition("@")[0]
            plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
            if plain and plain != local:
                raise forms.ValidationError(_("Écrivez sans accents ce qui précède le @.")) from None
            raise


class PhoneField(Line):
    """A telephone number, from anywhere."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=30, required=False, **kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs.update({"autocomplete": "tel", "inputmode": "tel", "class": "w-m"})

    def clean(self, value: Any) -> str:
        phone = super().clean(value)
        if phone and not re.fullmatch(r"\+?[\d .\-()/\u00a0\u202f]{6,}", phone):
            raise forms.ValidationError(_("Écrivez ce numéro avec des chiffres, par exemple +33 6 12 34 56 78."))
        return phone


class PhotoField(forms.FileField):
    """A photo of any weight a phone makes; its value is the bytes of the rebuilt photo."""

    widget = forms.FileInput(attrs={"accept": "image/*", "data-max-bytes": photos.MAX_BYTES})
    max_side = photos.MAX_SIDE

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        if data is not None and data.size == 0:
            raise forms.ValidationError(_("Ce fichier est vide. Choisissez une photo, ou continuez sans."))
        file = super().clean(data, None)
        if file is None:
            return None
        if file.size > photos.MAX_BYTES:
            most, weight = (round(size / 1_000_000) for size in (photos.MAX_BYTES, file.size))
            sentence = _("Ce fichier pèse %(weight)s Mo. Choisissez une photo de %(most)s Mo au plus.")
            raise forms.ValidationError(sentence % {"weight": weight, "most": most})
        try:
            return photos.rebuild_photo(file, max_side=self.max_side)
        except photos.PhotoRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None

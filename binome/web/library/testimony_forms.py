"""What a mentor sends and allows: her video, its words and image, each use until a day."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from binome.library.actions.testimonies import Clip, make_clip
from binome.library.lifecycle import Use
from binome.library.models import Testimony
from binome.library.videos import Limits, VideoRefused
from binome.library.videos.captions import CaptionsRefused, clean_captions, words_of
from binome.library.videos.words import too_heavy
from binome.people.rules import notices
from binome.ui.fields import Line, Words
from binome.ui.wording import long_date
from binome.web.people.forms.fields import PhotoField

#: For how long a use may be allowed.
MONTHS = (6, 12, 24, 36)
USUAL = 12


def limits() -> Limits:
    return Limits(size=settings.TESTIMONY_BYTES, seconds=settings.TESTIMONY_SECONDS)


class VideoField(forms.FileField):
    """A video of a telephone; its value is the rebuilt one."""

    widget = forms.FileInput(attrs={"accept": "video/*"})

    def clean(self, data: Any, initial: Any = None) -> Clip:
        file = super().clean(data, None)
        try:
            return make_clip(file, limits=limits())
        except VideoRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class VideoForm(forms.Form):
    """The file alone: a refusal costs nothing else."""

    video = VideoField(
        label=gettext_lazy("Votre vidéo"),
        error_messages={
            "required": gettext_lazy("Choisissez une vidéo, ou filmez-vous maintenant."),
            "empty": gettext_lazy("Ce fichier est vide. Choisissez une vidéo."),
        },
    )

    def __init__(self, *args: Any, dropped: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        most, minutes = settings.TESTIMONY_BYTES, max(1, settings.TESTIMONY_SECONDS // 60)
        length = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        self.fields["video"].help_text = _("%(length)s et %(most)s Mo au plus ; MP4, MOV ou WebM. Le lieu, la date et "
                                           "l’appareil inscrits dans le fichier sont effacés.") % {
            "length": length, "most": most // 1_000_000}  # fmt: skip
        self.fields["video"].widget.attrs["data-max-bytes"] = most
        if dropped:
            self.fields["video"].error_messages["required"] = too_heavy(None, most)


class PosterField(PhotoField):
    """The image shown before the video plays."""

    max_side = 1280


class WordsForm(forms.Form):
    """A draft's words, captions and image. Nothing is required before it is sent."""

    title = Line(label=gettext_lazy("Titre"), max_length=120, required=False)
    summary = Words(
        label=gettext_lazy("Résumé"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Une ou deux phrases, pour la liste des actualités."),
    )
    poster = PosterField(
        label=gettext_lazy("Image de présentation"),
        required=False,
        help_text=gettext_lazy("Elle s’affiche avant la lecture. Choisissez un moment de la vidéo, ou une photo."),
    )
    transcript = Words(
        label=gettext_lazy("Transcription"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Ce que vous dites, par écrit : pour les personnes sourdes, et pour lire sans le son."),
    )
    captions = forms.FileField(
        label=gettext_lazy("Sous-titres"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt", "data-max-bytes": 200_000}),
        help_text=gettext_lazy("Un fichier .vtt ou .srt, si vous en avez un. La transcription suffit sinon."),
        error_messages={"empty": gettext_lazy("Ce fichier est vide.")},
    )
    remove_captions = forms.BooleanField(label=gettext_lazy("Retirer les sous-titres"), required=False)

    def __init__(self, *args: Any, testimony: Testimony, family_name: str, **kwargs: Any):
        kwargs.setdefault("initial", {name: getattr(testimony, name) for name in ("title", "summary", "transcript")})
        super().__init__(*args, **kwargs)
        self.family_name = family_name
        if not testimony.captions:
            del self.fields["remove_captions"]

    def clean_captions(self) -> str | None:
        """Clean WebVTT, or None when no file was sent."""
        file = self.cleaned_data["captions"]
        if file is None:
            return None
        try:
            return clean_captions(file.read(250_000))
        except CaptionsRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {name: cleaned.get(name) or "" for name in ("title", "summary", "transcript")}
        said["captions"] = words_of(cleaned.get("captions") or "")
        for notice in notices(said, self.family_name):
            if notice.kind in {"name", "contact"}:
                self.add_error(notice.field, notice.advice)
        return cleaned

    def say_what_sending_needs(self, testimony: Testimony) -> None:
        """Once read: a draft may lack them, but their labels don't call them optional."""
        for name, there in (("title", False), ("summary", False), ("poster", testimony.poster),
                            ("transcript", testimony.captions)):  # fmt: skip
            self.fields[name].required = not there

    def changes(self) -> dict[str, Any]:
        """What `write_testimony` takes."""
        cleaned = self.cleaned_data
        captions = "" if cleaned.get("remove_captions") and cleaned["captions"] is None else cleaned["captions"]
        words = {name: cleaned[name] for name in ("title", "summary", "transcript")}
        return {"words": words, "captions": captions, "poster": cleaned["poster"]}


class ConsentForm(forms.Form):
    """Each use until a day that she reads before she chooses; and that it is she whom one sees."""

    own = forms.BooleanField(
        label=gettext_lazy("C’est moi que l’on voit et que l’on entend, et j’autorise ces usages de mon image et de ma "
                           "voix."),
        error_messages={"required": gettext_lazy("Sans votre accord, la vidéo ne peut pas être montrée.")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.days = {str(months): after(today, months) for months in MONTHS}
        for use in Use:
            required = use == Use.MEMBERS
            choices = [(key, _("jusqu’au %(day)s") % {"day": long_date(day)}) for key, day in self.days.items()]
            self.fields[use.value] = forms.ChoiceField(
                label=use.label,
                required=required,
                initial=str(USUAL) if required else "",
                choices=choices if required else [("", _("non")), *choices],
                help_text=_("Sans cet usage, rien n’est publié.") if required else "",
                widget=forms.Select(attrs={"class": "w-m"}),
            )
        self.order_fields([*Use.values, "own"])

    def uses(self) -> dict[str, date]:
        """What `submit_testimony` takes."""
        return {use: self.days[self.cleaned_data[use]] for use in Use.values if self.cleaned_data[use]}


def after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))

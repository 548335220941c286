"""What members write and choose about requests, pairs and places. They clean and explain; they never save."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from binome.mentoring.identity import REVEALABLE, Card
from binome.mentoring.lifecycle import MEMBER_CLOSE_REASONS, DeclineReason, Fit, MeetingFormat, Rhythm
from binome.mentoring.models import CircleMember
from binome.people.rules import Slip, slips
from binome.ui.fields import Line, Words
from binome.ui.forms import BoxedRadios

QUESTION = 600


def reveal_choices(own: Card) -> list[tuple[str, str]]:
    """What she can show of herself: what she has given."""
    given = {"name": own.family_name, "email": own.email, "phone": own.phone, "link": own.link}
    return [(key, str(label)) for key, label in REVEALABLE.items() if given[key]]


#: Contact details change hands when the pair opens: there is no messaging here (A13).
UNREACHABLE = gettext_lazy("Laissez au moins votre adresse e-mail ou votre téléphone : il n’y a pas de messagerie ici.")


class BeforeAPair(forms.Form):
    """Texts that the other reads before there is a pair. Her own family name is refused there; a way to reach her, or a
    word that may be her name, goes only once she has read the text again and said so. `own`: her card, to read a post.
    """

    def __init__(self, *args: Any, own: Card | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.own = own

    def clean(self) -> dict[str, Any]:
        assert self.own is not None
        texts = {
            name: self.cleaned_data.get(name, "") for name, field in self.fields.items() if isinstance(field, Words)
        }
        found = slips(texts, first_name=self.own.first_name, family_name=self.own.family_name)
        for slip in (slip for slip in found if slip.is_refused):
            sentence = _("Retirez %(what)s : il reste caché ici, votre prénom suffit.")
            self.add_error(slip.field, sentence % {"what": slip.found})
        if asked := [slip for slip in found if not slip.is_refused]:
            self._ask(asked)
        return self.cleaned_data

    def _ask(self, asked: list[Slip]) -> None:
        by_field: dict[str, list[str]] = {}
        for slip in asked:
            by_field.setdefault(str(self.fields[slip.field].label), []).append(slip.found)
        told = [f"« {label} », {', '.join(found)}" for label, found in by_field.items()]
        help_text = _(
            "Ce que nous avons trouvé : %(found)s. Vos coordonnées s’échangent plus tard, quand la demande est "
            "acceptée."
        )
        self.fields["anyway"] = forms.BooleanField(
            label=_("J’ai relu, envoyer quand même"), help_text=help_text % {"found": " ; ".join(told)}, required=False
        )
        if not self.data.get(self.add_prefix("anyway")):
            self.add_error("anyway", _("Relisez votre texte : changez-le, ou cochez cette case pour l’envoyer ainsi."))


class RequestForm(BeforeAPair):
    """A mentee asks a mentor. `draft` keeps what is unfinished: nothing is required then."""

    objective = Line(
        label=gettext_lazy("Votre objectif, en une phrase"),
        help_text=gettext_lazy("Ce qui aura changé pour vous à la fin."),
        error_messages={"required": gettext_lazy("Écrivez votre objectif, même provisoire, en une phrase.")},
    )
    about_me = Words(
        label=gettext_lazy("Qui vous êtes"),
        help_text=gettext_lazy(
            "Quelques lignes sur vous aujourd’hui. N’écrivez ni votre nom de famille, ni votre employeur."
        ),
        error_messages={"required": gettext_lazy("Présentez-vous en quelques lignes.")},
    )
    why_you = Words(
        label=gettext_lazy("Pourquoi elle ?"),
        help_text=gettext_lazy("Ce qui, dans son chemin, vous donne envie de lui écrire. Dix lignes suffisent."),
        error_messages={"required": gettext_lazy("Dites-lui en quelques lignes pourquoi vous vous adressez à elle.")},
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("Votre rythme idéal"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez un rythme.")},
    )
    duration_months = forms.TypedChoiceField(
        label=gettext_lazy("Pour combien de temps ?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une durée.")},
    )
    will_reveal = forms.MultipleChoiceField(
        label=gettext_lazy("Si elle accepte, elle verra"),
        help_text=gettext_lazy("Rien n’est montré avant. Vous pourrez changer d’avis à tout moment."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": UNREACHABLE},
    )

    def __init__(self, *args: Any, programme: Any, own: Card, draft: bool = False, **kwargs: Any):
        super().__init__(*args, own=own, **kwargs)
        self.draft = draft
        self.fields["duration_months"].choices = [
            (months, self._months(months, recommended=months == programme.default_duration))
            for months in programme.durations
        ]
        self.fields["will_reveal"].choices = reveal_choices(own)
        if draft:
            for field in self.fields.values():
                field.required = False

    @staticmethod
    def _months(months: int, *, recommended: bool) -> str:
        words = ngettext("%(count)d mois", "%(count)d mois", months) % {"count": months}
        return _("%(months)s (conseillé)") % {"months": words} if recommended else words

    def clean_will_reveal(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["will_reveal"]
        if not self.draft and not {"email", "phone"} & set(chosen):
            raise forms.ValidationError(UNREACHABLE)
        return chosen

    def clean(self) -> dict[str, Any]:
        """A draft without a rhythm or a duration keeps the usual ones, and its texts are nobody else's yet."""
        if not self.draft:
            return super().clean()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class QuestionForm(BeforeAPair):
    question = Words(
        max_length=QUESTION,
        label=gettext_lazy("Votre question"),
        help_text=gettext_lazy("Une seule, avant de décider. Elle vous répondra ici."),
        error_messages={"required": gettext_lazy("Écrivez votre question.")},
    )


class AnswerForm(BeforeAPair):
    answer = Words(
        label=gettext_lazy("Votre réponse"),
        error_messages={"required": gettext_lazy("Écrivez votre réponse.")},
    )


class AcceptForm(forms.Form):
    reply = Words(
        label=gettext_lazy("Votre mot d’accueil"),
        help_text=gettext_lazy("Elle le lira sur sa demande. Proposez par exemple une première date."),
        required=False,
    )
    reveal = forms.MultipleChoiceField(
        label=gettext_lazy("Elle verra aussi"),
        help_text=gettext_lazy("Si vous ne laissez rien, ce sera à vous de lui écrire la première."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    pause = forms.BooleanField(
        label=gettext_lazy("Me mettre en pause ensuite"),
        help_text=gettext_lazy("Plus aucune demande ne vous arrivera, jusqu’à ce que vous reveniez d’un clic."),
        required=False,
    )

    def __init__(self, *args: Any, own: Card, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reveal"].choices = reveal_choices(own)


class DeclineForm(BeforeAPair):
    reply = Words(
        label=gettext_lazy("Votre mot pour elle"),
        help_text=gettext_lazy("Elle le lira. Modifiez-le comme vous voulez."),
        error_messages={"required": gettext_lazy("Écrivez-lui un mot, même court : elle a pris le temps d’écrire.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("La raison, pour l’équipe seulement"),
        help_text=gettext_lazy("Elle ne la verra pas. L’équipe n’en lit que le compte."),
        choices=DeclineReason.choices,
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez une raison. Elle reste entre l’équipe et vous.")},
    )
    pause = forms.BooleanField(
        label=gettext_lazy("Me mettre en pause"),
        help_text=gettext_lazy("Plus aucune demande ne vous arrivera, jusqu’à ce que vous reveniez d’un clic."),
        required=False,
    )


class MeetingForm(forms.Form):
    """ "We met", in detail. Its one-tap twin posts the usual values."""

    held_on = forms.DateField(
        label=gettext_lazy("Quel jour ?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-m"}),
        error_messages={
            "required": gettext_lazy("Indiquez le jour du rendez-vous."),
            "invalid": gettext_lazy("Écrivez une date, par exemple 26/11/2026."),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Combien de minutes ?"),
        min_value=5,
        max_value=600,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Indiquez une durée, même approximative."),
            "invalid": gettext_lazy("Écrivez un nombre de minutes, par exemple 60."),
            "min_value": gettext_lazy("Écrivez un nombre de minutes entre 5 et 600."),
            "max_value": gettext_lazy("Écrivez un nombre de minutes entre 5 et 600."),
        },
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Comment ?"),
        choices=MeetingFormat.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez comment vous vous êtes vues.")},
    )

    def __init__(self, *args: Any, opened_on: date, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.opened_on, self.today = opened_on, today

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if not self.opened_on <= held_on <= self.today + timedelta(days=1):
            raise forms.ValidationError(_("La date doit être comprise entre le début du binôme et aujourd’hui."))
        return held_on


class CircleMeetingForm(MeetingForm):
    """The same for a circle: who was there too. Its cleaned `present` are members."""

    present = forms.MultipleChoiceField(
        label=gettext_lazy("Qui était là ?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins deux personnes : qui était là ?")},
    )

    def __init__(self, *args: Any, members: Sequence[CircleMember], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.members = {member.enrolment.code: member for member in members}
        self.fields["present"].choices = [
            (code, member.enrolment.person.first_name) for code, member in self.members.items()
        ]

    def clean_present(self) -> list[CircleMember]:
        present = [self.members[code] for code in self.cleaned_data["present"]]
        if len(present) < 2:
            raise forms.ValidationError(_("Cochez au moins deux personnes : qui était là ?"))
        return present


class FitForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=Fit.choices,
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez une des trois réponses, ou laissez pour plus tard.")},
    )


class CircleFitForm(FitForm):
    """The same question about her circle."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (value, _("Ce n’est pas le bon cercle") if value == Fit.NOT_RIGHT else said) for value, said in Fit.choices
        ]


class RevealForm(forms.Form):
    """What she shows her partner: hers alone to choose."""

    fields_shown = forms.MultipleChoiceField(
        label=gettext_lazy("Je montre"), widget=forms.CheckboxSelectMultiple, required=False
    )
    after_closing = forms.BooleanField(
        label=gettext_lazy("Laisser ces coordonnées visibles après la clôture"), required=False
    )

    def __init__(self, *args: Any, own: Card, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["fields_shown"].choices = reveal_choices(own)


class CircleRevealForm(RevealForm):
    """The same for the people of her circle, for as long as she is in it."""

    after_closing = None


class ProlongForm(forms.Form):
    months = forms.TypedChoiceField(
        label=gettext_lazy("De combien de temps ?"),
        coerce=int,
        choices=[(1, gettext_lazy("1 mois")), (3, gettext_lazy("3 mois")), (6, gettext_lazy("6 mois"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez une durée.")},
    )


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi clore maintenant ?"),
        choices=[(reason.value, reason.label) for reason in MEMBER_CLOSE_REASONS],
        widget=BoxedRadios,
        error_messages={"required": gettext_lazy("Choisissez la raison de la clôture.")},
    )


class DeclineProposalForm(forms.Form):
    reason = Words(
        label=gettext_lazy("Pourquoi, si vous voulez le dire"),
        help_text=gettext_lazy("Lu par les responsables du programme, et par personne d’autre."),
        required=False,
        max_length=300,
        rows=3,
    )


class CommentForm(forms.Form):
    body = Words(
        label=gettext_lazy("Un mot sur cet accompagnement"),
        error_messages={"required": gettext_lazy("Écrivez votre mot, ou quittez cette page sans rien laisser.")},
    )
    shared = forms.BooleanField(label=gettext_lazy("Le partager avec elle"), required=False)


class CapacityForm(forms.Form):
    capacity = forms.TypedChoiceField(
        label=gettext_lazy("Combien de personnes à la fois ?"),
        coerce=int,
        widget=forms.Select(attrs={"class": "w-s"}),
        error_messages={"invalid_choice": gettext_lazy("Choisissez un nombre dans la liste.")},
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [(number, str(number)) for number in range(1, most + 1)]


class PauseForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Revenir automatiquement le"),
        help_text=gettext_lazy("Sans date, la pause dure jusqu’à ce que vous reveniez."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w-m"}),
        error_messages={"invalid": gettext_lazy("Écrivez une date, par exemple 26/11/2026.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("Choisissez une date à venir."))
        return until

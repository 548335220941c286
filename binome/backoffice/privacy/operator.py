"""What the legal pages still miss, and the form that completes them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from binome.privacy.models import OperatorDetails
from binome.privacy.operator import CONTACT, IDENTITY, details_of, missing, save_details
from binome.privacy.rights import unanswered
from binome.programmes.actions import choose_contact_email

from ..access import administrator_required
from ..desk import desk

#: The form in parts: heading, fields.
PARTS = (
    (gettext_lazy("L’organisme"), ("contact_email", "name", "legal_form", "address", "phone", "email", "registration",
                                   "publication_director")),
    (gettext_lazy("L’hébergement et les e-mails"), ("host_name", "host_address", "host_phone", "mail_provider",
                                                    "other_processors", "transfers", "transfers_detail")),
    (gettext_lazy("Les données personnelles"), ("privacy_contact", "has_dpo", "authority", "backups_kept_days")),
    (gettext_lazy("L’accessibilité"), ("conformity", "audited_on", "audited_by", "audit_rate", "audit_failings")),
)  # fmt: skip


class OperatorForm(forms.ModelForm):
    """Every field may wait: what is blank is said as such on the legal pages."""

    contact_email = forms.EmailField(
        label=gettext_lazy("Adresse de contact du programme"),
        help_text=gettext_lazy("Celle que montrent les pages du site, quand quelqu’un est bloqué."),
        error_messages={"required": gettext_lazy("Écrivez une adresse : les pages la montrent.")},
    )

    class Meta:
        model = OperatorDetails
        fields = [name for _heading, names in PARTS for name in names if name != "contact_email"]
        widgets = {"audited_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")} | {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("address", "host_address", "other_processors", "transfers_detail", "privacy_contact",
                         "authority", "audit_failings")
        }  # fmt: skip
        help_texts = {
            "legal_form": gettext_lazy("Par exemple : association déclarée, régie par la loi du 1er juillet 1901."),
            "registration": gettext_lazy("SIREN, numéro RNA ou RCS et capital social, s’il y en a un."),
            "publication_director": gettext_lazy("La personne qui répond de ce que le site publie."),
            "mail_provider": gettext_lazy("Son nom et son pays. Votre propre serveur ? Écrivez-le."),
            "other_processors": gettext_lazy("Un par ligne : nom, rôle, pays."),
            "privacy_contact": gettext_lazy("Une adresse où l’on répond dans le mois."),
            "backups_kept_days": gettext_lazy("Ni plus ni moins que ce que vous faites réellement."),
            "conformity": gettext_lazy("Sans audit en cours de validité, un site est non conforme au sens du RGAA."),
            "audit_failings": gettext_lazy("Ce que l’audit a trouvé, en phrases. Le Markdown est accepté."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audit_rate"].max_value = self.fields["audit_rate"].widget.attrs["max"] = 100
        if not self.instance.programme.is_home:  # the rest is said once, by who runs the site
            for name in set(self.fields) - {"contact_email", *IDENTITY, *CONTACT}:
                del self.fields[name]

    def clean_audit_rate(self) -> int | None:
        rate = self.cleaned_data["audit_rate"]
        if rate is not None and rate > 100:
            raise forms.ValidationError(_("Une part se compte de 0 à 100."))
        return rate

    def clean_backups_kept_days(self) -> int | None:
        days = self.cleaned_data["backups_kept_days"]
        if days == 0:
            raise forms.ValidationError(_("Une sauvegarde gardée zéro jour n’en est pas une : comptez au moins 1."))
        return days

    def parts(self) -> list[tuple[object, list[forms.BoundField]]]:
        parts = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in PARTS]
        return [(heading, fields) for heading, fields in parts if fields]


@require_safe
@administrator_required
def privacy_desk(request: HttpRequest) -> HttpResponse:
    """« Ce qu’il manque », and the way to everything about personal data."""
    due = list(unanswered(request.programme).values_list("due_on", flat=True))
    context = desk(request, "privacy-desk") | {
        "missing": missing(request.programme),
        "to_answer": len(due),
        "late": sum(day < timezone.localdate() for day in due),
    }
    return render(request, "backoffice/privacy/desk.html", context)


@administrator_required
def operator_details(request: HttpRequest) -> HttpResponse:
    details = details_of(request.programme)
    form = OperatorForm(
        request.POST or None, instance=details, initial={"contact_email": request.programme.contact_email}
    )
    if request.method == "POST" and form.is_valid():
        changes, done = dict(form.cleaned_data), {"by": request.user, "now": timezone.now()}
        choose_contact_email(programme=request.programme, email=changes.pop("contact_email"), **done)
        save_details(programme=request.programme, changes=changes, **done)
        left = len(missing(request.programme))
        messages.success(request, _after(left))
        return redirect("privacy-desk")
    context = desk(request, "privacy-desk") | {"form": form}
    return render(request, "backoffice/privacy/operator.html", context, status=422 if form.errors else 200)


def _after(left: int) -> str:
    if not left:
        return _("C’est enregistré. Les pages légales sont complètes.")
    return ngettext(
        "C’est enregistré. Il manque encore un élément.", "C’est enregistré. Il manque encore %(count)d éléments.", left
    ) % {"count": left}

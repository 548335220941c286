"""Who is invited and who takes part, in her perimeter: the funnel, the list, inviting, reminding (N11).

Of her perimeter, people are named wholly, so that two of the same first name are told apart: the shield names them,
and journals the reading of each page (N1, N16).
"""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from binome.core.languages import text_language
from binome.core.moves import MoveRefused
from binome.mentoring.actions.leaving import end_participation
from binome.mentoring.identity import by_declared_name, names_for
from binome.programmes import actions
from binome.programmes.actions.inviting import ask_invitations
from binome.programmes.models import Affiliation, Cohort, Enrolment, EnrolmentState, Invitation
from binome.programmes.queries import funnel_of, invitable, previous_of
from binome.programmes.queries import participants as people_of

from ..access import pilot_required
from ..pilot import pilot
from .frame import act, chosen_cohort, show

PAGE = 50
#: So many letters the page waits for; beyond, the worker writes them, so many at most.
AT_ONCE, MOST_INVITED = 50, 20_000
STAGES = {
    "": gettext_lazy("Toutes"),
    "invited": gettext_lazy("Sans réponse"),
    "declined": gettext_lazy("Ont décliné"),
    "incomplete": gettext_lazy("Réponses à compléter"),
    "complete": gettext_lazy("Prêtes"),
    "waiting": gettext_lazy("En liste d’attente"),
    "gone": gettext_lazy("Ont quitté leur organisation"),
}


@pilot_required
@require_safe
def participant_list(request: HttpRequest) -> HttpResponse:
    """The funnel of her perimeter and its people."""
    cohort = chosen_cohort(request)
    if cohort is None:
        return show(
            request, "backoffice/promotions/participants.html", {"cohort": None, **pilot(request, "participant-list")}
        )
    stage = request.GET.get("etape", "")
    rows = people_of(request.perimeter, cohort, stage=stage if stage in STAGES else "")
    page = _named_page(request, rows)
    context = {
        "cohort": cohort, "page": page, "stage": stage, "funnel": funnel_of(request.perimeter, cohort),
        "stages": [(key, said, key == stage) for key, said in STAGES.items()], **pilot(request, "participant-list"),
    }  # fmt: skip
    return show(request, "backoffice/promotions/participants.html", context)


def _named_page(request: HttpRequest, rows: QuerySet[Affiliation]) -> Page:
    """One page of these people of hers, each with her `name`, in the order of their family names."""
    page = Paginator(by_declared_name(rows), PAGE).get_page(request.GET.get("page"))
    people = [row.person for row in page.object_list]
    names = names_for(viewer=request.user, perimeter=request.perimeter, people=people, now=timezone.now())
    for row in page.object_list:
        row.name = names[row.person_id]
    return page


class InviteForm(forms.Form):
    """Whom: everyone of the perimeter, an entity, or the people ticked."""

    role = forms.ChoiceField(label=gettext_lazy("Pour quelle place ?"), widget=forms.RadioSelect)
    whom = forms.ChoiceField(
        label=gettext_lazy("Qui inviter ?"),
        widget=forms.RadioSelect,
        choices=[
            ("ticked", gettext_lazy("Les personnes cochées ci-dessous")),
            ("entity", gettext_lazy("Une entité entière, et celles qui en dépendent")),
            ("all", gettext_lazy("Toutes les personnes que vous voyez")),
        ],
        initial="ticked",
    )
    entity = forms.ChoiceField(label=gettext_lazy("L’entité"), required=False)

    def __init__(self, *args: Any, request: HttpRequest, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme, self.previous, self.perimeter = request.programme, previous_of(cohort), request.perimeter
        if self.previous is not None:
            again = _("Qui a participé à %(name)s, à la même place") % {"name": self.previous.name}
            self.fields["whom"].choices = [*self.fields["whom"].choices, ("previous", again)]
        nouns = programme.vocabulary[text_language(request.LANGUAGE_CODE)]
        noun = {"mentor": "mentor", "mentee": "mentee", "peer": "mentee"}
        self.fields["role"].choices = [(role, nouns[noun[role]]["one"]) for role in programme.modality.roles]
        self.fields["role"].initial = programme.modality.roles[0]
        self.entities = {row.code: row for row in request.perimeter.entities()}
        shown = [(code, f"{row.organisation.name}, {row.name}") for code, row in self.entities.items()]
        self.fields["entity"].choices = [("", "—"), *shown]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("whom") == "entity" and not cleaned.get("entity"):
            self.add_error("entity", _("Choisissez l’entité à inviter."))
        return cleaned

    def among(self, rows: QuerySet[Affiliation], ticked: list[str]) -> QuerySet[Affiliation]:
        """Those who were meant, of the people whom she may invite."""
        if self.cleaned_data["whom"] == "entity":
            return rows.filter(entity__lineage__startswith=self.entities[self.cleaned_data["entity"]].lineage)
        if self.cleaned_data["whom"] == "previous":
            here = {"role": self.cleaned_data["role"], "state": EnrolmentState.ACTIVE}
            return rows.filter(person__in=self.perimeter.enrolments(self.previous).filter(**here).values("person"))
        return rows if self.cleaned_data["whom"] == "all" else rows.filter(code__in=ticked)


@pilot_required
def invite(request: HttpRequest) -> HttpResponse:
    """Write to people of her perimeter, who decide for themselves."""
    cohort = chosen_cohort(request)
    if cohort is None:
        raise Http404
    rows, form = invitable(request.perimeter, cohort), InviteForm(request.POST or None, request=request, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.among(rows, request.POST.getlist("people"))[: MOST_INVITED + 1])
        if answer := _send(request, form, cohort, chosen):
            return answer
    page = _named_page(request, rows)
    ticked = set(request.POST.getlist("people"))
    context = {"form": form, "cohort": cohort, "page": page, "ticked": ticked, **pilot(request, "participant-list")}
    return show(request, "backoffice/promotions/invite.html", context, refused=bool(form.errors))


def _send(request: HttpRequest, form: InviteForm, cohort: Cohort, chosen: list[Affiliation]) -> HttpResponse | None:
    if not chosen:
        form.add_error("whom", _("Personne n’est choisi : cochez des noms, ou choisissez une entité."))
        return None
    if len(chosen) > MOST_INVITED:
        form.add_error("whom", _("C’est beaucoup en une fois : invitez une entité après l’autre, 20 000 au plus."))
        return None
    asked = {"cohort": cohort, "affiliations": chosen, "role": form.cleaned_data["role"], "by": request.user}
    try:
        if len(chosen) > AT_ONCE:
            return redirect("job-progress", ask_invitations(**asked, now=timezone.now()).code)
        count = actions.invite_people(**asked, now=timezone.now())
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return None
    said = ngettext("%(count)d invitation part.", "%(count)d invitations partent.", count) % {"count": count}
    return act(request, lambda: None, said, f"{reverse('participant-list')}?promotion={cohort.code}")


@pilot_required
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """One reminder to who hasn't answered, or to who hasn't answered everything, in her perimeter."""
    cohort, now = chosen_cohort(request), timezone.now()
    if cohort is None:
        raise Http404
    if request.POST.get("whom") == "incomplete":
        enrolments = request.perimeter.enrolments(cohort).filter(state=EnrolmentState.ACTIVE, completed_at=None)
        rows = enrolments.select_related("person", "programme", "cohort")
        count = actions.remind_incomplete(cohort=cohort, enrolments=rows, by=request.user, now=now)
    else:
        asked = Invitation.objects.filter(cohort=cohort, affiliation__in=request.perimeter.affiliations())
        invitations = asked.select_related("cohort__programme", "affiliation__person")
        count = actions.remind_invited(cohort=cohort, invitations=invitations, by=request.user, now=now)
    none = _("Personne à relancer : un rappel ne part qu’une semaine après.")
    said = ngettext("%(count)d rappel part.", "%(count)d rappels partent.", count) % {"count": count}
    return act(request, lambda: None, said if count else none, f"{reverse('participant-list')}?promotion={cohort.code}")


@pilot_required
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """An invitation sent by mistake, to someone of her perimeter."""
    rows = Invitation.objects.filter(cohort__programme=request.programme, code=code)
    row = rows.filter(affiliation__in=request.perimeter.affiliations()).select_related("cohort").first()
    if row is None:
        raise Http404
    there = f"{reverse('participant-list')}?promotion={row.cohort.code}"
    return act(request, lambda: actions.withdraw_invitation(invitation=row, by=request.user, now=timezone.now()),
               _("L’invitation est retirée : son lien n’ouvre plus rien."), there)  # fmt: skip


@pilot_required
@require_POST
def decide_leaver(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody of her perimeter left her organisation and still takes part: keep her, or end her part (`sort`)."""
    rows = Enrolment.objects.filter(programme=request.programme, code=code).exclude(cohort=None)
    rows = rows.filter(affiliation__in=request.perimeter.affiliations())
    enrolment = get_object_or_404(rows.select_related("person", "programme", "cohort", "affiliation"))
    keeps = request.POST.get("sort") == "garder"
    move = actions.keep_leaver if keeps else end_participation
    kept, ended = _("Elle continue, avec la personne qu’elle a."), _("Sa participation est terminée ; elle le sait.")
    there = f"{reverse('participant-list')}?promotion={enrolment.cohort.code}&etape=gone"

    def decide() -> None:
        move(enrolment=enrolment, by=request.user, now=timezone.now())

    return act(request, decide, kept if keeps else ended, there)

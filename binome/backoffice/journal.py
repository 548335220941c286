"""The journal in plain words: what was done, when, by whom as a kind of person, never by name."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from binome.core.models import JournalEntry
from binome.library.models import Article, Testimony
from binome.mentoring.identity import STAFF_REASONS
from binome.mentoring.models import MentoringRequest, Pair
from binome.mentoring.queries.ties import involved_with
from binome.people.models import User
from binome.privacy.journal_words import SENTENCES
from binome.programmes.models import Cohort, Enrolment, Programme, StaffRole
from binome.support.models import Case, HandoverNote, TeamMessage
from binome.support.queries import cases_for, messages_for

from .access import staff_required
from .desk import desk, page_of
from .fields import NO_DAY, day_field

#: Pages that an entry can lead to, by the kind of its object.
PAGES = {
    "user": "profile-review", "case": "case-detail", "teammessage": "message-detail", "testimony": "testimony-review",
}  # fmt: skip

#: What belongs to one programme and is named in the journal by its code.
OF_PROGRAMMES = (MentoringRequest, Pair, Case, TeamMessage, HandoverNote, Article, Testimony, Cohort, Enrolment)


class JournalForm(forms.Form):
    """Which entries to show."""

    acte = forms.ChoiceField(label=gettext_lazy("Acte"), required=False)
    jour = day_field(
        gettext_lazy("Jour"),
        required=False,
        # At either end of the calendar a day has no beginning in another zone.
        validators=[MinValueValidator(date(1900, 1, 1), NO_DAY), MaxValueValidator(date(9000, 1, 1), NO_DAY)],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        acts = sorted(SENTENCES.items(), key=lambda act: str(act[1]))
        self.fields["acte"].choices = [("", _("Tous les actes")), *acts]


def readable(*, programme, moderator: User) -> QuerySet[JournalEntry]:
    """Without what was done about her or someone she is involved with: it would say who reported whom (N12)."""
    involved = involved_with(moderator).values("code")
    hidden_cases = Case.objects.exclude(pk__in=cases_for(programme=programme, moderator=moderator).values("pk"))
    hidden_words = TeamMessage.objects.exclude(
        pk__in=messages_for(programme=programme, moderator=moderator).values("pk")
    )
    rows = JournalEntry.objects.exclude(Q(object_code__in=involved) & ~Q(actor_code=moderator.code))
    rows = rows.exclude(Q(actor_code__in=involved) & ~Q(actor_code=moderator.code))
    rows = rows.exclude(object_code__in=hidden_cases.values("code"))
    return rows.exclude(object_code__in=hidden_words.values("code"))


def told_in(programme: Programme) -> Q:
    """Which entries the team of this programme reads: of another programme, nothing.

    The open platform's team reads what belongs to no programme of organisations; another team, what names a row of its
    own programme, or a person who takes part in it and not in the open platform.
    """
    home = programme.is_home
    whose = Q(programme__is_home=False) if home else Q(programme=programme)
    found = Q()
    for model in OF_PROGRAMMES:
        found |= Q(object_code__in=model.objects.filter(whose).values("code"))
    here = Enrolment.objects.filter(whose).values("person")
    people = User.objects.filter(pk__in=here).exclude(enrolments__programme__is_home=True)
    found |= Q(object_code__in=people.values("code"))
    return ~found if home else found


@require_safe
@staff_required
def journal(request: HttpRequest) -> HttpResponse:
    form = JournalForm(request.GET)
    rows = readable(programme=request.programme, moderator=request.user).filter(told_in(request.programme))
    rows = rows.order_by("-at", "-pk")
    if form.is_valid():
        rows = _chosen(rows, form.cleaned_data["acte"], form.cleaned_data["jour"])
    team = StaffRole.objects.filter(programme=request.programme, person__code=OuterRef("actor_code"))
    context = desk(request, "journal") | page_of(request, rows.annotate(by_team=Exists(team)), size=50)
    context |= {"form": form, "lines": [_line(entry, me=request.user.code) for entry in context["rows"]]}
    return render(request, "backoffice/journal.html", context)


def _chosen(rows: QuerySet[JournalEntry], verb: str, day) -> QuerySet[JournalEntry]:
    if verb:
        rows = rows.filter(verb=verb)
    if day:
        start = timezone.make_aware(datetime.combine(day, time()))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows


def _line(entry: JournalEntry, *, me: str) -> dict[str, object]:
    """One entry in words, with the page where it leads."""
    if entry.actor_code == me:
        who = _("Vous")
    elif entry.by_team:
        who = _("L’équipe")
    else:
        who = _("Une membre") if entry.actor_code else _("Le site")
    page = PAGES.get(entry.object_kind)
    opens = page and (entry.object_kind != "user" or entry.verb.startswith(("profile_", "identity_opened", "refusal_")))
    return {
        "at": entry.at,
        "who": who,
        "what": SENTENCES.get(entry.verb, entry.verb),
        "reason": STAFF_REASONS.get(entry.data.get("reason", ""), "") if entry.verb == "identity_opened" else "",
        "url": reverse(page, args=[entry.object_code]) if opens else "",
    }

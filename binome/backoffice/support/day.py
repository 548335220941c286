"""A moderator's day on one page, a telephone's too: what waits, what is late, who lacks a mentor, colleagues' notes.

This page names nobody: who is late or silent is on the lists behind it (`backoffice.mentoring`), which are journalled.
"""

from django import forms
from django.contrib import messages
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from binome.core.languages import text_language
from binome.mentoring.actions import call_mentors as call
from binome.mentoring.actions import to_call
from binome.mentoring.queries import balance, late_requests, sleeping_pairs
from binome.programmes.queries import to_attest
from binome.support import actions
from binome.support.lifecycle import CaseState
from binome.support.models import Case, HandoverNote
from binome.support.queries import cases_for, messages_for, stuck_appeals
from binome.ui.fields import Words

from ..access import staff_required
from ..desk import count_of, desk, figure
from ..people.waiting import to_check

NOTES_SHOWN = 20
#: Pages that show the notes too.
WITH_NOTES = frozenset({"late-requests", "sleeping-pairs"})


class NoteForm(forms.Form):
    """A short note to the colleagues who come after."""

    body = Words(
        label=gettext_lazy("Une note pour la suite"),
        help_text=gettext_lazy("Toute l’équipe la lit : ni nom, ni détail d’un dossier."),
        max_length=600,
        rows=3,
        missing=gettext_lazy("Écrivez votre note."),
        too_long=gettext_lazy("Votre note est trop longue : %(limit_value)s signes au plus."),
    )


def _figures(request: HttpRequest) -> dict[str, object]:
    """Since when the oldest of each kind waits, and what is late."""
    who, now = {"programme": request.programme, "moderator": request.user}, timezone.now()
    late, asleep = late_requests(**who, now=now), sleeping_pairs(**who, now=now)
    cases = cases_for(**who)
    appeals = Case.objects.filter(programme=request.programme, state=CaseState.APPEALED)
    return {
        "profiles_since": figure(to_check(**who), Min("person__profile__waiting_since")),
        "cases_since": figure(cases.still_open(), Min("opened_at")),
        "cases_late": count_of(cases.late(timezone.localdate(now))),
        "appeals": count_of(appeals),
        "messages_since": figure(messages_for(**who).unanswered(), Min("written_at")),
        "requests_late": count_of(late),
        "attestations": count_of(to_attest(request.programme)),
        "requests_since": figure(late, Min("sent_at")),
        "pairs_asleep": count_of(asleep),
        "pairs_since": figure(asleep, Min("last_sign_at")),
    }


@require_safe
@staff_required
def moderators_day(request: HttpRequest) -> HttpResponse:
    return _show(request, NoteForm())


def _show(request: HttpRequest, form: NoteForm) -> HttpResponse:
    names = _labels(request)
    sectors = [(row, names[row.slug]) for row in balance(programme=request.programme) if row.mentors or row.searching]
    context = desk(request, "moderators-day", **_figures(request)) | {
        "sectors": sectors,
        "notes": notes_of(request),
        "form": form,
        "now": timezone.now(),
    }
    context["stuck"] = _stuck(request) if context["figures"]["appeals"] else 0
    return render(request, "backoffice/day.html", context, status=422 if form.errors else 200)


def _stuck(request: HttpRequest) -> int:
    """Appeals that nobody may answer: an administrator knows of all, a moderator of those that don't involve her."""
    rows = stuck_appeals(request.programme)
    if not request.membership.is_administrator:
        hers = cases_for(programme=request.programme, moderator=request.user)
        rows = rows.filter(pk__in=hers.values("pk"))
    return rows.count()


def _after(request: HttpRequest) -> str:
    """The page where the note was left or taken away."""
    name = request.POST.get("after", "")
    return name if name in WITH_NOTES else "moderators-day"


def notes_of(request: HttpRequest) -> QuerySet[HandoverNote]:
    return HandoverNote.objects.filter(programme=request.programme).select_related("author")[:NOTES_SHOWN]


def _labels(request: HttpRequest) -> dict[str, str]:
    language = text_language(request.LANGUAGE_CODE)
    return {row["slug"]: row[language] for row in request.programme.sectors}


@staff_required
def leave_note(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("moderators-day")
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    actions.leave_note(programme=request.programme, by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Votre note est là pour toute l’équipe."))
    return redirect(_after(request))


@require_POST
@staff_required
def remove_note(request: HttpRequest, code: str) -> HttpResponse:
    note = HandoverNote.objects.filter(programme=request.programme, code=code).first()
    if note is not None:
        actions.remove_note(note=note, by=request.user, now=timezone.now())
    return redirect(_after(request))


@staff_required
def call_mentors(request: HttpRequest, sector: str) -> HttpResponse:
    """Said before it is sent: to how many, and how often at most."""
    label, now = _labels(request).get(sector), timezone.now()
    if label is None:
        raise Http404
    if request.method == "POST":
        sent = call(programme=request.programme, sector=sector, by=request.user, now=now)
        said = ngettext("%(count)d e-mail est parti.", "%(count)d e-mails sont partis.", sent) % {"count": sent}
        messages.success(
            request, said if sent else _("Personne à appeler : ce secteur l’a été il y a moins d’un mois.")
        )
        return redirect("moderators-day")
    count = len(to_call(programme=request.programme, sector=sector, now=now))
    text = ngettext(
        "Un e-mail facultatif partira vers %(count)d personne de ce secteur. Chacune en reçoit un par mois au plus.",
        "Un e-mail facultatif partira vers %(count)d personnes de ce secteur. Chacune en reçoit un par mois au plus.",
        count,
    )
    mentors = request.programme.vocabulary[text_language(request.LANGUAGE_CODE)]["mentor"]["many"]
    context = {
        "title": _("Appeler des %(mentors)s : %(sector)s") % {"mentors": mentors, "sector": label},
        "text": text % {"count": count},
        "action": request.path,
        "label": _("Envoyer l’appel"),
        "look": "btn-primary",
        "cancel_url": reverse("moderators-day"),
        "cancel_label": _("Ne rien envoyer"),
    }
    return render(request, "ui/confirm.html", context)

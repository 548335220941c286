"""How far a job is: what its asker reads while the worker does it, and what came of it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from binome.core.jobs import UNDER_WAY
from binome.core.models import Job

from ..access import pilot_required
from ..pilot import pilot


def _imported(job: Job) -> str:
    """Those who are noted as gone too: the preview counted them."""
    count, left = job.figures["count"], job.figures["left"]
    said = ngettext("%(count)d personne est enregistrée.", "%(count)d personnes sont enregistrées.", count)
    gone = ngettext("%(count)d est notée comme partie.", "%(count)d sont notées comme parties.", left)
    return " ".join([said % {"count": count}, gone % {"count": left}] if left else [said % {"count": count}])


def _invited(job: Job) -> str:
    count = job.figures["count"]
    return ngettext("%(count)d invitation part.", "%(count)d invitations partent.", count) % {"count": count}


def _published(job: Job) -> str:
    """Where both accept, each is asked first."""
    count = job.figures["count"]
    if job.data.get("asks"):
        said = ngettext("C’est envoyé : %(count)d proposition.", "C’est envoyé : %(count)d propositions.", count)
    elif job.data.get("circles"):
        said = ngettext("C’est publié : %(count)d cercle.", "C’est publié : %(count)d cercles.", count)
    else:
        said = ngettext("C’est publié : %(count)d binôme.", "C’est publié : %(count)d binômes.", count)
    return said % {"count": count}


def _participants(job: Job) -> str:
    return f"{reverse('participant-list')}?promotion={job.about}"


#: kind: its title, what came of it in words, the tab where it stands, the page that comes next.
KINDS: dict[str, tuple[Any, Callable[[Job], str], str, Callable[[Job], str]]] = {
    "import_directory": (
        gettext_lazy("Import d’un annuaire"), _imported, "people-list", lambda job: reverse("people-list"),
    ),
    "invite_people": (gettext_lazy("Envoi des invitations"), _invited, "participant-list", _participants),
    "publish_match": (
        gettext_lazy("Publication"), _published, "current-match-board",
        lambda job: reverse("match-board", args=[job.about]),
    ),
}  # fmt: skip
STAGES = {
    "": gettext_lazy("en file d’attente"),
    "reading": gettext_lazy("lecture du fichier"),
    "letters": gettext_lazy("écriture des e-mails"),
    "writing": gettext_lazy("enregistrement"),
}


@require_safe
@pilot_required
def job_progress(request: HttpRequest, code: str) -> HttpResponse:
    """Hers alone, in the programme where she asked for it."""
    hers = Job.objects.filter(by_code=request.user.code, data__programme=request.programme.slug, kind__in=KINDS)
    job = get_object_or_404(hers, code=code)
    title, words, tab, following = KINDS[job.kind]
    context = pilot(request, tab) | {
        "job": job,
        "title": title,
        "under_way": job.state in UNDER_WAY,
        "stage": STAGES[job.stage],
        "outcome": words(job) if job.state == "done" else "",
        "following": following(job),
        "label": _("Continuer"),
    }
    return render(request, "backoffice/organisations/job.html", context)

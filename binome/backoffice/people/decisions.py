"""A decision on a profile: its form, whether it may still be made, making it, and the next profile to read."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from binome.mentoring.actions import approve_member, restore_profile
from binome.people import actions
from binome.people.actions import MoveRefused
from binome.programmes.models import Enrolment

from .dossier import Dossier
from .forms import ChangeForm, PublishForm, RefusalForm, SecondOpinionForm
from .waiting import free_to_take
from .words import DONE, REQUESTS, ready_message, refusal_message, success

#: A colleague may be taking the same profile at this instant: how many to try before giving up.
TRIES = 10


class Decision:
    """`verb` is what she chose, or nothing when the page is only read. Her words are in its forms."""

    def __init__(self, request, dossier: Dossier, verb: str = ""):
        self.request, self.dossier, self.verb = request, dossier, verb
        first_name = dossier.person.first_name
        self.forms: dict[str, forms.Form] = {
            "publish": self._form(PublishForm, {"approve"}),
            "change": self._form(ChangeForm, {"ask_change", "restore"}, self._ready(), first_name=first_name),
            "second": self._form(SecondOpinionForm, {"escalate"}, prefix="second"),
            "refusal": self._form(
                RefusalForm, {"refuse"}, refusal_message(dossier.person), first_name=first_name, prefix="refusal"
            ),
        }

    def _form(self, kind: type[forms.Form], verbs: set[str], message: str = "", **options: object) -> forms.Form:
        if self.verb in verbs:
            return kind(self.request.POST, **options)
        return kind(initial={"message": message}, **options)

    def _ready(self) -> str:
        """The message about what was found, or about what she asks for in the address."""
        asked = self.request.GET.get("mot")
        kinds = [asked] if asked in REQUESTS else self.dossier.kinds
        return ready_message(self.dossier.person, kinds)

    @property
    def form(self) -> forms.Form | None:
        names = {"approve": "publish", "ask_change": "change", "restore": "change", "escalate": "second",
                 "refuse": "refusal"}  # fmt: skip
        return self.forms.get(names.get(self.verb, ""))

    @property
    def is_possible(self) -> bool:
        return self.verb in self.dossier.decisions

    @property
    def is_stale(self) -> bool:
        """She decides about a profile that changed while she was reading it."""
        return self.request.POST.get("seen") != self.dossier.seen

    @property
    def is_already_hers(self) -> bool:
        last = self.dossier.reviews[0] if self.dossier.reviews else None
        return last is not None and last.verb == self.verb and last.by_id == self.request.user.pk

    @property
    def what_happened(self) -> str:
        """Who was faster, and what she decided."""
        last = self.dossier.reviews[0] if self.dossier.reviews else None
        if self.dossier.why_not or last is None or last.by is None or last.by_id == self.request.user.pk:
            return self.dossier.why_not or _("Ce profil n’attend plus cette décision.")
        words = {"name": last.by.first_name, "done": DONE[last.verb]}
        return _("%(name)s a été plus rapide que vous : %(done)s. Votre décision n’a rien changé.") % words

    @property
    def done(self) -> str:
        return success(self.verb, self.dossier.person)

    def is_complete(self) -> bool:
        """All that this decision needs is there; what is missing is an error of its form."""
        return self.form is None or self.form.is_valid()

    def make(self, *, now: datetime) -> None:
        who = {"profile": self.dossier.profile, "by": self.request.user, "now": now}
        words = self.form.cleaned_data if self.form is not None else {}
        seen = self.dossier.seen
        match self.verb:
            case "approve":
                approve_member(**who)
            case "ask_change":
                actions.ask_profile_change(**who, message=words["message"])
            case "refuse":
                actions.refuse_profile(**who, reason=words["reason"], message=words["message"])
            case "escalate":
                actions.escalate_profile(**who, message=words["message"])
            case "confirm":
                actions.confirm_recheck(**who, seen=seen)
            case "restore":
                restore_profile(**who, message=words["message"], seen=seen)

    def context(self) -> dict[str, object]:
        return {
            "decision_form": self.form,
            "publish_form": self.forms["publish"],
            "change_form": self.forms["change"],
            "second_form": self.forms["second"],
            "refusal_form": self.forms["refusal"],
            "verb": self.verb,
            "messages_ready": REQUESTS,
        }


def take_first(request, *, now: datetime) -> Enrolment | None:
    """The oldest profile that nobody reads, now hers; the next one if a colleague was faster."""
    rows = free_to_take(programme=request.programme, moderator=request.user, now=now)
    for enrolment in rows[:TRIES]:
        try:
            actions.take_profile(profile=enrolment.person.profile, by=request.user, now=now)
        except MoveRefused:
            continue
        return enrolment
    return None

"""The mentor's side of a request: ask a question back, accept, decline. Each verb is a page of its own and its POST."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.mentoring import actions, identity, queries
from binome.mentoring.lifecycle import DeclineReason, State
from binome.mentoring.models import MentoringRequest

from ...context import vocabulary
from ..forms import AcceptForm, DeclineForm, QuestionForm
from .requests import READ_OR_POST, own_request_or_404
from .space import shown_words


def _received_or_404(request, code: str) -> MentoringRequest:
    return own_request_or_404(request, code, mentor=request.user)


def _page(request, row: MentoringRequest, template: str, form, **context):
    status = 422 if form.is_bound else 200
    return render(request, template, {"row": row, "form": form, "now": timezone.now(), **context}, status=status)


@READ_OR_POST
def ask_question(request, code):
    """One question back before deciding."""
    row = _received_or_404(request, code)
    if request.method != "POST":
        if row.state != State.SENT or row.question_asked_at:
            return redirect("request-detail", code)
        return _page(request, row, "mentoring/request_question.html", QuestionForm())
    form = QuestionForm(request.POST, own=identity.card(viewer=request.user, person=request.user))
    if not form.is_valid():
        return _page(request, row, "mentoring/request_question.html", form)
    try:
        actions.ask_question(mentoring_request=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Votre question est partie. Vous serez prévenue de la réponse."))
    return redirect("request-detail", code)


@READ_OR_POST
def accept_request(request, code):
    """Accept: a word, what she shows of herself, and a pause if she wants no other request for now (A11)."""
    row = _received_or_404(request, code)
    own = identity.card(viewer=request.user, person=request.user)
    posted = request.method == "POST"
    form = AcceptForm(request.POST, own=own) if posted else AcceptForm(own=own, initial={"reveal": ["email"]})
    if not posted or not form.is_valid():
        if row.state != State.SENT:
            return redirect("request-detail", code)
        capacity = queries.capacity_of(request.membership.enrolment)
        will_see = ", ".join(shown_words(row.will_reveal))
        return _page(request, row, "mentoring/request_accept.html", form, capacity=capacity, will_see=will_see)
    try:
        pair = actions.accept_request(mentoring_request=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        row = _received_or_404(request, code)
        if row.state == State.ACCEPTED:  # a double click: the first one opened the pair
            return redirect("pair-detail", row.pair.code)
        messages.error(request, str(refusal))
        return redirect("request-detail", code)
    words = _("Votre %(pair)s avec %(name)s est formé. Elle en est prévenue par e-mail.")
    messages.success(request, words % {"name": row.mentee.first_name, "pair": vocabulary(request)["pair"]["one"]})
    return redirect("pair-detail", pair.code)


@READ_OR_POST
def decline_request(request, code):
    """A polite no, from a text she changes as she likes. `?modele=` starts from another one."""
    row = _received_or_404(request, code)
    if request.method == "POST":
        form = DeclineForm(request.POST, own=identity.card(viewer=request.user, person=request.user))
        if form.is_valid():
            return _decline(request, row, form)
    else:
        reason = request.GET.get("modele", "")
        reason = reason if reason in DeclineReason.values else ""
        form = DeclineForm(initial={"reason": reason, "reply": _polite(row, reason)})
    if row.state != State.SENT:
        return redirect("request-detail", code)
    models = [(DeclineReason.TIME, _("Manque de temps")), (DeclineReason.TOPIC, _("Pas le bon sujet")),
              (DeclineReason.RELATION, _("Un lien nous gêne"))]  # fmt: skip
    return _page(request, row, "mentoring/request_decline.html", form, models=models)


def _decline(request, row: MentoringRequest, form: DeclineForm):
    try:
        actions.decline_request(mentoring_request=row, by=request.user, now=timezone.now(), **form.cleaned_data)
    except actions.MoveRefused as refusal:
        row.refresh_from_db()
        if row.state != State.DECLINED:
            messages.error(request, str(refusal))
    else:
        words = _("Votre réponse est partie. %(name)s peut maintenant s’adresser à une autre personne.")
        messages.success(request, words % {"name": row.mentee.first_name})
    return redirect("request-detail", row.code)


def _polite(row: MentoringRequest, reason: str) -> str:
    """A text to start from: thanks, the no, and what comes next. It never says more than she chose."""
    middle = {
        DeclineReason.TIME: _(
            "En ce moment, je ne pourrais pas vous donner le temps que votre projet mérite, et je préfère vous le dire "
            "tout de suite."
        ),
        DeclineReason.TOPIC: _(
            "Je ne crois pas être la bonne personne pour ce que vous cherchez : d’autres, ici, connaissent ce sujet "
            "mieux que moi."
        ),
        DeclineReason.RELATION: _(
            "Nos chemins sont trop proches pour que vous puissiez me parler librement, et cette liberté compte."
        ),
    }.get(reason, _("Cette fois, je ne peux pas vous accompagner."))
    hello = _("Bonjour %(name)s,") % {"name": row.mentee.first_name}
    thanks = _("Merci de votre confiance : j’ai lu votre demande avec attention.")
    wish = _("Je vous souhaite de trouver bientôt celle qui fera ce bout de chemin avec vous.")
    return "\n\n".join([hello, f"{thanks} {middle}", wish, row.mentor.first_name])

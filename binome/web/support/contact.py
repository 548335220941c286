"""Anyone writes to the team (A22).

Against robots: a field that people leave empty, a moment to write, limits by address and by IP; no third party.
"""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from binome.support import actions, tokens
from binome.support.actions import MoveRefused
from binome.support.models import TeamMessage

from .forms import AgainForm, ContactForm


@login_not_required
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """The form. A member has her own page, where the answer comes."""
    if request.user.is_authenticated:
        return redirect("write-to-team")
    form, refused = ContactForm(request.POST or None, now=timezone.now()), 422
    if request.method == "POST" and form.is_valid():
        words = form.words()
        if not consume(request, action="contact", key=words["email"].lower()):
            form.add_error(None, _("Beaucoup de messages partent d’ici en ce moment. Réessayez dans une heure."))
            refused = 429
        else:
            try:
                actions.contact_team(
                    programme=request.programme, language=request.LANGUAGE_CODE, now=timezone.now(), **words
                )
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
                refused = 429
            else:
                return redirect("contact-sent")
    return render(request, "support/contact.html", {"form": form}, status=refused if form.errors else 200)


@login_not_required
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "support/contact_sent.html")


@login_not_required
@never_cache
def contact_thread(request: HttpRequest, token: str) -> HttpResponse:
    """Her exchange with the team, from the link of a mail."""
    code = tokens.read(token)
    message = TeamMessage.objects.filter(code=code, author=None).first() if code else None
    if message is None:
        return render(request, "support/contact_over.html", status=404)
    form, refused = AgainForm(request.POST or None), 422
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_again(message=message, now=timezone.now(), **form.cleaned_data)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            refused = 429
        else:
            messages.success(request, _("Votre message est parti. Nous vous répondrons par e-mail."))
            return redirect("contact-thread", token)
    context = {"message": message, "replies": list(message.replies.all()), "form": form, "now": timezone.now()}
    return render(request, "support/contact_thread.html", context, status=refused if form.errors else 200)

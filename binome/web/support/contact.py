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
from .sending import send


@login_not_required
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """The form. A member has her own page, where the answer comes."""
    if request.user.is_authenticated:
        return redirect("write-to-team")
    form, now = ContactForm(request.POST or None, now=timezone.now()), timezone.now()

    def contact_team(*, name: str, email: str, subject: str, body: str, **_traps: str) -> None:
        if not consume(request, action="contact", key=email.lower()):
            raise MoveRefused(_("Beaucoup de messages partent d’ici en ce moment. Réessayez dans une heure."))
        words = {"name": name, "email": email, "subject": subject, "body": body}
        actions.contact_team(programme=request.programme, language=request.LANGUAGE_CODE, now=now, **words)

    status = send(form, contact_team)
    if status is None:
        return redirect("contact-sent")
    return render(request, "support/contact.html", {"form": form}, status=status)


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
    form, now = AgainForm(request.POST or None), timezone.now()
    status = send(form, actions.write_again, message=message, now=now)
    if status is None:
        messages.success(request, _("Votre message est parti. Nous vous répondrons par e-mail."))
        return redirect("contact-thread", token)
    context = {"message": message, "replies": list(message.replies.all()), "form": form, "now": now}
    return render(request, "support/contact_thread.html", context, status=status)

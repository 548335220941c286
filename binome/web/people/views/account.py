"""Her own account: her profile, her name, her mails; and photos, whose rule is checked at each access."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from binome.core import addresses, mails
from binome.mentoring.actions import change_profile, is_checked
from binome.mentoring.identity import card
from binome.mentoring.rules import is_published
from binome.people import actions
from binome.people.models import Profile
from binome.people.queries import last_message
from binome.people.rules import notices
from binome.programmes.queries import Membership
from binome.programmes.queries.line_manager import leads_somebody
from binome.web.mentoring.views.space import space_nav

from ..forms import IdentityForm, MailsForm
from ..profile import edit_form


def profile_edit(request: HttpRequest) -> HttpResponse:
    """What the others read of her. Online at once; a moderator reads again what is sensitive."""
    member, asks = request.membership, request.programme.modality.self_service
    if asks and member.is_active and not is_published(member.enrolment):
        return redirect("publish-profile")
    profile = Profile.objects.select_related("person").filter(person=request.user).first()
    if profile is None:
        raise Http404
    role = request.membership.enrolment.role if request.membership.enrolment else ""
    own = card(viewer=request.user, person=request.user)
    form = edit_form(request, profile, role=role, family_name=own.family_name)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_profile(person=request.user, changes=form.changes(), now=timezone.now())
        except actions.MoveRefused as refusal:
            messages.error(request, str(refusal))
        else:
            _say_what_follows(request, changed)
        return redirect("profile-edit")
    context = {
        "form": form,
        "profile": profile,
        "photo_url": reverse("photo", args=[request.user.code]) if profile.photo else "",
        "restored": last_message(profile, "restore"),
        "own": own,
        "checked": is_checked(request.user),
    }
    context |= _nav(request, "profile-edit")
    return render(request, "people/profile_edit.html", context, status=422 if form.errors else 200)


def _nav(request: HttpRequest, current: str) -> dict[str, object]:
    """The navigation of her space, if she has one."""
    return space_nav(request, current=current) if request.membership.has_space else {}


def _say_what_follows(request: HttpRequest, profile: Profile) -> None:
    if profile.recheck_since is None:
        messages.success(request, _("Votre profil est à jour."))
    else:
        messages.success(request, _("Votre modification est en ligne ; une modératrice la relira."))
    texts = {name: getattr(profile, name) for name in ("headline", "quote", "presentation", "path", "city")}
    found = notices(texts, card(viewer=request.user, person=request.user).family_name)
    for advice in dict.fromkeys(notice.advice for notice in found if notice.kind in {"name", "contact"}):
        messages.warning(request, advice)


def identity_edit(request: HttpRequest) -> HttpResponse:
    """Her family name and telephone: hers to correct. Another name asks who she is, and is read by a moderator."""
    own = card(viewer=request.user, person=request.user)
    initial = {"family_name": own.family_name, "phone": own.phone}
    form = IdentityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        renamed = form.cleaned_data["family_name"] != own.family_name
        if renamed:  # she confirms that it is she; then her form goes on by itself
            raise_if_reauthentication_required(request, app="allauth.account")
        checked = is_checked(request.user)
        actions.change_identity(person=request.user, checked=checked, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Votre nom et votre téléphone sont à jour. Ils restent cachés."))
        if renamed and Profile.objects.filter(person=request.user, identity_changed_at__isnull=False).exists():
            messages.info(request, _("Une modératrice relira ce changement de nom."))
        return redirect("identity-edit")
    context = {"form": form, **_nav(request, "profile-edit")}
    return render(request, "people/identity_edit.html", context, status=422 if form.errors else 200)


def mail_preferences(request: HttpRequest) -> HttpResponse:
    """Which optional mails she wants. The mandatory ones are named, so that nothing surprises her (A9)."""
    parts = _parts(request.membership) | ({"line_manager"} if leads_somebody(request.user) else set())
    kinds = mails.optional_kinds(parts)
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in kinds:
        groups.setdefault(kind.room, []).append((kind.name, str(kind.label)))
    wanted = {kind.name for kind in kinds if request.user.mail_allowed(kind.name)}
    posted = request.POST if request.method == "POST" else None
    form = MailsForm(posted, groups=groups, titles=_titles(), wanted=wanted)
    if posted is not None and form.is_valid():
        shown = {kind.name for kind in kinds}
        muted = (shown - form.wanted()) | (set(request.user.muted_mails) - shown)
        actions.choose_mails(person=request.user, muted=muted, now=timezone.now())
        messages.success(request, _("Vos choix sont enregistrés."))
        return redirect("mail-preferences")
    always = [kind.label for kind in mails.mandatory_kinds(parts)]
    failing = addresses.failing_since(request.user.email, now=timezone.now())
    context = {"form": form, "always": always, "failing_since": failing, **_nav(request, "mail-preferences")}
    return render(request, "people/mail_preferences.html", context, status=422 if form.errors else 200)


def _parts(membership: Membership) -> set[str]:
    """What she is here: her role, and whether she is of the team."""
    role = {membership.enrolment.role} if membership.enrolment else set()
    return role | ({"staff"} if membership.is_staff else set())


def _titles() -> dict[str, str]:
    return {"mentoring": _("Demandes et binômes"), "support": _("Échanges avec l’équipe"), "library": _("Actualités"),
            "programmes": _("Programmes")}  # fmt: skip

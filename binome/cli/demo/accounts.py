"""Whom to log in as in the demonstration: one account per situation, and what to look at there."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import Count, F, Q, QuerySet

from binome.mentoring.lifecycle import LIVE, State
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.programmes.models import EnrolmentState, Pause, Role, StaffRole


@dataclass(frozen=True)
class Account:
    """One line for `demo_accounts`."""

    who: str
    email: str
    look: str
    codes: tuple[str, ...] = ()


def accounts() -> list[Account]:
    """The same ones as long as nothing has moved in the demonstration."""
    live, sent = Q(pairs_as_mentee__state__in=LIVE), Q(requests_received__state=State.SENT)
    mentees, mentors = _members(Role.MENTEE), _members(Role.MENTOR).filter(enrolments__pause=Pause.NONE)
    rows = (
        (
            "Mentorée, binôme en cours",
            mentees.filter(live).annotate(n=Count("pairs_as_mentee__meetings")).order_by("-n", "pk"),
            "Mon espace : le fil du binôme, les rendez-vous, ce que l’on dévoile",
        ),
        (
            "Mentorée, rien encore",
            mentees.filter(requests_made=None, waiting_entries=None).order_by("pk"),
            "Trouver une mentore, puis envoyer une demande",
        ),
        (
            "Mentore, demandes reçues",
            mentors.annotate(n=Count("requests_received", filter=sent)).filter(n__gt=0).order_by("-n", "pk"),
            "Mes demandes : répondre, poser une question, décliner",
        ),
        (
            "Mentore, complète",
            mentors.annotate(
                places=Count("enrolments__places", distinct=True),
                taken=Count("enrolments__places", filter=Q(enrolments__places__pair__isnull=False), distinct=True),
                waiting=Count("enrolments__waiting_entries", distinct=True),
            )
            .filter(taken=F("places"))
            .order_by("-waiting", "pk"),
            "Sa liste d’attente, sa capacité",
        ),
    )
    found = [Account(who, person.email, look) for who, people, look in rows if (person := people.first()) is not None]
    return [*found, *_pending(), *_staff()]


def _members(role: str) -> "QuerySet[User]":
    return User.objects.filter(is_active=True, enrolments__role=role, enrolments__state=EnrolmentState.ACTIVE)


def _pending() -> list[Account]:
    waiting = Profile.objects.filter(state=ProfileState.SUBMITTED).select_related("person").order_by("waiting_since")
    return [Account("Profil à vérifier", p.person.email, "Ne peut pas encore se connecter") for p in waiting[:1]]


def _staff() -> list[Account]:
    look = {
        "moderator": "Modération : profils, signalements",
        "administrator": "La même chose, et le journal",
    }
    staff = {role.person: role for role in StaffRole.objects.select_related("person").order_by("pk")}
    return [Account(str(r.get_kind_display()).capitalize(), p.email, look[r.kind], _codes(p)) for p, r in staff.items()]


def _codes(person: User) -> tuple[str, ...]:
    """Staff need a second factor: some of her recovery codes, each of which works once."""
    saved = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return tuple(RecoveryCodes(saved).get_unused_codes()[:3]) if saved else ()

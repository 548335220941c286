"""Whom to log in as in the demonstration: one account per situation, and what to look at there."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db.models import Count, F, Q, QuerySet

from binome.mentoring.lifecycle import LIVE, State
from binome.mentoring.models import CircleMember, Proposal
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.programmes.models import Enrolment, EnrolmentState, Pause, Role, StaffRole


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
    return [*found, *_pending(), *_participants(), *_staff()]


def _members(role: str) -> "QuerySet[User]":
    return User.objects.filter(
        is_active=True,
        enrolments__role=role,
        enrolments__state=EnrolmentState.ACTIVE,
        enrolments__programme__is_home=True,
    )


def _pending() -> list[Account]:
    waiting = Profile.objects.filter(state=ProfileState.SUBMITTED).select_related("person").order_by("waiting_since")
    return [Account("Profil à vérifier", p.person.email, "Ne peut pas encore se connecter") for p in waiting[:1]]


def _participants() -> list[Account]:
    """One of the promotion that lives, who takes part in no other, and one of the promotion that is matched."""
    rows = Enrolment.objects.exclude(cohort=None).filter(role=Role.MENTEE).select_related("person")
    looks = {
        "running": ("en binôme", "Son binôme, ses rendez-vous"),
        "matching": ("à apparier", "Ses souhaits, secrets"),
    }
    found = []
    for state, (who, look) in looks.items():
        once = rows.annotate(n=Count("person__enrolments")).filter(cohort__state=state, n=1).order_by("pk").first()
        if once is not None:
            found.append(Account(f"Passerelles, {who}", once.person.email, look))
    return [*found, *_peers()]


def _peers() -> list[Account]:
    """One of a circle, one to whom somebody is proposed."""
    members = CircleMember.objects.live().select_related("enrolment__person").order_by("pk")[:1]
    asked = Proposal.objects.waiting().filter(mentee_said="", mentor_said="").select_related("mentee__person")[:1]
    return [
        *(Account("Cercles", row.enrolment.person.email, "Son cercle, ses rendez-vous") for row in members),
        *(Account("Duos", row.mentee.person.email, "Quelqu’un lui est proposé : oui ou non") for row in asked),
    ]


def _staff() -> list[Account]:
    look = {
        "moderator": "Modération : profils, signalements",
        "administrator": "La même chose, et le journal",
        "manager": "Passerelles : l’appariement de la promotion 2 ; une responsable le soumet, l’autre le valide",
        "coordinator": "Passerelles, dans son seul périmètre : les entités Réseaux",
        "sponsor": "Passerelles : trois chiffres et une phrase, proposer quelqu’un",
    }
    staff = {role.person: role for role in StaffRole.objects.select_related("person").order_by("pk")}
    return [Account(str(r.get_kind_display()).capitalize(), p.email, look[r.kind], _codes(p)) for p, r in staff.items()]


def _codes(person: User) -> tuple[str, ...]:
    """Staff need a second factor: some of her recovery codes, each of which works once."""
    saved = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return tuple(RecoveryCodes(saved).get_unused_codes()[:3]) if saved else ()

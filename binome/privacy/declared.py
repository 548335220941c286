"""What time takes away of a programme of organisations, and of the people whom an organisation only declared (D15).

A programme's own data go a year after its end; nothing of another programme goes with them.
"""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from binome.core.journal import record
from binome.core.keeping import Clock
from binome.mentoring.models import Circle, MatchRun, Pair, Ruling
from binome.people.models import User
from binome.programmes.models import Affiliation, Cohort, Enrolment, Invitation, StaffRole

from .erasure import erase_person

PROMOTION_KEPT = DECLARATION_KEPT = timedelta(days=365)
#: A leaver by mistake comes back with the next directory.
LEAVER_KEPT = timedelta(days=30)


def unopened() -> QuerySet[User]:
    """Whom an organisation declared and who never opened her account: she knows nothing of it, and owes it nothing."""
    never = {"is_active": False, "last_login": None, "password__startswith": UNUSABLE_PASSWORD_PREFIX}
    return User.objects.filter(profile=None, departure=None, **never)


def _over() -> QuerySet[Cohort]:
    """Promotions that ended and still hold something of people. One of a pair that is still kept waits for it."""
    of_it = {"cohort": OuterRef("pk")}
    held = Exists(Enrolment.objects.filter(**of_it)) | Exists(Invitation.objects.filter(**of_it))
    kept = Exists(Pair.objects.filter(**of_it)) | Exists(Circle.objects.filter(**of_it))
    return Cohort.objects.filter(held, ~kept, closed_at__isnull=False)


@transaction.atomic
def _forget_promotions(rows: QuerySet[Cohort], now: datetime) -> int:
    cohorts = list(rows.order_by("pk"))
    for cohort in cohorts:
        for model in (MatchRun, Ruling, Invitation, Enrolment):
            model.objects.filter(cohort=cohort).delete()
        record("cohort_forgotten", obj=cohort, now=now)
    return len(cohorts)


def _idle() -> QuerySet[Affiliation]:
    """Declared, and nothing more: neither invited, nor taking part, nor working for a programme."""
    of_hers = {"affiliation": OuterRef("pk")}
    busy = Exists(Enrolment.objects.filter(**of_hers)) | Exists(Invitation.objects.filter(**of_hers))
    works = Exists(StaffRole.objects.filter(person=OuterRef("person")))
    return Affiliation.objects.filter(~busy, ~works)


def _leavers() -> QuerySet[Affiliation]:
    """Who left her organisation without ever having opened the account that it declared."""
    works = Exists(StaffRole.objects.filter(person=OuterRef("person")))
    gone = Affiliation.objects.filter(~works, left_on__isnull=False, person__in=unopened())
    return gone.annotate(gone_at=Cast("left_on", DateTimeField()))


def _forget_declared(rows: QuerySet[Affiliation], now: datetime) -> int:
    """The declaration goes, its names and invitations with it; and the account, if no one opened or declares it."""
    count = 0
    for row in rows.select_related("person").order_by("pk"):
        with transaction.atomic():
            person = row.person
            row.delete()
            count += 1
            if unopened().filter(pk=person.pk, affiliations=None).exists():
                erase_person(person=person, now=now)
            else:
                record("declaration_forgotten", obj=person, now=now)
    return count


CLOCKS: tuple[Clock, ...] = (
    Clock(
        name="promotions",
        sentence=_(
            "Douze mois après la fin d’une promotion et l’effacement de son dernier binôme, ses participations, ses "
            "réponses et ses invitations sont effacées."
        ),
        period=PROMOTION_KEPT,
        rows=_over,
        since="closed_at",
        apply=_forget_promotions,
    ),
    Clock(
        name="leavers",
        sentence=_(
            "Une personne qui a quitté son organisation sans jamais ouvrir le compte déclaré pour elle est effacée au "
            "bout de trente jours."
        ),
        period=LEAVER_KEPT,
        rows=_leavers,
        since="gone_at",
        apply=_forget_declared,
    ),
    Clock(
        name="declared",
        sentence=_(
            "Ce qu’une organisation déclare d’une personne qui n’est ni invitée ni participante est effacé au bout de "
            "douze mois ; son compte aussi, si elle ne l’a jamais ouvert."
        ),
        period=DECLARATION_KEPT,
        rows=_idle,
        since="declared_at",
        apply=_forget_declared,
    ),
)

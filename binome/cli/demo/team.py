"""The team's side of the demonstration: the moderators, the profiles they read, the cases and messages they treat."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.models import Place
from binome.people import actions as people
from binome.people.models import User
from binome.programmes.actions import sign_charter
from binome.programmes.models import Enrolment, Programme, StaffRole
from binome.programmes.queries import charter_in_force
from binome.support import actions as support
from binome.support.models import Case

from .history import Stage
from .profiles import Written
from .rows import PASSWORD, Member
from .stories import Correspondence

STAFF = (("Dina", "moderator"), ("Mireille", "moderator"), ("Françoise", "moderator"), ("Odile", "administrator"))


def create_team(programme: Programme, *, now: datetime) -> list[User]:
    """Three moderators and an administrator, with the second factor that staff must have."""
    team = []
    for first_name, kind in STAFF:
        address = f"{first_name.lower().replace('ç', 'c')}.equipe@demo.example"
        person = User.objects.create(
            email=address, first_name=first_name, is_active=True, password=make_password(PASSWORD), created_at=now
        )
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        StaffRole.objects.create(person=person, programme=programme, kind=kind, since_at=now)
        charter = charter_in_force(programme)
        if charter is not None:
            sign_charter(person=person, version=charter, now=now)
        TOTP.activate(person, generate_totp_secret())
        RecoveryCodes.activate(person)
        team.append(person)
    return team


def to_notice(written: Written, number: int, words: Correspondence) -> Written:
    """What a moderator may have to notice in a new profile: one profile in two has nothing of the kind."""
    text, woman = written.presentation, written.woman
    if number % 8 == 1:
        return replace(written, presentation=f"{text} {woman.first_name} {woman.family_name}, à votre écoute\u202f!")
    if number % 8 == 3:
        return replace(written, presentation=f"{text} {words.line('advert')}")
    if number % 8 == 5:
        return replace(written, presentation=words.line("short"))
    if number % 8 == 7:
        return replace(written, presentation=f"{text} Appelez-moi au {woman.phone}.")
    return written


def plan_reviews(
    stage: Stage, waiting: Sequence[Member], approved: Sequence[Member], team: Sequence[User], words: Correspondence
) -> None:
    """Some profiles wait, some were asked a change or refused, one is being read, one needs a second opinion."""
    dina, mireille = team[0], team[1]
    for number, member in enumerate(waiting):
        later, profile = member.joined_at + timedelta(hours=20), member.user.profile
        if number % 6 == 4:
            message = words.line("change", person=member.user.first_name)
            stage.at(later, partial(people.ask_profile_change, profile=profile, by=dina, message=message))
        if number % 6 == 2 and number < 12:
            refuse = partial(people.refuse_profile, profile=profile, by=mireille, reason="commercial")
            stage.at(later, partial(refuse, message=words.line("refusal")))
    doubt = words.line("second_opinion")
    escalate = partial(people.escalate_profile, profile=waiting[3].user.profile, by=dina, message=doubt)
    stage.at(stage.days_ago(0.3), escalate)
    stage.at(stage.days_ago(0.02), partial(people.take_profile, profile=waiting[0].user.profile, by=mireille))
    for number, member in enumerate(approved[:3]):
        changes = {"presentation": f"{words.line('edit')} {member.written.presentation}"}
        edit = partial(actions.change_profile, person=member.user, changes=changes)
        stage.at(stage.days_ago(0.4 + number), edit)


def plan_pauses_and_waits(
    stage: Stage, random: Random, mentors: Sequence[Member], mentees: Sequence[Member], programme: Programme
) -> None:
    """Some mentors are on holiday from it; some mentees wait for a place with a full one."""
    for member in random.sample(list(mentors), 14):
        says_when = random.random() < 0.7
        until = timezone.localdate(stage.now + timedelta(days=random.randint(8, 70))) if says_when else None
        pause = partial(actions.pause_mentor, mentor=member.place_in_programme, until=until, by=member.user)
        stage.at(stage.days_ago(random.uniform(1, 30)), pause)

    def wait(now: datetime) -> None:
        taken = Place.objects.filter(enrolment__programme=programme).exclude(pair=None).values("enrolment")
        free = Place.objects.filter(pair=None).values("enrolment")
        full = list(Enrolment.objects.filter(pk__in=taken).exclude(pk__in=free).order_by("pk")[:9])
        mentor = Enrolment.objects.select_related("person", "programme").get(pk=random.choice(full).pk)
        actions.join_waiting_list(mentor=mentor, by=random.choice(mentees).user, now=now)

    for _number in range(30):
        stage.at(stage.days_ago(random.uniform(0.2, 5)), wait)


def plan_support(
    stage: Stage,
    random: Random,
    members: Sequence[Member],
    team: Sequence[User],
    programme: Programme,
    words: Correspondence,
) -> None:
    """Members write to the team; moderators answer, and treat some of the cases that reports opened."""
    for number, (subject, body, answer) in enumerate(words.letters_to_team()):

        def write(now: datetime, s: str = subject, b: str = body, a: str = answer) -> None:
            author = random.choice(members).user
            message = support.write_to_team(author=author, programme=programme, subject=s, body=b, now=now)
            if a:
                support.answer_message(message=message, by=team[1], answer=a, now=now + timedelta(hours=20))

        stage.at(stage.days_ago(9 - number + random.random()), write)

    _plan_cases(stage, team, words)
    _plan_inbox(stage, team, programme, words)


def _plan_inbox(stage: Stage, team: Sequence[User], programme: Programme, words: Correspondence) -> None:
    """Visitors write by the contact form; moderators leave notes to one another."""
    for number, name in enumerate(("Solange", "Un lycée de Nantes")):
        subject, body = words.line("visitor").split(" - ", 1)
        write = partial(support.contact_team, programme=programme, name=name, email=f"visiteuse{number}@demo.example",
                        subject=subject, body=body, language="fr")  # fmt: skip
        stage.at(stage.days_ago(2 - number), lambda now, write=write: write(now=now))
    for days, author in ((3, team[1]), (1, team[2])):
        leave = partial(support.leave_note, programme=programme, by=author, body=words.line("note"))
        stage.at(stage.days_ago(days), lambda now, leave=leave: leave(now=now))


def _plan_cases(stage: Stage, team: Sequence[User], words: Correspondence) -> None:
    """The first report went as far as an appeal, the second was closed, the third waits for the other version."""

    def cases() -> list[Case]:
        rows = Case.objects.select_related("programme", "reporter", "reported").order_by("opened_at")
        return list(rows[:3])

    def take(now: datetime) -> None:
        for case, severity in zip(cases(), ("serious", "minor", "serious"), strict=False):
            support.take_case(case=case, by=team[0], now=now)
            support.rate_case(
                case=case, by=team[0], severity=severity, due_on=timezone.localdate(now) + timedelta(days=8), now=now
            )

    def hear(now: datetime) -> None:
        due_on = timezone.localdate(now) + timedelta(days=7)
        for case in (*cases()[:1], *cases()[2:]):
            support.hear_reported(case=case, by=team[0], words=words.line("hearing"), due_on=due_on, now=now)

    def decide(now: datetime) -> None:
        measures = ("reminder", "none")
        for case, measure in zip(cases(), measures, strict=False):
            if case.asked_at is not None and case.reported is not None:
                support.give_version(case=case, by=case.reported, body=words.line("version"), now=now)
            support.decide_case(case=case, by=team[0], measure=measure, reason=words.line("measure"),
                                conclusion=words.line("conclusion"), now=now)  # fmt: skip

    def contest(now: datetime) -> None:
        for case in cases()[:1]:
            if case.reported is not None:
                support.appeal_decision(case=case, by=case.reported, body=words.line("appeal"), now=now)

    for days, act in ((6, take), (5, hear), (3, decide), (1, contest)):
        stage.at(stage.days_ago(days), act)

"""The demonstration's company: the Orvanne group, its programme Passerelles, a promotion that lives, one to be matched.

Everything goes through the actions that its pages call: the directory is imported, people are invited and opt in, the
worker matches, the manager publishes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from binome.matching.files.faults import Faults
from binome.mentoring import actions as mentoring
from binome.mentoring.identity import declared_names
from binome.mentoring.matchmaking.deciding import decide_run, publish_run, submit_run
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair
from binome.people.models import User
from binome.programmes import actions
from binome.programmes.actions import directory, organisations, staffing
from binome.programmes.lifecycle import InvitationState
from binome.programmes.models import Affiliation, Cohort, Invitation, Organisation, Programme, Role, StaffRole
from binome.programmes.queries.directory import guess_mapping, open_file, plan_directory, read_rows
from binome.programmes.queries.perimeter import Perimeter

from .entraide import run_entraide
from .fragments import read
from .rows import PASSWORD, opens_account

ENTITIES = {"Siège": (), "Réseaux": ("Réseaux Nord", "Réseaux Sud"), "Travaux": (), "Études": (), "Maintenance": ()}
TITLES = {
    1: ("Technicienne ou technicien d’études", "Assistance de projet"),
    2: ("Ingénierie travaux", "Contrôle de gestion"),
    3: ("Conduite de travaux", "Responsable qualité", "Chef ou cheffe de projet"),
    4: ("Direction de travaux", "Direction d’agence"),
    5: ("Direction régionale", "Direction des ressources humaines"),
}
GOALS = (
    "Prendre la responsabilité d’une première équipe sans y perdre le terrain.",
    "Oser parler en réunion, et me faire entendre.",
    "Comprendre comment on passe des études aux travaux.",
    "Préparer une prise de poste dans une autre région.",
    "Trouver ma place après un retour de congé parental.",
    "Construire un réseau hors de mon service.",
)
STAFF = (
    ("helene.rh@demo.example", "Hélène", StaffRole.Kind.MANAGER),
    ("gael.rh@demo.example", "Gaël", StaffRole.Kind.COORDINATOR),
    ("isabelle.rh@demo.example", "Isabelle", StaffRole.Kind.SPONSOR),
)


def run_passerelles(random: Random, *, by: User, now: datetime) -> None:
    """`by`: the site's administrator, who lets the organisation in."""
    began = now - timedelta(days=300)
    company = organisations.create_organisation(name="Groupe Orvanne (imaginaire)", kind="company", by=by, now=began)
    delphine = _account("delphine.rh@demo.example", "Delphine", now=began)
    programme = actions.create_programme(
        form="centralised", name="Passerelles", slug="passerelles", wording="fr-inclusif", organisation=company,
        by=delphine, now=began,
    )  # fmt: skip
    helene = _staff(programme, company, delphine, now=began)
    lines = _directory(random)
    _declare(programme, company, lines, by=delphine, now=began)
    people = list(Affiliation.objects.filter(organisation=company).select_related("person").order_by("reference"))
    mentors, mentees = people[:30], people[30:]
    lived = start_promotion(programme, "Promotion 1", delphine, now=now - timedelta(days=240))
    _enrol(lived, mentors[:10], mentees[:10], random, by=delphine, now=now - timedelta(days=230))
    _match_and_live(lived, random, by=delphine, approves=helene, now=now)
    current = start_promotion(programme, "Promotion 2", delphine, now=now - timedelta(days=40))
    _enrol(current, mentors[8:], mentees[8:], random, by=delphine, now=now - timedelta(days=30))
    actions.move_cohort(cohort=current, verb="close_enrolment", by=delphine, now=now - timedelta(days=2))
    _declare(programme, company, lines[:-1], by=delphine, now=now - timedelta(days=1))  # the last of them left
    request_run(cohort=current, by=delphine, now=now - timedelta(hours=3))
    run_matches(lambda: now - timedelta(hours=3))
    actions.change_programme(programme=programme, changes={"tells_line_managers": True}, by=delphine, now=now)
    run_entraide(company, random, by=delphine, now=now)


def _account(email: str, first_name: str, *, now: datetime) -> User:
    person = User.objects.create(
        email=email, first_name=first_name, is_active=True, password=make_password(PASSWORD), created_at=now
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


def _staff(programme: Programme, company: Organisation, delphine: User, *, now: datetime) -> User:
    """A second manager, who is given back, a coordinator of the networks, a sponsor; and the tree that they run."""
    tops = {
        name: organisations.add_entity(organisation=company, name=name, parent=None, by=delphine, now=now)
        for name in ENTITIES
    }
    for name, below in ENTITIES.items():
        for branch in below:
            organisations.add_entity(organisation=company, name=branch, parent=tops[name], by=delphine, now=now)
    people = [_account(address, first_name, now=now) for address, first_name, _kind in STAFF]
    for (address, first_name, kind), where in zip(STAFF, (None, tops["Réseaux"], company), strict=True):
        staffing.give_role(
            email=address, first_name=first_name, programme=programme, kind=kind, where=where,
            within=Perimeter(programme, whole=True), by=delphine, now=now,
        )  # fmt: skip
    return people[0]


def _directory(random: Random) -> list[str]:
    """Sixty people, as a file that the human resources would send; the experienced ones first."""
    branches = [name for top, below in ENTITIES.items() for name in (below or (top,))]
    lines = ["E-mail;Prénom;Nom;Site;Matricule;Fonction;Étape;Matricule du responsable"]
    first_names, families = (
        " ".join(line.text for line in read("orvanne")[part]).split() for part in ("first", "family")
    )
    random.shuffle(families)
    for number, (first_name, family_name) in enumerate(zip(first_names, families, strict=True)):
        stage = random.choice((4, 4, 5)) if number < 30 else random.choice((1, 2, 2, 3))
        manager = f"O{number % 7:03}" if number >= 30 else ""
        lines.append(
            f"orvanne{number:02}@demo.example;{first_name};{family_name};{random.choice(branches)};O{number:03};"
            f"{random.choice(TITLES[stage])};{stage};{manager}"
        )
    return lines


def _declare(programme: Programme, company: Organisation, lines: Sequence[str], *, by: User, now: datetime) -> None:
    """Import these lines: who was declared before and is in none of them has left."""
    upload = directory.receive_directory(
        programme=programme, organisation=company, file_name="annuaire.csv", content="\n".join(lines).encode(),
        mapping=guess_mapping(tuple(lines[0].split(";"))), marks_leavers=True, adds_entities=False, by=by, now=now,
    )  # fmt: skip
    faults = Faults()
    sheet = open_file(bytes(upload.content), upload.file_name, faults)
    perimeter = Perimeter(programme, whole=True)
    plan = plan_directory(
        organisation=company, people=read_rows(sheet, upload.mapping, faults), given=frozenset(upload.mapping.values()),
        titles={field: title for title, field in upload.mapping.items()}, perimeter=perimeter,
        names=declared_names(viewer=by, perimeter=perimeter, now=now), marks_leavers=True, adds_entities=False,
        file=upload.file_name, faults=faults,
    )  # fmt: skip
    assert not faults.found, faults.found
    directory.import_directory(upload=upload, plan_of=lambda: plan, seen=plan.digest, by=by, now=now)


def start_promotion(programme: Programme, name: str, by: User, *, now: datetime) -> Cohort:
    today = timezone.localdate(now)
    cohort = actions.create_cohort(
        programme=programme, by=by, now=now,
        values={"name": name, "mentors_from": today, "mentees_from": today + timedelta(days=7),
                "enrolment_ends_on": today + timedelta(days=45), "starts_on": today + timedelta(days=46),
                "ends_on": today + timedelta(days=380), "max_mentors": 40, "max_mentees": 40},
    )  # fmt: skip
    actions.move_cohort(cohort=cohort, verb="open_enrolment", by=by, now=now)
    return cohort


def _enrol(
    cohort: Cohort, mentors: Sequence[Affiliation], mentees: Sequence[Affiliation], random: Random, *, by: User,
    now: datetime,
) -> None:  # fmt: skip
    """All are invited; one in ten declines, one in ten keeps silent, and the others opt in and answer."""
    password = make_password(PASSWORD)
    for role, people in ((Role.MENTOR, mentors), (Role.MENTEE, mentees)):
        actions.invite_people(cohort=cohort, affiliations=people, role=role, by=by, now=now)
        for number, affiliation in enumerate(people):
            invitation = Invitation.objects.get(cohort=cohort, affiliation=affiliation)
            if number % 10 == 9:
                actions.decline_invitation(invitation=invitation, now=now + timedelta(days=3))
            elif number % 10 != 8:
                Invitation.objects.filter(pk=invitation.pk).update(
                    state=InvitationState.ACCEPTED, answered_at=now + timedelta(days=2)
                )
                opts_in(cohort, affiliation, role, password, random, now=now + timedelta(days=2))


def opts_in(
    cohort: Cohort, affiliation: Affiliation, role: str, password: str, random: Random, *, now: datetime
) -> None:
    """With one password hashed for everybody: the real act hashes hers, which takes its time by design."""
    opens_account(affiliation.person, password)
    enrolment = actions.enrol_in_cohort(cohort=cohort, affiliation=affiliation, role=role, now=now)
    asked = [question for question in cohort.programme.questions if role in question["roles"]]
    actions.save_answers(enrolment=enrolment, answers={q["key"]: _answer(q, random) for q in asked}, now=now)


def _answer(question: dict[str, Any], random: Random) -> Any:
    slugs = [choice["slug"] for choice in question["choices"]]
    if question["key"] == "spoken":
        return ["fr", *random.sample(slugs[1:3], random.randint(0, 1))]
    if question["kind"] == "choices":
        return random.sample(slugs, min(question["max"], random.randint(2, 4)))
    if question["kind"] == "choice":
        return random.choice(slugs)
    return random.randint(1, 2) if question["kind"] == "number" else random.choice(GOALS)


def _match_and_live(cohort: Cohort, random: Random, *, by: User, approves: User, now: datetime) -> None:
    """Matched, approved by another one than who submits it, published, and some months of meetings."""
    decided = now - timedelta(days=200)
    actions.move_cohort(cohort=cohort, verb="close_enrolment", by=by, now=decided)
    request_run(cohort=cohort, by=by, now=decided)
    run_matches(lambda: decided)
    run = MatchRun.objects.get(cohort=cohort)
    submit_run(run=run, by=by, now=decided)
    run.refresh_from_db()
    decide_run(run=run, approve=True, words="", by=approves, now=decided + timedelta(days=3))
    run.refresh_from_db()
    publish_run(run=run, by=by, now=decided + timedelta(days=4))
    for pair in Pair.objects.filter(cohort=cohort).select_related("mentee", "mentor").order_by("pk"):
        met = decided + timedelta(days=random.randint(10, 25))
        while met < now - timedelta(days=random.randint(0, 40)):
            mentoring.log_meeting(
                pair=pair, by=pair.mentee, held_on=timezone.localdate(met), minutes=random.choice((45, 60, 75)),
                format=random.choice(("remote", "in_person")), now=met,
            )  # fmt: skip
            met += timedelta(days=random.randint(20, 45))
    cohort.refresh_from_db()
    if cohort.state != "running":
        actions.move_cohort(cohort=cohort, verb="start", by=by, now=decided + timedelta(days=5))

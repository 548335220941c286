"""N11, N10: the same programme of two companies twice, where people of the second differ. Who runs or sponsors the
first reads the same bytes; and one person more or less of her own changes none of a sponsor's."""

import io
import re
from collections.abc import Iterator

import pytest
import python_calamine
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from binome.core.jobs import ask_job
from binome.core.models import Job, JournalEntry
from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Proposal
from binome.people.models import User
from binome.programmes.actions import invite_people
from binome.programmes.forms import starting_data
from binome.programmes.models import (
    Affiliation,
    Cohort,
    DeclaredIdentity,
    DirectoryUpload,
    Enrolment,
    EnrolmentState,
    Entity,
    Invitation,
    Organisation,
    Programme,
    StaffRole,
)
from tests.factories import home, log_in
from tests.factories.people import NOON, a_person
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

from .routes import of_programmes, patterns
from .test_perimeters import OBJECTS

pytestmark = pytest.mark.django_db
COORDINATOR, SPONSOR = StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR
#: What differs from one visit to the next: the forms' tokens.
TOKEN = re.compile(r'value="\w{64}"')


def _declare(name: str, entity: Entity, role: str, number: int) -> Enrolment:
    declared = an_affiliation(a_person(name), entity, reference=f"{entity.name}-{number}", job_title="Cheffe", stage=3)
    identity = DeclaredIdentity(affiliation=declared, email=declared.person.email, first_name=name,
                                family_name=f"Vex{name}")  # fmt: skip
    DeclaredIdentity.objects.declare([identity])
    return a_participant(declared.person, role, affiliation=declared, completed_at=NOON)


def _pair(mentee: Enrolment, mentor: Enrolment) -> None:
    Pair.objects.create(
        programme=mentee.programme, cohort=mentee.cohort, mentor=mentor.person, mentee=mentee.person,
        rhythm="monthly", planned_end_on=NOON.date(), opened_at=NOON, last_sign_at=NOON,
    )  # fmt: skip


@pytest.fixture
def world():
    home()
    alpha, beta = an_organisation("Alpha"), an_organisation("Bêta")
    starts = starting_data("cross_company", "fr-inclusif")
    programme = a_programme("cross_company", "passerelles", alpha, beta, **starts)
    lyon, paris = an_entity("Lyon", alpha), an_entity("Paris", beta)
    for entity in (lyon, paris):
        for number in range(6):
            _declare(f"Mentee{entity.name}{number}", entity, "mentee", number)
            _declare(f"Mentor{entity.name}{number}", entity, "mentor", 10 + number)
    world = {
        "carole": a_staff_member("Carole", COORDINATOR, programme, entity=lyon),
        "ana": a_staff_member("Ana", programme=programme, organisation=alpha),
        "isabelle": a_staff_member("Isabelle", SPONSOR, programme, organisation=alpha),
        "delphine": a_staff_member("Delphine", programme=programme),
    }
    _work(programme, alpha, beta, world["delphine"])
    return world


def _work(programme: Programme, alpha: Organisation, beta: Organisation, delphine: User) -> None:
    """A directory on its way, invitations, two pairs across the companies, and the others matched."""
    cohort = a_cohort(programme)
    DirectoryUpload.objects.create(
        programme=programme, organisation=alpha, by=delphine, file_name="a.csv", content=b"E-mail", sent_at=NOON
    )
    ask_job("import_directory", about=alpha.code, data={"programme": programme.slug}, by_code=delphine.code,
            language="fr", now=NOON, busy="")  # fmt: skip
    asked = [an_affiliation(name, organisation=party) for name, party in (("Rita", alpha), ("Rosa", beta))]
    invite_people(cohort=cohort, affiliations=asked, role="mentee", by=delphine, now=NOON)
    mentees, mentors = cohort.enrolments.filter(role="mentee"), cohort.enrolments.filter(role="mentor")
    of = "affiliation__organisation"
    _pair(mentees.filter(**{of: alpha}).latest("pk"), mentors.filter(**{of: beta}).latest("pk"))
    _pair(mentees.filter(**{of: beta}).latest("pk"), mentors.filter(**{of: alpha}).latest("pk"))
    Cohort.objects.filter(pk=cohort.pk).update(state="matching")
    request_run(cohort=a_cohort(programme), by=delphine, now=NOON)
    run_matches(lambda: NOON)
    assert Proposal.objects.count() >= 6, MatchRun.objects.values_list("state", "fault")


def _paths() -> Iterator[str]:
    """Every address under /pilotage/, with objects of the first company where it names any: `test_perimeters.OBJECTS`
    knows of which kind, and fails for an address that is not in it."""
    alpha, cohort = an_organisation("Alpha"), a_cohort()
    hers = Enrolment.objects.filter(affiliation__organisation=alpha).earliest("pk")
    one = {
        "organisation": alpha, "entity": an_entity("Lyon", alpha), "cohort": cohort, "promotion": cohort,
        "within": hers, "participation": hers,
        "upload": DirectoryUpload.objects.get(), "role": StaffRole.objects.get(person__first_name="Ana"),
        "job": Job.objects.get(), "invitation": Invitation.objects.get(affiliation__organisation=alpha),
    }  # fmt: skip
    for route in sorted(of_programmes()):
        kinds = OBJECTS.get(route, ()) if patterns()[route] else ()
        codes = [one[kind].code for kind in kinds] or ["1" for _argument in patterns()[route]]
        yield reverse(route, args=codes)
    for query in ("?q=cheffe", "?q=nouvelle", "?etat=parties"):
        yield reverse("people-list") + query
    for query in ("?allure=regular&tri=dernier", "?tri=nom&page=2", f"?promotion={cohort.code}"):
        yield reverse("pilot-dashboard") + query
    for query in ("?etape=waiting", "?etape=invited", "?etape=incomplete"):
        yield reverse("participant-list") + query


def _read(person) -> dict[str, tuple[int, str]]:
    client = Client()
    log_in(client, person)
    before = JournalEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    answers = {path: client.get(f"/programmes/passerelles{path}") for path in _paths()}
    exported = client.post("/programmes/passerelles" + reverse("export-people"))
    promotion = {"promotion": Cohort.objects.get().code}
    pairs = client.post("/programmes/passerelles" + reverse("export-pairs"), promotion)
    read = {path: (answer.status_code, _text(answer)) for path, answer in answers.items()}
    written = JournalEntry.objects.filter(actor_code=person.code, pk__gt=before).order_by("pk")
    journal = list(written.values_list("verb", "data"))
    sheets = {"export": exported, "pairs": pairs}
    taken = {name: (answer.status_code, str(_sheet(answer))) for name, answer in sheets.items()}
    return read | taken | {"journal": (200, str(journal))}


def _text(answer) -> str:
    """A page or a paper, byte by byte."""
    return TOKEN.sub("", answer.content.decode("latin-1"))


def _sheet(answer) -> list:
    if answer.status_code != 200:
        return []
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def _change_the_other_company() -> None:
    """A person of Bêta is renamed, promoted, moved, paired, gone; another comes in."""
    beta = an_organisation("Bêta")
    bureau = an_entity("Bureau secret", beta)
    mentee, mentor, gone, *_others = Affiliation.objects.filter(organisation=beta).order_by("pk")
    Affiliation.objects.filter(pk=mentee.pk).update(job_title="Nouvelle", stage=5, entity=bureau, reference="N-1")
    renamed = DeclaredIdentity(affiliation=mentee, email="nouvelle@beta.example", first_name="Nouvelle",
                               family_name="Vexnouvelle")  # fmt: skip
    DeclaredIdentity.objects.declare([renamed])
    Affiliation.objects.filter(pk=gone.pk).update(left_on="2026-01-31", attributes={"Secret": "oui"})
    gone.enrolments.update(state=EnrolmentState.LEFT)
    a_staff_member("Béa", COORDINATOR, a_programme(), entity=bureau)
    _declare("Nouvelle", bureau, "mentor", 99)
    mentor.enrolments.update(state=EnrolmentState.WAITING)


@pytest.mark.parametrize("who", ["carole", "ana", "isabelle"])
def test_no_byte_of_one_company_s_pages_depends_on_the_people_of_another(world, who):
    before = _read(world[who])
    _change_the_other_company()
    after = _read(world[who])
    assert {path for path in before if before[path] != after[path]} == set()
    assert any(status == 200 for status, _text in before.values())


def test_who_runs_it_all_does_see_the_difference(world):
    before = _read(world["delphine"])
    _change_the_other_company()
    after = _read(world["delphine"])
    assert {"/pilotage/", "/pilotage/personnes/", "/pilotage/personnes/?q=nouvelle", "export"} <= {
        path for path in before if before[path] != after[path]
    }


# --- small cells (N10), more of which are in test_small_groups.py -----------------------------------------
def test_whether_everyone_is_paired_but_one_changes_no_byte_of_a_sponsor_s_page(world):
    enrolments = Enrolment.objects.filter(affiliation__organisation__name="Alpha").order_by("pk")
    Pair.objects.all().delete()
    mentees, mentors = enrolments.filter(role="mentee"), enrolments.filter(role="mentor")
    client, pages = Client(), []
    log_in(client, world["isabelle"])
    for mentee, mentor in zip(mentees, mentors, strict=True):
        pages.append(client.get(f"/programmes/passerelles{reverse('sponsor-space')}").content)
        _pair(mentee, mentor)
    pages.append(client.get(f"/programmes/passerelles{reverse('sponsor-space')}").content)
    assert len({TOKEN.sub("", page.decode()) for page in pages}) == 1
    assert a_cohort().enrolments.count() == 24

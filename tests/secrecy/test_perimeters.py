"""N11, inside a programme: what is not in her perimeter answers like what does not exist, on every route.

Whoever adds an address under /pilotage/ says here whose objects it opens: the first test fails until then.
"""

import re

import pytest
from django.urls import reverse

from binome.core.jobs import ask_job
from binome.core.models import Job
from binome.people.models import User
from binome.programmes.actions import invite_people
from binome.programmes.models import DirectoryUpload, Enrolment, Entity, Invitation, Organisation, Programme, StaffRole
from tests.factories import NOON, a_window, home
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

pytestmark = pytest.mark.django_db
COORDINATOR, SPONSOR = StaffRole.Kind.COORDINATOR, StaffRole.Kind.SPONSOR
#: route → the kinds of objects that it names, in the order of its arguments.
OBJECTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("organisation-detail", "choose-domains", "add-entity", "import-directory"), ("organisation",)),
    "withdraw-competitors": ("organisation", "organisation"),
    **dict.fromkeys(("edit-entity", "remove-entity"), ("entity",)),
    **dict.fromkeys(("preview-import", "confirm-import", "drop-import"), ("upload",)),
    "take-back-role": ("role",),
    "job-progress": ("job",),
    **dict.fromkeys(("edit-cohort", "move-cohort", "archive-cohort"), ("cohort",)),
    "withdraw-invitation": ("invitation",),
    "decide-leaver": ("participation",),
    **dict.fromkeys(("match-board", "request-match", "match-rules", "submit-match", "decide-match", "publish-match",
                     "match-minutes", "match-minutes-paper", "match-certificate", "circle-list"), ("promotion",)),
    **dict.fromkeys(("match-person", "rule-couple", "match-why-not", "match-without", "swap-partners", "lift-ruling",
                     "match-trial", "adopt-trial", "close-circle"), ("promotion", "within")),
}  # fmt: skip
#: route → its arguments are no one's object: a word of the address.
WORDS: dict[str, tuple[str, ...]] = {"edit-question": ("key",), "move-question": ("key",)}
METHODS = ("get", "post", "head", "put", "delete")
CSRF = re.compile(r'value="\w{64}"')


@pytest.fixture
def world():
    """Two companies are parties of Passerelles; Carole runs the first's site of Lyon, Ana all of the first; another
    programme, Tandem, belongs to a third."""
    home()
    alpha, beta, gamma = an_organisation("Alpha"), an_organisation("Bêta"), an_organisation("Gamma")
    programme = a_programme("cross_company", "passerelles", alpha, beta)
    other = a_programme("centralised", "tandem", gamma)
    lyon, office, paris = an_entity("Lyon", alpha), an_entity("Siège", alpha), an_entity("Paris", beta)
    for number, (name, entity) in enumerate((("Lucie", lyon), ("Simone", office), ("Paola", paris))):
        declared = an_affiliation(name, entity, reference=f"R{number}")
        a_participant(declared.person, "mentee", a_cohort(programme), affiliation=declared)
    a_staff_member("Béa", COORDINATOR, programme, entity=paris)
    delphine = a_staff_member("Delphine", programme=programme)
    people = {
        "carole": a_staff_member("Carole", COORDINATOR, programme, entity=lyon),
        "ana": a_staff_member("Ana", programme=programme, organisation=alpha),
        "isabelle": a_staff_member("Isabelle", SPONSOR, programme, organisation=alpha),
        "gilda": a_staff_member("Gilda", programme=other),
        "lucie": lyon.affiliations.get().person,
    }
    roles = StaffRole.objects.all()
    to_both = {
        "upload": [_upload(programme, alpha, delphine)],
        "job": [_job(programme, alpha, delphine)],
        "cohort": [a_cohort(programme), a_cohort(other)],
        "invitation": [_invitation(programme, beta, delphine)],
        "promotion": [a_cohort(other)],
        "organisation": [beta, gamma],
        "participation": [_leaver(programme, paris)],
    }
    return {
        "people": people,
        "foreign": {
            "entity": {"carole": [office, paris], "ana": [paris]},
            "role": {"carole": list(roles), "ana": list(roles.exclude(organisation=alpha).exclude(entity=lyon))},
            **{kind: {"carole": objects, "ana": objects} for kind, objects in to_both.items()},
        },
    }


def _upload(programme: Programme, organisation: Organisation, by: User) -> DirectoryUpload:
    return DirectoryUpload.objects.create(
        programme=programme, organisation=organisation, by=by, file_name="a.csv", content=b"E-mail", sent_at=NOON
    )


def _leaver(programme: Programme, entity: Entity) -> Enrolment:
    gone = an_affiliation("Renée", entity, left_on=NOON.date())
    return a_participant(gone.person, "mentee", a_cohort(programme), affiliation=gone)


def _job(programme: Programme, organisation: Organisation, by: User) -> Job:
    return ask_job(
        "import_directory", about=organisation.code, data={"programme": programme.slug}, by_code=by.code,
        language="fr", now=NOON, busy="",
    )  # fmt: skip


def _invitation(programme: Programme, organisation: Organisation, by: User) -> Invitation:
    asked = an_affiliation("Rita", organisation=organisation)
    invite_people(cohort=a_cohort(programme), affiliations=[asked], role="mentee", by=by, now=NOON)
    return asked.invitations.get()


def _shown(answer) -> tuple[int, str]:
    return answer.status_code, CSRF.sub("", answer.text)


def test_every_address_of_a_programme_says_whose_objects_it_opens():
    with_objects = {name for name in of_programmes() if patterns()[name]}
    assert with_objects == set(OBJECTS) | set(WORDS)


@pytest.mark.parametrize("who", ["carole", "ana"])
def test_an_object_beyond_her_perimeter_answers_like_a_missing_one(world, who):
    client, told = a_window(world["people"][who]), {}
    for route, kinds in OBJECTS.items():
        for foreign in world["foreign"][kinds[0]][who]:
            for method in METHODS:
                codes = [foreign.code, *["zzzzzzzzzz"] * (len(kinds) - 1)]
                missing = ["zzzzzzzzzz"] * len(kinds)
                found, absent = (
                    _shown(getattr(client, method)("/programmes/passerelles" + reverse(route, args=args)))
                    for args in (codes, missing)
                )
                same = found[1].replace(foreign.code, "z" * 10) == absent[1]
                if not same or {found[0], absent[0]} not in ({404}, {405}):
                    told[f"{method} {route} {foreign}"] = (found[0], absent[0])
    assert told == {}


@pytest.mark.parametrize("who", ["isabelle", "gilda", "lucie"])
def test_who_runs_nothing_here_opens_no_page_of_it(world, who):
    """A sponsor, the manager of another programme, a participant: 404 on each address, whatever the method."""
    client, opened = a_window(world["people"][who]), {}
    for route in of_programmes() - {"sponsor-space", "nominate-person"}:
        for method in METHODS:
            path = "/programmes/passerelles" + reverse(route, args=["1" for _ in patterns()[route]])
            answer = getattr(client, method)(path)
            if answer.status_code not in (404, 405):
                opened[f"{method} {route}"] = answer.status_code
    assert opened == {}

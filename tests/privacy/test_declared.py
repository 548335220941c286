"""People whom an organisation declares, and people in two programmes: what goes, and what is another's (D15, N15)."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from binome.core.models import JournalEntry, Letter
from binome.mentoring.models import MatchRun, Pair
from binome.people.models import CivilIdentity, User, open_identities
from binome.privacy import erasure, retention
from binome.privacy.export import export_data
from binome.privacy.models import ClockRun
from binome.programmes.actions import archive_cohort, invite_people, move_cohort
from binome.programmes.models import Affiliation, Cohort, DeclaredIdentity, Enrolment, Invitation
from tests.factories import NOON, a_mentee, a_pair, home
from tests.factories.people import a_person
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_organisation,
)

from .cast import LATER, PREFIX
from .test_erasure import bytes_of_everything, dump_of_the_database

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"


@pytest.fixture
def scrubbed(monkeypatch):
    monkeypatch.setattr(retention, "scrub", lambda *, people: None)


def declared(name: str = "", *, cohort: Cohort | None = None, **fields) -> Affiliation:
    """Whom her organisation declared, and perhaps invited; each of her texts bears the mark."""
    name = name or f"{PREFIX}prenom"
    person = a_person(name, email=f"{name.lower()}@example.org", active=False)
    person.set_unusable_password()
    person.save()
    with open_identities():
        CivilIdentity.objects.update_or_create(person=person, defaults={"family_name": f"{PREFIX}nom"})
    given = {"reference": f"{PREFIX}{name}"[:60], "job_title": f"{PREFIX}poste", "attributes": {"a": f"{PREFIX}col"}}
    row = an_affiliation(person, **{**given, **fields})
    names = {"email": person.email, "first_name": name, "family_name": f"{PREFIX}nom"}
    DeclaredIdentity.objects.declare([DeclaredIdentity(affiliation=row, **names)])
    if cohort is not None:
        by = User.objects.filter(first_name="Delphine").first() or a_staff_member(
            "Delphine", programme=cohort.programme
        )
        invite_people(cohort=cohort, affiliations=[row], role="mentee", by=by, now=NOON)
        Invitation.objects.filter(affiliation=row).update(reason=f"{PREFIX}raison")
    return row


def passage(now):
    ClockRun.objects.create(clock="none", at=now - DAY, due=0, done=0, outcome="done")
    return {run.clock: run.done for run in retention.run_clocks(now=now)}


def nothing_is_left(settings) -> bool:
    """Neither in the files nor in what a backup would hold."""
    return bytes_of_everything(settings).count(PREFIX.encode()) == dump_of_the_database().count(PREFIX.encode()) == 0


# --- who was invited and never answered ---------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_who_never_answered_is_erased_to_the_last_byte_on_her_letter(settings):
    home()
    row = declared(cohort=a_cohort())
    assert Letter.objects.filter(recipient_code=row.person.code).exists()
    assert bytes_of_everything(settings).count(PREFIX.encode()) > 5  # else the search is blind

    call_command("privacy_erase", row.person.email.upper(), "--confirmer", stdout=io.StringIO())

    assert not User.objects.filter(pk=row.person_id).exists()
    assert not (Affiliation.objects.exists() or Invitation.objects.exists() or Letter.objects.exists())
    assert nothing_is_left(settings)


@pytest.mark.django_db
def test_the_command_erases_nobody_by_mistake():
    row = declared()
    call_command("privacy_erase", row.person.email, stdout=io.StringIO())
    with pytest.raises(CommandError, match="rien à effacer"):
        call_command("privacy_erase", "personne@example.org", "--confirmer")
    assert User.objects.filter(pk=row.person_id).exists()


@pytest.mark.django_db(transaction=True)
def test_a_leaver_who_never_opened_her_account_is_erased_after_thirty_days(settings):
    home()
    row = declared(cohort=a_cohort(), left_on=timezone.localdate(NOON))
    kept = declared("Reste", reference="R-1", job_title="", attributes={})
    passage(NOON + 29 * DAY)
    assert User.objects.filter(pk=row.person_id).exists()
    passage(NOON + 32 * DAY)
    assert not User.objects.filter(pk=row.person_id).exists()
    assert User.objects.filter(pk=kept.person_id).exists()
    with open_identities():
        CivilIdentity.objects.filter(person=kept.person).update(family_name="Autre")
    DeclaredIdentity.objects.declare(
        [DeclaredIdentity(affiliation=kept, email=kept.person.email, first_name="Reste", family_name="Autre")]
    )
    erasure.scrub()
    assert nothing_is_left(settings)


@pytest.mark.django_db
def test_a_declaration_that_led_to_nothing_goes_after_a_year_and_the_account_that_nobody_opened(scrubbed):
    row = declared()
    opened = an_affiliation("Nour")
    works = an_affiliation(a_staff_member("Isabelle", "sponsor", organisation=an_organisation()))
    passage(NOON + 364 * DAY)
    assert Affiliation.objects.count() == 3
    assert passage(NOON + 366 * DAY)["declared"] == 2
    assert list(Affiliation.objects.all()) == [works]
    assert not User.objects.filter(pk=row.person_id).exists()
    assert User.objects.filter(pk=opened.person_id).exists()


@pytest.mark.django_db
def test_who_is_declared_by_two_organisations_goes_with_the_second(scrubbed):
    row = declared()
    other = an_affiliation(row.person, organisation=an_organisation("Autre"))
    Affiliation.objects.filter(pk=other.pk).update(declared_at=NOON + 100 * DAY)
    passage(NOON + 366 * DAY)
    assert list(Affiliation.objects.all()) == [other]
    passage(NOON + 466 * DAY)
    assert not User.objects.filter(pk=row.person_id).exists()


@pytest.mark.django_db
def test_who_never_had_an_account_is_never_told_that_it_sleeps(scrubbed):
    home()
    row = declared(cohort=a_cohort())
    User.objects.update(created_at=NOON)
    passage(NOON + 700 * DAY)
    assert User.objects.filter(pk=row.person_id).exists()  # her promotion is not over
    assert not Letter.objects.filter(recipient_code=row.person.code, kind="account_sleeps").exists()


# --- a promotion that ended ---------------------------------------------------------------------------------
def _over(cohort: Cohort, at) -> None:
    by = a_staff_member("Delphine", programme=cohort.programme)
    Cohort.objects.filter(pk=cohort.pk).update(state="running")
    cohort.state = "running"
    move_cohort(cohort=cohort, verb="close", by=by, now=at)
    archive_cohort(cohort=cohort, by=by, now=at + DAY)


@pytest.mark.django_db
def test_a_year_after_its_end_a_promotion_holds_nobody_and_no_other_programme_loses_anything(scrubbed):
    awa, here, there = a_mentee(), a_cohort(), a_cohort(a_programme("informal", "tandem"))
    first = a_participant(awa, cohort=here, answers={"goals": "Oser."})
    kept = a_participant("", cohort=there, affiliation=first.affiliation)
    next_one = a_participant("", cohort=a_cohort(here.programme, 2), affiliation=first.affiliation)
    MatchRun.objects.create(cohort=here, asked_at=NOON)
    declared(cohort=here)
    _over(here, NOON)

    passage(NOON + 364 * DAY)
    assert Enrolment.objects.filter(cohort=here).exists()
    runs = passage(NOON + 367 * DAY)

    assert runs["promotions"] == 1
    assert not (Enrolment.objects.filter(cohort=here).exists() or MatchRun.objects.exists())
    assert not Invitation.objects.exists() and not User.objects.filter(first_name__startswith=PREFIX).exists()
    assert set(awa.enrolments.all()) == {kept, next_one, awa.enrolments.get(programme__is_home=True)}
    assert awa.affiliations.count() == 1
    assert JournalEntry.objects.filter(verb="cohort_forgotten").count() == 1
    assert passage(NOON + 368 * DAY)["promotions"] == 0


@pytest.mark.django_db
def test_a_pair_that_is_still_kept_keeps_its_promotion(scrubbed):
    home()
    cohort = a_cohort(state="running")
    mentee, mentor = a_participant("Inès", cohort=cohort), a_participant("Nour", "mentor", cohort)
    pair = Pair.objects.create(
        mentor=mentor.person, mentee=mentee.person, programme=cohort.programme, cohort=cohort, opened_at=NOON,
        last_sign_at=NOON, planned_end_on=timezone.localdate(NOON), rhythm="monthly",
    )  # fmt: skip
    _over(cohort, NOON)
    Pair.objects.filter(pk=pair.pk).update(state="closed", closed_at=NOON + 100 * DAY)
    passage(NOON + 380 * DAY)
    assert Enrolment.objects.filter(cohort=cohort).count() == 2
    passage(NOON + 480 * DAY)
    assert not Pair.objects.exists()
    passage(NOON + 481 * DAY)
    assert not Enrolment.objects.filter(cohort=cohort).exists()


@pytest.mark.django_db
def test_a_draft_that_is_archived_ends_then():
    cohort = a_cohort(state="draft")
    archive_cohort(cohort=cohort, by=a_staff_member("Delphine"), now=NOON)
    cohort.refresh_from_db()
    assert cohort.closed_at == cohort.archived_at == NOON


# --- two programmes, one archive ----------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_archive_of_who_takes_part_in_two_programmes_holds_both_each_named():
    pair = a_pair()
    awa = pair.mentee
    enrolment = a_participant(awa, cohort=a_cohort(state="running"))
    mentor = a_participant("Nour", "mentor", enrolment.cohort)
    Pair.objects.create(
        mentor=mentor.person, mentee=awa, programme=enrolment.programme, cohort=enrolment.cohort, opened_at=NOON,
        last_sign_at=NOON, planned_end_on=timezone.localdate(NOON), rhythm="monthly",
    )  # fmt: skip
    file = io.BytesIO()
    export_data(file=file, person=awa, site_name=home().name, language="fr", now=LATER)
    archive = zipfile.ZipFile(file)
    data = json.loads(archive.read(next(name for name in archive.namelist() if name.endswith(".json"))))
    page = archive.read(next(name for name in archive.namelist() if name.endswith(".html"))).decode()
    codes = {home().code, enrolment.programme.code}
    for table in ("programmes.Enrolment", "mentoring.Pair"):
        assert {row["programme"] for row in data["tables"][table]["rows"]} == codes
    assert min(page.count(name) for name in (home().name, "Passerelles")) >= 2  # her participation and her pair
    assert "Promotion 1" in page and "Nour" in page and "Bruna" in page


@pytest.mark.django_db(transaction=True)
def test_the_erasure_of_who_takes_part_in_two_programmes_leaves_nothing_in_either(settings):
    awa = a_mentee(f"{PREFIX}Awa")
    row = an_affiliation(awa, job_title=f"{PREFIX}poste", reference=f"{PREFIX}ref")
    for number, slug in enumerate(("passerelles", "tandem")):
        a_participant("", cohort=a_cohort(a_programme(slug=slug)), affiliation=row, answers={"q": f"{PREFIX}{number}"})
    assert bytes_of_everything(settings).count(PREFIX.encode()) > 4
    erasure.erase_person(person=awa, now=LATER)
    erasure.scrub()
    assert not Enrolment.objects.exists()
    assert nothing_is_left(settings)

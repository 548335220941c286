"""Leaving: at once out of sight, seven days to change one's mind, then nothing is left, to the last byte (N15)."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage

from binome.core import hashes
from binome.core.models import JournalEntry, Letter
from binome.mentoring.models import Listing, MentoringRequest, Pair, PastPair
from binome.people import tokens
from binome.people.models import User
from binome.privacy import erasure
from binome.privacy.models import Departure
from binome.programmes.models import StaffRole
from binome.support.actions import report_person
from binome.support.models import Case, TeamMessage
from binome.support.queries import cases_for
from binome.support.rules import may_treat
from tests.factories import (
    NOON,
    a_closed_pair,
    a_mentee,
    a_mentor,
    a_moderator,
    a_pair,
    a_request,
    an_administrator,
    home,
)
from tests.support.cast import a_case

from .cast import LATER, PREFIX, a_full_life, plant_marks
from .remains import bytes_of_everything, dump_of_the_database


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURE_LEDGER = tmp_path / "erasures.txt"


@pytest.mark.django_db(transaction=True)
def test_a_backup_made_after_an_erasure_holds_no_word_of_hers():
    awa = a_full_life()
    Case.objects.all().delete()  # sealed evidence: a test below
    marks = plant_marks(awa)
    before = dump_of_the_database()
    assert {name for name, mark in marks.items() if mark.encode() not in before} == set()  # else the search is blind
    erasure.erase_person(person=awa, now=LATER)
    after = dump_of_the_database()
    assert len(after) > 10_000 and after.count(PREFIX.encode()) == 0


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_no_byte_of_hers_is_in_any_file(settings):
    awa = a_full_life()
    Case.objects.all().delete()  # sealed evidence: the test below
    marks = plant_marks(awa)
    photo = awa.profile.photo.path
    Path(photo).write_bytes(f"{PREFIX}photo".encode())
    session = SessionStore()
    session.update({"_auth_user_id": str(awa.pk), "unsent": f"{PREFIX}unsent"})
    session.save()
    before = bytes_of_everything(settings)
    missing = {name for name, mark in marks.items() if mark.encode() not in before}
    assert missing == set() and f"{PREFIX}photo".encode() in before  # else the search is blind

    erasure.erase_person(person=awa, now=LATER)
    erasure.scrub()

    after = bytes_of_everything(settings)
    assert [name for name, mark in marks.items() if mark.encode() in after] == []
    assert after.count(PREFIX.encode()) == 0
    assert not Path(photo).exists() and not User.objects.filter(pk=awa.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_scrub_the_database_s_files_still_hold_her(settings):
    """The twin that must fail: the search finds what a plain deletion leaves."""
    awa = a_full_life()
    plant_marks(awa)

    erasure.erase_person(person=awa, now=LATER)

    assert bytes_of_everything(settings).count(PREFIX.encode()) > 0


@pytest.mark.django_db(transaction=True)
def test_a_report_stays_sealed_without_its_people(settings):
    pair = a_pair()
    case = report_person(
        reporter=pair.mentee, reported=pair.mentor, programme=home(), reason="paid", body=f"{PREFIX}case", now=LATER
    )
    marks = plant_marks(pair.mentor)
    stays = erasure.what_stays(pair.mentee, now=LATER)

    erasure.erase_person(person=pair.mentor, now=LATER)
    erasure.scrub()

    case.refresh_from_db()
    assert (case.reported, case.reporter, case.pair) == (None, pair.mentee, None)
    assert case.sealed_copy.content != ""
    assert any("dossier scellé" in sentence for sentence in stays)
    after = bytes_of_everything(settings)
    assert f"{PREFIX}case".encode() in after
    assert [name for name, mark in marks.items() if mark.encode() in after] == []


@pytest.mark.django_db
@pytest.mark.parametrize("erased", ["reporter", "reported"])
def test_a_moderator_does_not_read_a_case_of_hers_by_erasing_her_other_account(erased):
    dina, mireille = a_moderator("Dina"), a_moderator("Mireille")
    case = a_case(a_mentee("Awa"), a_mentor("Bruna"))
    twin = getattr(case, erased)
    twin.linked_to, dina.linked_to = dina, twin
    twin.save()
    dina.save()
    assert not cases_for(programme=home(), moderator=dina).exists()

    erasure.erase_person(person=twin, now=LATER)

    dina.refresh_from_db()
    case.refresh_from_db()
    assert not cases_for(programme=home(), moderator=dina).exists() and not may_treat(moderator=dina, case=case)
    assert case in cases_for(programme=home(), moderator=mireille) and may_treat(moderator=mireille, case=case)


def tie(how, dina, person):
    """What ties Dina, of the team, to someone of a case: once together, asked or answered, or reported by her."""
    if how == "report":
        a_case(dina, person)
        return
    meet = {"pair": a_closed_pair, "request": a_request}[how]
    meet(*((dina, person) if person.enrolments.get().role == "mentor" else (person, dina)))


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["pair", "request", "report"])
@pytest.mark.parametrize(("erased", "kept_from"), [("Awa", {"Awa"}), ("Chloé", {"Chloé"}), ("Bruna", {"Awa", "Chloé"})])
def test_whoever_of_the_team_had_a_tie_stays_away_from_the_case_after_the_erasure(how, erased, kept_from):
    """Awa, then Chloé reported Bruna. What tied Dina to one of them goes with the account; her conflict stays."""
    cast = {"Awa": a_mentee("Awa"), "Chloé": a_mentee("Chloé"), "Bruna": a_mentor("Bruna")}
    cases = {name: a_case(cast[name], cast["Bruna"]) for name in ("Awa", "Chloé")}
    dina = a_mentee("Dina") if erased == "Bruna" else a_mentor("Dina")
    StaffRole.objects.create(person=dina, programme=home(), kind="moderator", since_at=NOON)
    mireille = a_moderator("Mireille")
    tie(how, dina, cast[erased])

    erasure.erase_person(person=cast[erased], now=LATER)
    erasure.erase_person(person=cast["Bruna"], now=LATER)

    for name, case in cases.items():
        away = name in kept_from
        assert (case in cases_for(programme=home(), moderator=dina)) == (not away)
        assert may_treat(moderator=dina, case=case) == (not away)
        assert case in cases_for(programme=home(), moderator=mireille) and may_treat(moderator=mireille, case=case)


@pytest.mark.django_db
def test_whoever_of_the_team_had_a_tie_stays_away_once_time_has_taken_the_tie():
    dina = a_moderator("Dina")
    pair = a_closed_pair(a_mentee("Awa"), a_mentor("Bruna"))
    dina.linked_to = pair.mentor
    dina.save()
    case = a_case(pair.mentee, a_mentor("Chloé"))
    Pair.objects.all().delete()
    MentoringRequest.objects.all().delete()
    assert not may_treat(moderator=dina, case=case)


@pytest.mark.django_db
def test_leaving_closes_everything_at_once_and_tells_the_partner():
    pair = a_pair()
    awa = pair.mentee
    session = SessionStore()
    session["_auth_user_id"] = str(awa.pk)
    session.save()
    Letter.objects.all().delete()

    erasure.ask_to_leave(person=awa, now=LATER)

    awa.refresh_from_db()
    pair.refresh_from_db()
    assert (awa.is_active, pair.state, pair.closed_by) == (False, "closed", awa)
    assert not Session.objects.exists()
    told = set(Letter.objects.values_list("kind", "to"))
    assert {("pair_closed", pair.mentor.email), ("departure_asked", awa.email)} <= told


@pytest.mark.django_db
def test_a_mentee_who_leaves_takes_her_request_back():
    row = a_request()
    erasure.ask_to_leave(person=row.mentee, now=LATER)

    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Letter.objects.filter(kind="request_withdrawn", to=row.mentor.email).exists()


@pytest.mark.django_db
def test_a_mentor_who_leaves_is_no_longer_in_the_directory_and_whoever_waited_is_told():
    row = a_request()
    erasure.ask_to_leave(person=row.mentor, now=LATER)

    row.refresh_from_db()
    assert not Listing.objects.filter(person=row.mentor, visible=True).exists()
    assert row.state == "withdrawn"
    assert Letter.objects.filter(kind="request_expired", to=row.mentee.email).exists()


@pytest.mark.django_db
def test_leaving_twice_is_leaving_once():
    awa = a_mentee()
    erasure.ask_to_leave(person=awa, now=LATER)
    erasure.ask_to_leave(person=awa, now=LATER + timedelta(days=1))

    assert Departure.objects.get().asked_at == LATER
    assert Letter.objects.filter(kind="departure_asked").count() == 1


@pytest.mark.django_db
def test_the_link_of_the_mail_keeps_the_account_and_brings_the_listing_back():
    bruna = a_mentor()
    erasure.ask_to_leave(person=bruna, now=LATER)
    token = tokens.write("stay", code=bruna.code, now=LATER)

    erasure.stay(token=token, now=LATER + timedelta(days=6))

    bruna.refresh_from_db()
    assert bruna.is_active and not Departure.objects.exists()
    assert Listing.objects.filter(person=bruna, visible=True).exists()
    with pytest.raises(erasure.ErasureRefused):
        erasure.stay(token=token, now=LATER + timedelta(days=6))


@pytest.mark.django_db
def test_a_link_of_another_kind_keeps_nothing():
    bruna = a_mentor()
    erasure.ask_to_leave(person=bruna, now=LATER)

    with pytest.raises(erasure.ErasureRefused):
        erasure.stay(token=tokens.write("activate", code=bruna.code, now=LATER), now=LATER)


@pytest.mark.django_db
def test_the_last_administrator_can_t_leave_and_is_told_why():
    elsa = an_administrator()

    with pytest.raises(erasure.ErasureRefused, match="dernière administratrice"):
        erasure.ask_to_leave(person=elsa, now=LATER)

    aside = a_mentor("Odile", enrolment={"state": "suspended"})
    StaffRole.objects.create(person=aside, programme=home(), kind="administrator", since_at=NOON)
    assert erasure.why_not_leave(elsa)
    an_administrator("Fatou")
    erasure.ask_to_leave(person=elsa, now=LATER)
    assert Departure.objects.filter(person=elsa).exists()


@pytest.mark.django_db
def test_a_moderator_who_is_erased_leaves_her_decisions_without_her_name():
    dina, awa = a_moderator(), a_mentee()
    review = awa.profile.reviews.create(by=dina, at=NOON, verb="approve", message="Bienvenue.")

    erasure.erase_person(person=dina, now=LATER)

    review.refresh_from_db()
    assert (review.by, review.message) == (None, "Bienvenue.")
    assert not StaffRole.objects.exists()


@pytest.mark.django_db
def test_a_pair_becomes_figures_without_anyone():
    pair = a_pair()
    erasure.erase_person(person=pair.mentee, now=LATER)

    assert not Pair.objects.exists() and not MentoringRequest.objects.exists()
    past = PastPair.objects.get()
    assert (past.opened_in.day, past.closed_in.day, past.meetings, past.months_planned) == (1, 1, 0, 12)
    assert User.objects.filter(pk=pair.mentor.pk).exists()


@pytest.mark.django_db
def test_a_letter_to_her_partner_no_longer_names_her():
    pair = a_pair(a_mentee("Awatéfa"))
    Letter.objects.update(state="sent")
    assert Letter.objects.filter(text__contains="Awatéfa", to=pair.mentor.email).exists()

    erasure.erase_person(person=pair.mentee, now=LATER)

    assert not Letter.objects.filter(text__contains="Awatéfa").exists()
    assert not Letter.objects.filter(html__contains="Awatéfa").exists()


@pytest.mark.django_db
def test_an_erasure_writes_one_line_of_journal_and_one_of_ledger_that_name_nobody(settings):
    awa = a_mentee()
    erasure.erase_person(person=awa, now=LATER)

    assert JournalEntry.objects.filter(verb="person_erased", actor_code="", object_code=awa.code).count() == 1
    (line,) = settings.ERASURE_LEDGER.read_text().splitlines()
    assert awa.code not in line and awa.email not in line and f"{LATER:%Y-%m-%d}" in line


@pytest.mark.django_db
def test_after_a_restore_the_ledger_erases_again_and_nobody_else(settings):
    awa, zoe = a_mentee(), a_mentee("Zoé")
    code = awa.code
    erasure.erase_person(person=awa, now=LATER)
    User.objects.create_user("back@example.org", code=code, first_name="Awa", created_at=NOON)  # from the backup

    assert erasure.erase_returned(now=LATER) == 1
    assert erasure.erase_returned(now=LATER) == 0
    assert list(User.objects.values_list("pk", flat=True)) == [zoe.pk]


@pytest.mark.django_db
def test_the_ledger_is_read_again_after_the_site_s_key_has_changed(settings):
    awa = a_mentee()
    code = awa.code
    erasure.erase_person(person=awa, now=LATER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, of fifty characters or more, for this test"
    User.objects.create_user("back@example.org", code=code, first_name="Awa", created_at=NOON)

    assert erasure.erase_returned(now=LATER) == 1


@pytest.mark.django_db
def test_her_photo_leaves_the_disk_only_once_the_erasure_is_certain(django_capture_on_commit_callbacks):
    awa = a_full_life()
    name = awa.profile.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_person(person=awa, now=LATER)
        assert default_storage.exists(name)

    assert not default_storage.exists(name)


@pytest.mark.django_db
def test_whoever_was_excluded_does_not_come_back_by_having_herself_erased():
    awa = a_mentee()
    hashes.keep("sanctioned", awa.email, until=LATER + timedelta(days=100))
    assert any("empreinte" in sentence for sentence in erasure.what_stays(awa, now=LATER))

    erasure.erase_person(person=awa, now=LATER)

    assert hashes.is_kept("sanctioned", awa.email, now=LATER + timedelta(days=99))


@pytest.mark.django_db
def test_what_she_wrote_from_her_address_before_she_had_an_account_goes_too():
    awa, zoe = a_mentee(), a_mentee("Zoé")
    for person in (awa, zoe):
        given = {"name": person.first_name, "email": person.email, "subject": "Question", "body": "Comment entrer ?"}
        TeamMessage.objects.create(programme=home(), written_at=NOON, **given)

    erasure.erase_person(person=awa, now=LATER)

    assert [message.email for message in TeamMessage.objects.all()] == [zoe.email]

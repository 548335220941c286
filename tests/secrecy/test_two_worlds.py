"""N1 to N4: the same community twice, where one woman's name differs. Who may not know it sees the same bytes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from binome.people.models import CivilIdentity, SignupDraft
from tests.factories.people import PRESENTATION

from . import decoding
from .cast import (
    ANYWHERE,
    AWA_RENAMED,
    BRUNA_MOVED,
    BRUNA_RENAMED,
    FIRST,
    MODERATORS,
    MOVED_FOR,
    VIEWERS,
    Difference,
    may_read,
)
from .routes import Call, patterns, strangers_to_this_list
from .team import team_readings
from .walk import Visitor, listening
from .worlds import COMMENT_PRIVATE, COMMENT_SHARED, NAMES, REPORT_MARK, REPORT_TEXT, a_signed_photo, planted

pytestmark = pytest.mark.django_db
PROFILE = {
    "first_name": "Ines", "headline": "Cheffe d’atelier", "sector": "industrie", "presentation": PRESENTATION,
    "topics": ["changer-de-metier"], "country": "FR", "spoken": ["fr"], "formats": ["remote"], "rhythms": ["monthly"],
    "capacity": "1",
}  # fmt: skip
RENAMED = (BRUNA_RENAMED, AWA_RENAMED)
COMPARED = [(difference, viewer) for difference in RENAMED for viewer in VIEWERS] + [
    (BRUNA_MOVED, viewer) for viewer in MOVED_FOR
]


def test_every_route_of_the_site_is_called():
    assert strangers_to_this_list() == set()
    assert len(patterns()) > 90


@pytest.mark.parametrize("difference", RENAMED, ids=lambda difference: difference.label)
def test_a_name_is_kept_in_one_place(walked, difference):
    """No other table, index or file of the two worlds differs by a byte."""
    first, other = walked(FIRST), walked(difference)
    differing = {name for name, rows in first.tables.items() if other.tables[name] != rows}
    drafts = {SignupDraft._meta.db_table} if "salome" in difference.values else set()
    assert differing == {CivilIdentity._meta.db_table} | drafts
    assert first.files == other.files


def test_contact_details_are_kept_where_they_are_given(walked):
    first, other = walked(FIRST), walked(BRUNA_MOVED)
    differing = {name for name, rows in first.tables.items() if other.tables[name] != rows}
    assert differing == {
        "people_user", "people_civilidentity", "people_profile", "account_emailaddress", "core_letter",
    }  # fmt: skip


@pytest.mark.parametrize("difference", (*RENAMED, BRUNA_MOVED), ids=lambda difference: difference.label)
def test_letters_say_the_same_in_both_worlds(walked, difference):
    """N3: headers, text and HTML, as the mail server receives them."""
    first, other = walked(FIRST).letters, walked(difference).letters
    assert len(first) > 40
    assert first == other


def test_no_letter_carries_a_sealed_value(walked):
    """Not even to the partner who reads it on the site."""
    first, values = walked(FIRST), planted()
    carried = {
        event: found for event, letter in first.letters.items() if (found := decoding.find(letter, values.values()))
    }
    assert (carried, first.written) == ({}, {})


@pytest.mark.parametrize("viewer", VIEWERS)
def test_she_reads_what_the_table_says_and_nothing_else(walked, viewer):
    """N1, N2: what is written by hand in the cast is what the pages show, whatever their disguise."""
    read, allowed = walked(FIRST).read[viewer], may_read(viewer)
    assert set(read) == set(allowed)
    for value, answers in allowed.items():
        assert answers == ANYWHERE or read[value] <= answers, value


@pytest.mark.parametrize(("difference", "viewer"), COMPARED, ids=str)
def test_the_worlds_part_only_where_she_reads_what_differs(walked, difference: Difference, viewer: str):
    """For whoever may not know: nowhere. For whoever may: somewhere, or the harness would be blind."""
    first, other = walked(FIRST), walked(difference)
    parted = first.differences(other, viewer)

    changed = {f"{person} {name}" for person, values in difference.values.items() for name in values}
    reading = {answer for value in changed for answer in first.read[viewer].get(value, ())}
    elsewhere = {call: words for call, words in parted.items() if " ".join(call.split()[:2]) not in reading}
    assert elsewhere == {}
    assert {" ".join(call.split()[:2]) for call in parted} == reading


def test_an_uploaded_photo_keeps_nothing_of_its_file(building):
    """N9: the same picture from two telephones, which wrote two names into the file and its name."""
    kept = []
    for name in NAMES:
        with building() as world, listening() as listener:
            photo = SimpleUploadedFile(f"{name}.jpg", a_signed_photo(name), "image/jpeg")
            call = Call("profile-edit", reverse("profile-edit"), "POST", data={**PROFILE, "photo": photo})
            assert decoding.find(a_signed_photo(name), [decoding.plain(name)])
            saved, page = Visitor(world, "ines").ask(call, listener)
            kept.append((saved.status, saved.files, saved.body, page.body))
    assert kept[0] == kept[1]
    assert (kept[0][0], len(kept[0][1])) == (302, 1)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_page_fails(walked, viewer):
    """The site's health page may say that the mail is late: nothing is sent in these worlds."""
    failed = {
        call: outcome.logs[-1].splitlines()[:2]
        for (who, call), outcomes in walked(FIRST).outcomes.items()
        for outcome in outcomes
        if who == viewer and outcome.status >= 500 and " health" not in call
    }
    assert failed == {}


def test_logs_say_no_name(walked):
    """N14, and nothing that could be one: no address, no query string, no text of a person."""
    written = {line for outcomes in walked(FIRST).outcomes.values() for one in outcomes for line in one.logs}
    names = set(planted().values()) | {
        decoding.plain(words) for words in (REPORT_TEXT, COMMENT_SHARED, COMMENT_PRIVATE)
    }
    assert written
    assert {line: found for line in written if (found := decoding.find(line.encode(), names))} == {}


@pytest.mark.parametrize("viewer", [*MODERATORS, "cora"])
def test_the_team_leaves_one_line_for_each_name_and_each_report_it_reads(walked, viewer):
    """N16. Asked again, it is written again."""
    seen = team_readings(walked(FIRST), viewer)
    assert {reading.call for reading in seen if not reading.is_journalled} == set()
    assert any(reading.lines for reading in seen)


def test_a_moderator_who_knows_her_reads_neither_the_report_nor_who_wrote_it(walked):
    """N12: Cora was declined by Bruna; Hawa reported Bruna."""
    pages = [(call, one) for (who, call), found in walked(FIRST).outcomes.items() if who == "cora" for one in found]
    hawa = walked(FIRST).world.people["hawa"]
    assert [call for call, one in pages if REPORT_MARK in one.text] == []
    assert [call for call, one in pages if hawa.first_name in one.text or f"{hawa.code}" in one.text] == []
    assert {one.status for call, one in pages if call.startswith("GET case-detail")} == {404}
    assert {one.status for call, one in pages if call == "GET profile-review bruna"} == {403}

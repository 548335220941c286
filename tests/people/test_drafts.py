"""Signing up: the draft, its link, the person it becomes."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage

from binome.core.models import JournalEntry, Letter
from binome.people import actions, queries
from binome.people.actions import DraftGone, MoveRefused
from binome.people.lifecycle import ProfileState
from binome.people.models import CivilIdentity, Profile, SignupDraft, User, open_identities
from tests import canary
from tests.factories import NOON, a_draft, a_mentee
from tests.factories.people import PRESENTATION

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
ANSWERS = {
    "first_name": "Awa",
    "headline": "Couturière",
    "quote": "",
    "presentation": PRESENTATION,
    "sector": "industrie",
    "city": "Nantes",
    "country": "FR",
    "languages": ["fr", "wo"],
    "topics": ["confiance"],
    "formats": ["remote"],
    "rhythms": ["monthly"],
}


def save(draft, **fields):
    usual = {"step": 2, "complete": True, "answers": {}, "typed": {}, "now": LATER}
    return actions.save_draft_step(draft=draft, **{**usual, **fields})


def a_full_draft(email="awa@example.org", **fields):
    return a_draft(email, answers=ANSWERS, family_name=canary.family_name(), phone="06 12 34 56 78", **fields)


def stored(name):
    with default_storage.open(name) as file:
        return file.read()


def letters():
    return list(Letter.objects.order_by("id").values_list("kind", "to"))


def token_in(letter):
    return letter.text.split("/inscription/reprendre/")[1].split("/")[0]


def test_starting_keeps_a_draft_that_no_link_opens_yet():
    draft = actions.start_draft(
        programme_slug="binome", role="mentor", answers={"attested": True}, language="fr", now=NOON
    )

    assert (draft.role, draft.step, draft.answers, draft.created_at) == ("mentor", 2, {"attested": True}, NOON)
    assert letters() == []
    assert list(JournalEntry.objects.values_list("verb", "object_code", "data")) == [
        ("signup_started", draft.code, {"role": "mentor"})
    ]


def test_a_step_keeps_what_is_right_and_what_is_not_right_yet():
    draft = a_draft(answers={"headline": "Avant"})
    save(draft, step=3, complete=False, answers={"sector": "sante"}, typed={"headline": "x" * 500})

    row = SignupDraft.objects.get()
    assert row.answers == {"headline": "Avant", "sector": "sante", "typed": {"3": {"headline": "x" * 500}}}
    assert queries.answers_of(row)["headline"] == "x" * 500
    assert (row.step, row.updated_at) == (3, LATER)

    save(row, step=3, answers={"headline": "Après"}, typed={})
    row.refresh_from_db()
    assert queries.answers_of(row)["headline"] == "Après"
    assert row.step == 4


def test_an_earlier_step_saved_again_closes_no_later_one():
    draft = save(a_draft(step=4), step=2)
    assert draft.step == 4


def test_a_new_address_receives_the_link_once():
    draft = a_draft()
    save(draft, email="Awa@Example.org", family_name="Zyxqa")
    save(SignupDraft.objects.get(), email="awa@example.org")

    assert letters() == [("signup_resume", "awa@example.org")]
    row = SignupDraft.objects.get()
    assert (row.email, row.family_name, row.email_confirmed_at) == ("awa@example.org", "Zyxqa", None)
    assert queries.draft_of_token(token_in(Letter.objects.get())) == row


def test_a_corrected_address_makes_the_first_link_worthless():
    draft = save(a_draft(), email="faute@example.org")
    actions.resume_draft(token=token_in(Letter.objects.get()), now=LATER)
    save(draft, email="awa@example.org", now=LATER + timedelta(minutes=1))

    first, second = Letter.objects.order_by("id")
    assert queries.draft_of_token(token_in(first)) is None
    assert queries.draft_of_token(token_in(second)) == draft
    assert SignupDraft.objects.get().email_confirmed_at is None


def test_an_address_that_has_an_account_is_told_so_and_gets_no_link():
    bruna = a_mentee("Bruna", email="bruna@example.org")
    draft = save(a_draft(), email="bruna@example.org")
    actions.send_draft_link(draft=draft, now=LATER + timedelta(hours=1))

    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient_code) == ("address_known", bruna.code)
    assert "reprendre" not in letter.text


def test_an_address_typed_fifty_times_receives_five_letters():
    """A stranger types it, draft after draft; the fifth link still works, and the next day begins anew."""
    for number in range(50):
        save(a_draft(token=f"t{number}"), email="awa@example.org", now=LATER + timedelta(minutes=number))

    assert letters() == [("signup_resume", "awa@example.org")] * 5
    assert queries.draft_of_token(token_in(Letter.objects.order_by("id").last())) is not None
    save(a_draft(), email="ines@example.org")
    save(a_draft(token="tomorrow"), email="awa@example.org", now=LATER + timedelta(days=1, minutes=10))
    assert letters().count(("signup_resume", "awa@example.org")) == 6
    assert letters().count(("signup_resume", "ines@example.org")) == 1


def test_the_address_of_an_account_receives_no_more_letters_than_another_one():
    """N6."""
    a_mentee("Bruna", email="bruna@example.org")
    for number in range(50):
        save(a_draft(token=f"t{number}"), email="bruna@example.org", now=LATER + timedelta(minutes=number))
        actions.create_person_from_draft(
            draft=a_full_draft("bruna@example.org", token=f"f{number}"), now=LATER + timedelta(minutes=number)
        )
    assert letters() == [("address_known", "bruna@example.org")] * 5


def test_asking_again_for_a_lost_link_without_end_keeps_the_last_one_that_left():
    draft = a_draft("awa@example.org", token="secret")
    for number in range(9):
        actions.find_draft_link(email="awa@example.org", now=LATER + timedelta(minutes=number))

    assert len(letters()) == 5
    assert queries.draft_of_token(token_in(Letter.objects.order_by("id").last())) == draft


def test_resuming_confirms_the_address_and_keeps_the_first_date():
    draft = a_draft("awa@example.org", token="secret")
    assert actions.resume_draft(token="secret", now=LATER) == draft
    actions.resume_draft(token="secret", now=LATER + timedelta(days=1))
    assert SignupDraft.objects.get().email_confirmed_at == LATER


@pytest.mark.parametrize(("token", "after"), [("autre", timedelta(0)), ("secret", timedelta(days=31))])
def test_a_wrong_or_old_link_resumes_nothing(token, after):
    a_draft("awa@example.org", token="secret")
    with pytest.raises(DraftGone):
        actions.resume_draft(token=token, now=NOON + after)
    assert SignupDraft.objects.get().email_confirmed_at is None


def test_a_lost_link_is_sent_again_and_the_draft_lives_on():
    draft = a_draft("awa@example.org", token="secret")
    actions.find_draft_link(email=" AWA@example.org", now=NOON + timedelta(days=40))

    letter = Letter.objects.get()
    draft.refresh_from_db()
    assert (letter.kind, queries.draft_of_token("secret")) == ("signup_resume", None)
    assert actions.resume_draft(token=token_in(letter), now=NOON + timedelta(days=41)) == draft


def test_asking_for_the_link_of_nobody_does_nothing():
    a_mentee("Bruna", email="bruna@example.org")
    actions.find_draft_link(email="inconnue@example.org", now=NOON)
    actions.find_draft_link(email="bruna@example.org", now=NOON)
    assert letters() == []


def test_a_photo_is_replaced_then_removed_and_its_file_follows(django_capture_on_commit_callbacks):
    draft = a_draft()
    first = save(draft, photo=b"one").photo.name
    with django_capture_on_commit_callbacks(execute=True):
        second = save(draft, photo=b"two").photo.name
    assert (default_storage.exists(first), stored(second)) == (False, b"two")
    assert save(draft).photo.name == second
    with django_capture_on_commit_callbacks(execute=True):
        assert not save(draft, photo="").photo
    assert not default_storage.exists(second)


def test_the_draft_becomes_a_person_whom_a_moderator_will_read():
    draft = a_full_draft(email_confirmed_at=NOON, language="en")
    draft.photo = "photos/x.jpg"
    draft.save()

    person = actions.create_person_from_draft(draft=draft, now=LATER)

    assert User.objects.get() == person
    assert (person.email, person.first_name, person.is_active, person.language, person.created_at) == (
        "awa@example.org", "Awa", False, "en", LATER,
    )  # fmt: skip
    assert not person.has_usable_password()
    profile = Profile.objects.get()
    assert {name: getattr(profile, name) for name in ANSWERS if name != "first_name"} == {
        name: value for name, value in ANSWERS.items() if name != "first_name"
    }
    assert (profile.state, profile.waiting_since, profile.photo.name) == (ProfileState.SUBMITTED, LATER, "photos/x.jpg")
    with open_identities():
        sealed = CivilIdentity.objects.get()
    assert (sealed.person, sealed.family_name, sealed.phone) == (person, draft.family_name, "06 12 34 56 78")
    address = EmailAddress.objects.get()
    assert (address.user, address.email, address.verified, address.primary) == (person, "awa@example.org", True, True)
    assert SignupDraft.objects.count() == 0
    assert letters() == [("application_received", "awa@example.org")]
    assert list(JournalEntry.objects.values_list("verb", "actor_code")) == [("application_received", person.code)]


def test_an_address_that_she_did_not_confirm_stays_unconfirmed():
    actions.create_person_from_draft(draft=a_full_draft(), now=LATER)
    assert not EmailAddress.objects.get().verified


def test_a_second_click_creates_nobody():
    draft = a_full_draft()
    twin = SignupDraft.objects.get()
    actions.create_person_from_draft(draft=draft, now=LATER)
    with pytest.raises(DraftGone):
        actions.create_person_from_draft(draft=twin, now=LATER)
    assert (User.objects.count(), Letter.objects.count()) == (1, 1)


def test_a_known_address_creates_nobody_and_tells_its_owner():
    bruna = a_mentee("Bruna", email="bruna@example.org")
    assert actions.create_person_from_draft(draft=a_full_draft("bruna@example.org"), now=LATER) is None
    assert list(User.objects.all()) == [bruna]
    assert (SignupDraft.objects.count(), letters()) == (0, [("address_known", "bruna@example.org")])


@pytest.mark.parametrize("missing", ["email", "family_name", "first_name", "headline", "presentation", "sector"])
def test_an_unfinished_draft_is_refused_and_kept(missing):
    draft = a_full_draft()
    if missing in ANSWERS:
        draft.answers = {**ANSWERS, missing: ""}
    else:
        setattr(draft, missing, "")
    with pytest.raises(MoveRefused, match="manque"):
        actions.create_person_from_draft(draft=draft, now=LATER)
    assert (SignupDraft.objects.count(), User.objects.count()) == (1, 0)


def test_a_step_of_a_sent_draft_is_refused():
    draft = a_draft()
    SignupDraft.objects.all().delete()
    with pytest.raises(DraftGone):
        save(draft)

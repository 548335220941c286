"""What moderators decide on a profile (A5): every decision, every refusal, every effect."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from binome.core.models import JournalEntry, Letter
from binome.people import actions, queries, tokens
from binome.people.actions import MoveRefused
from binome.people.lifecycle import MOVES, ProfileState
from binome.people.models import Profile, Review, User
from tests.factories import NOON, a_mentee, a_moderator, a_profile_to_check

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def dina():
    return a_moderator()


def profile_in(state):
    profile = a_profile_to_check()
    Profile.objects.filter(pk=profile.pk).update(state=state)
    profile.refresh_from_db()
    return profile


def decide(verb, profile, by, now=LATER):
    call = {
        "approve": lambda: actions.approve_profile(profile=profile, by=by, now=now),
        "ask_change": lambda: actions.ask_profile_change(profile=profile, by=by, message="Plus long ?", now=now),
        "refuse": lambda: actions.refuse_profile(
            profile=profile, by=by, reason="commercial", message="Une offre payante.", now=now
        ),
    }
    call[verb]()


def seen(profile):
    return queries.content_digest(Profile.objects.select_related("person").get(pk=profile.pk))


def stored(name):
    with default_storage.open(name) as file:
        return file.read()


def letters():
    return list(Letter.objects.order_by("id").values_list("kind", "recipient_code"))


@pytest.mark.parametrize(
    ("verb", "mail", "waiting", "past"),
    [
        ("approve", "activation", None, "profile_approved"),
        ("ask_change", "profile_change_asked", None, "profile_change_asked"),
        ("refuse", "profile_refused", None, "profile_refused"),
    ],
)
def test_a_decision_moves_the_profile_writes_it_down_and_tells_her(dina, verb, mail, waiting, past):
    profile = a_profile_to_check()
    actions.take_profile(profile=profile, by=dina, now=NOON)

    decide(verb, profile, dina)

    profile.refresh_from_db()
    assert (profile.state, profile.waiting_since, profile.taken_by) == (MOVES[verb].target, waiting, None)
    review = Review.objects.get()
    assert (review.verb, review.by, review.at, review.profile) == (verb, dina, LATER, profile)
    assert letters() == [(mail, profile.person.code)]
    last = JournalEntry.objects.last()
    assert (last.verb, last.actor_code, last.object_code) == (past, dina.code, profile.person.code)


@pytest.mark.parametrize("verb", ["approve", "ask_change", "refuse"])
@pytest.mark.parametrize("state", ProfileState.values)
def test_only_the_moves_of_the_table_are_made(dina, verb, state):
    profile = profile_in(state)
    if state in MOVES[verb].sources:
        decide(verb, profile, dina)
        return
    with pytest.raises(MoveRefused):
        decide(verb, profile, dina)
    profile.refresh_from_db()
    assert (profile.state, Review.objects.count(), letters()) == (state, 0, [])


def test_the_second_of_two_moderators_is_told_so(dina):
    profile = a_profile_to_check()
    twin = Profile.objects.select_related("person").get(pk=profile.pk)
    decide("approve", profile, dina)
    with pytest.raises(MoveRefused, match="déjà"):
        decide("refuse", twin, a_moderator("Elsa"))
    assert Profile.objects.get(pk=profile.pk).state == ProfileState.APPROVED


def test_approving_remembers_what_was_checked(dina):
    profile = a_profile_to_check()
    decide("approve", profile, dina)
    profile.refresh_from_db()
    assert profile.approved_at == LATER
    assert profile.checked_content == queries.sensitive_content(profile)
    assert queries.differences(profile) == []


@pytest.mark.parametrize("verb", ["approve", "ask_change", "refuse"])
def test_nobody_reviews_herself_or_her_other_account(dina, verb):
    own = a_profile_to_check("Dina bis")
    User.objects.filter(pk=own.person_id).update(linked_to=dina)
    own = Profile.objects.select_related("person").get(pk=own.pk)
    for by in (dina, own.person):
        with pytest.raises(MoveRefused, match="autre modératrice"):
            decide(verb, own, by)
    assert letters() == []


@pytest.mark.parametrize("message", ["", "   "])
def test_a_change_or_a_refusal_needs_words(dina, message):
    profile = a_profile_to_check()
    with pytest.raises(MoveRefused, match="Écrivez"):
        actions.ask_profile_change(profile=profile, by=dina, message=message, now=LATER)
    with pytest.raises(MoveRefused, match="Expliquez"):
        actions.refuse_profile(profile=profile, by=dina, reason="rules", message=message, now=LATER)
    with pytest.raises(MoveRefused, match="raison"):
        actions.refuse_profile(profile=profile, by=dina, reason="parce que", message="Non.", now=LATER)
    assert Profile.objects.get(pk=profile.pk).state == ProfileState.SUBMITTED


def test_no_mail_repeats_the_words_of_a_moderator(dina):
    for verb in ("ask_change", "refuse"):
        decide(verb, a_profile_to_check(), dina)
    for letter in Letter.objects.all():
        assert "Plus long" not in letter.text and "Une offre payante" not in letter.text


def test_a_second_opinion_leaves_the_profile_to_someone_else(dina):
    profile = a_profile_to_check()
    actions.escalate_profile(profile=profile, by=dina, message="J’hésite.", now=LATER)

    profile.refresh_from_db()
    assert (profile.state, profile.escalated_by, profile.waiting_since) == (ProfileState.SUBMITTED, dina, NOON)
    assert (Review.objects.get().verb, letters()) == ("escalate", [])
    with pytest.raises(MoveRefused, match="autre modératrice"):
        decide("approve", profile, dina)
    with pytest.raises(MoveRefused, match="déjà"):
        actions.escalate_profile(profile=profile, by=a_moderator("Elsa"), message="Moi aussi.", now=LATER)
    decide("approve", profile, a_moderator("Elsa"))
    assert Profile.objects.get(pk=profile.pk).escalated_by is None


def test_one_moderator_at_a_time_is_in_charge(dina):
    profile, elsa = a_profile_to_check(), a_moderator("Elsa")
    actions.take_profile(profile=profile, by=dina, now=NOON)
    actions.take_profile(profile=profile, by=dina, now=NOON)
    with pytest.raises(MoveRefused, match="collègue"):
        actions.take_profile(profile=profile, by=elsa, now=NOON)
    actions.release_profile(profile=profile, by=elsa, now=NOON)
    assert Profile.objects.get(pk=profile.pk).taken_by == dina
    actions.release_profile(profile=profile, by=dina, now=NOON)
    actions.take_profile(profile=profile, by=elsa, now=NOON)
    actions.take_profile(profile=profile, by=dina, now=NOON + timedelta(hours=3))
    assert Profile.objects.get(pk=profile.pk).taken_by == dina


def an_edited_profile(dina, **changes):
    profile = a_profile_to_check()
    decide("approve", profile, dina, now=NOON)
    changes = changes or {"headline": "Nouveau métier", "first_name": "Fatou"}
    actions.edit_profile(person=profile.person, changes=changes, now=LATER)
    return Profile.objects.select_related("person").get(pk=profile.pk)


def test_a_change_that_is_fine_becomes_the_reference(dina):
    profile = an_edited_profile(dina)
    assert [name for name, _before, _now in queries.differences(profile)] == ["first_name", "headline"]

    actions.confirm_recheck(profile=profile, by=dina, seen=seen(profile), now=LATER)

    profile.refresh_from_db()
    assert (profile.recheck_since, profile.waiting_since, queries.differences(profile)) == (None, None, [])
    assert Review.objects.first().verb == "confirm"


def test_a_change_that_is_not_fine_is_put_back_and_she_is_told_where_to_read_why(dina):
    profile = an_edited_profile(dina)
    profile.person.is_active = True
    profile.person.save()

    actions.restore_checked(profile=profile, by=dina, message="Restez sobre.", seen=seen(profile), now=LATER)

    profile.refresh_from_db()
    assert (profile.headline, profile.person.first_name) == ("Cheffe d’atelier, textile technique", "Fanta")
    assert (profile.recheck_since, queries.differences(profile)) == (None, [])
    assert User.objects.get(pk=profile.person_id).first_name == "Fanta"
    letter = Letter.objects.get(kind="profile_change_asked")
    assert "/mon-espace/profil/" in letter.text and "sobre" not in letter.text
    assert queries.last_message(profile, "restore").message == "Restez sobre."


@pytest.mark.parametrize("verb", ["confirm", "restore"])
def test_a_profile_that_moved_meanwhile_must_be_read_again(dina, verb):
    profile = an_edited_profile(dina)
    before = seen(profile)
    actions.edit_profile(person=profile.person, changes={"quote": "Encore autre chose"}, now=LATER)
    with pytest.raises(MoveRefused, match="relisez-le"):
        if verb == "confirm":
            actions.confirm_recheck(profile=profile, by=dina, seen=before, now=LATER)
        else:
            actions.restore_checked(profile=profile, by=dina, message="Non.", seen=before, now=LATER)
    assert Profile.objects.get(pk=profile.pk).recheck_since == LATER


def test_the_checked_photo_is_kept_until_the_next_check(dina, django_capture_on_commit_callbacks):
    profile = a_profile_to_check()
    actions.moves.apply_changes(profile, {"photo": b"one"})
    decide("approve", profile, dina, now=NOON)
    first = profile.photo.name
    for content in (b"two", b"three"):
        with django_capture_on_commit_callbacks(execute=True):
            actions.edit_profile(person=profile.person, changes={"photo": content}, now=LATER)
    profile = Profile.objects.select_related("person").get(pk=profile.pk)
    third = profile.photo.name
    assert (default_storage.exists(first), stored(third)) == (True, b"three")

    with django_capture_on_commit_callbacks(execute=True):
        actions.restore_checked(profile=profile, by=dina, message="Non.", seen=seen(profile), now=LATER)

    assert Profile.objects.get(pk=profile.pk).photo.name == first
    assert (default_storage.exists(first), default_storage.exists(third)) == (True, False)


def test_confirming_a_new_photo_forgets_the_old_file(dina, django_capture_on_commit_callbacks):
    profile = a_profile_to_check()
    actions.moves.apply_changes(profile, {"photo": b"one"})
    decide("approve", profile, dina, now=NOON)
    first = profile.photo.name
    actions.edit_profile(person=profile.person, changes={"photo": b"two"}, now=LATER)
    profile = Profile.objects.select_related("person").get(pk=profile.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_recheck(profile=profile, by=dina, seen=seen(profile), now=LATER)
    assert not default_storage.exists(first)


def token_for(purpose, profile, now=LATER):
    return tokens.write(purpose, code=profile.person.code, now=now)


def test_a_refusal_is_contested_once_and_someone_else_decides(dina):
    profile = a_profile_to_check()
    decide("refuse", profile, dina)
    token = token_for("contest", profile)

    actions.contest_refusal(token=token, message="Ce n’est pas une offre.", now=LATER)

    profile.refresh_from_db()
    assert (profile.state, profile.waiting_since, profile.escalated_by) == (ProfileState.SUBMITTED, LATER, dina)
    review = Review.objects.first()
    assert (review.verb, review.by, review.message) == ("contest", profile.person, "Ce n’est pas une offre.")
    decide("refuse", profile, a_moderator("Elsa"))
    with pytest.raises(MoveRefused, match="déjà"):
        actions.contest_refusal(token=token, message="Encore.", now=LATER)


def test_a_correction_brings_the_profile_back_to_the_queue(dina):
    profile = a_profile_to_check()
    decide("ask_change", profile, dina)

    actions.resubmit_profile(token=token_for("correct", profile), changes={"headline": "Cheffe"}, now=LATER)

    profile.refresh_from_db()
    assert (profile.state, profile.headline, profile.waiting_since) == (ProfileState.SUBMITTED, "Cheffe", LATER)
    assert JournalEntry.objects.last().verb == "profile_resubmitted"


@pytest.mark.parametrize("after", [timedelta(days=61), timedelta(0)])
def test_an_old_or_foreign_link_answers_nothing(dina, after):
    profile = a_profile_to_check()
    decide("refuse", profile, dina)
    token = token_for("contest" if after else "correct", profile)
    with pytest.raises(MoveRefused, match="expiré"):
        actions.contest_refusal(token=token, message="Bonjour", now=LATER + after)
    assert Profile.objects.get(pk=profile.pk).state == ProfileState.REFUSED


def test_a_mail_that_came_too_late_is_not_sent(dina):
    from binome.core.mails import still_due

    profile = a_profile_to_check()
    decide("refuse", profile, dina)
    letter = Letter.objects.get()
    assert still_due(letter)
    actions.contest_refusal(token=token_for("contest", profile), message="Non.", now=LATER)
    assert not still_due(letter)


def test_a_member_is_not_reviewed_again_without_a_change(dina):
    profile = a_mentee().profile
    with pytest.raises(MoveRefused):
        actions.confirm_recheck(profile=profile, by=dina, seen=seen(profile), now=LATER)

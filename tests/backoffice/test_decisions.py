"""Everything a moderator may decide on a profile, with all its effects, and each way it is refused."""

import pytest
from django.urls import reverse

from binome.people import actions
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile
from binome.people.queries import content_digest, sensitive_content
from binome.people.tokens import write as write_token
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_profile_to_check, a_request

from .pages import seen_in, text

pytestmark = pytest.mark.django_db
ALL_CHECKS = ["person", "photo", "contact"]
ADDRESS = {
    "approve": "approve-profile",
    "ask_change": "ask-profile-change",
    "refuse": "refuse-profile",
    "escalate": "escalate-profile",
    "confirm": "confirm-recheck",
    "restore": "restore-profile",
}
ANSWERS = {
    "approve": {"checks": ALL_CHECKS},
    "ask_change": {"message": "Pourriez-vous écrire deux phrases de plus ?"},
    "refuse": {"refusal-reason": "unclear", "refusal-message": "Nous n’avons pas compris votre démarche."},
    "escalate": {"second-message": "Je ne suis pas sûre."},
    "confirm": {},
    "restore": {"message": "Le numéro n’a pas sa place ici."},
}


def review_url(profile):
    return reverse("profile-review", args=[profile.person.code])


def decide(client, profile, verb, **answers):
    data = {"seen": content_digest(profile), **ANSWERS[verb], **answers}
    return client.post(reverse(ADDRESS[verb], args=[profile.person.code]), data)


def state_of(profile):
    """What a decision may change."""
    row = Profile.objects.select_related("person").get(pk=profile.pk)
    return {
        "state": row.state, "waits": row.waiting_since is not None, "taken_by": row.taken_by,
        "escalated_by": row.escalated_by, "enrolment": row.person.enrolments.get().state,
        "listed": row.person.enrolments.get().listing.visible, "quote": row.quote,
        "reviews": list(row.reviews.order_by("pk").values_list("verb", "by__first_name", "message")),
    }  # fmt: skip


@pytest.fixture
def fanta(db):
    return a_profile_to_check("Fanta")


@pytest.fixture
def changed(db):
    """Bruna's approved profile, changed since it was checked."""
    person = a_mentor("Bruna")
    Profile.objects.filter(person=person).update(checked_content=sensitive_content(person.profile))
    return actions.edit_profile(person=person, changes={"quote": "Appelez le 06 12 34 56 78."}, now=NOON)


WAITING = {"waits": True, "taken_by": None, "escalated_by": None, "enrolment": "pending", "listed": False,
           "quote": "Je sais ce que coûte une décision."}  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "state", "enrolment", "entries", "mail"),
    [
        ("approve", "approved", "active", ["profile_approved", "person_admitted"], "activation"),
        ("ask_change", "change_asked", "pending", ["profile_change_asked"], "profile_change_asked"),
        ("refuse", "refused", "pending", ["profile_refused"], "profile_refused"),
    ],
)
def test_a_decision_on_a_new_profile(team, fanta, journal, letters, verb, state, enrolment, entries, mail):
    journal(), letters()
    answer = decide(team, fanta, verb)
    message = next(iter([value for key, value in ANSWERS[verb].items() if key.endswith("message")]), "")
    assert answer.url == reverse("moderation-queue")
    assert state_of(fanta) == {
        **WAITING, "state": state, "waits": False, "enrolment": enrolment, "reviews": [(verb, "Dina", message)],
    }  # fmt: skip
    assert journal() == entries
    assert letters() == [(mail, fanta.person.code)]


def test_a_second_opinion_leaves_the_profile_waiting_for_someone_else(team, dina, fanta, journal, letters):
    journal(), letters()
    decide(team, fanta, "escalate")
    assert state_of(fanta) == {
        **WAITING, "state": "submitted", "escalated_by": dina,
        "reviews": [("escalate", "Dina", "Je ne suis pas sûre.")],
    }  # fmt: skip
    assert (journal(), letters()) == (["profile_escalated"], [])


def test_who_asked_for_a_second_opinion_decides_nothing_more(team, fanta, window, journal):
    decide(team, fanta, "escalate")
    page = team.get(review_url(fanta))
    assert "une autre modératrice décide" in text(page)
    assert "Publier le profil" not in text(page)
    journal()
    assert decide(team, fanta, "approve").url == review_url(fanta)
    assert state_of(fanta)["state"] == "submitted"
    assert journal() == []
    mireille = window(a_moderator("Mireille"))
    assert "Je ne suis pas sûre." in text(mireille.get(review_url(fanta)))
    decide(mireille, fanta, "approve")
    assert state_of(fanta)["state"] == "approved"


def test_a_change_that_is_already_online_is_confirmed(team, changed, journal, letters):
    journal(), letters()
    decide(team, changed, "confirm")
    assert state_of(changed) == {
        "state": "approved", "waits": False, "taken_by": None, "escalated_by": None, "enrolment": "active",
        "listed": True, "quote": "Appelez le 06 12 34 56 78.", "reviews": [("confirm", "Dina", "")],
    }  # fmt: skip
    assert (journal(), letters()) == (["profile_confirmed"], [])


def test_a_change_that_is_not_fine_is_put_back_and_she_is_told(team, changed, journal, letters):
    journal(), letters()
    decide(team, changed, "restore")
    assert state_of(changed) == {
        "state": "approved", "waits": False, "taken_by": None, "escalated_by": None, "enrolment": "active",
        "listed": True, "quote": "Je sais ce que coûte une décision.",
        "reviews": [("restore", "Dina", "Le numéro n’a pas sa place ici.")],
    }  # fmt: skip
    assert journal() == ["profile_restored"]
    assert letters() == [("profile_change_asked", changed.person.code)]
    card = changed.person.enrolments.get().listing.card
    assert "06 12" not in str(card)


@pytest.mark.parametrize(
    ("verb", "answers", "sentence"),
    [
        ("approve", {"checks": ["person", "photo"]}, "Il manque : Aucun nom ni coordonnée dans le texte"),
        ("approve", {"checks": []}, "Publier demande toutes les vérifications"),
        ("ask_change", {"message": "  "}, "Écrivez ce qu’il faut changer"),
        ("ask_change", {"message": "x" * 2001}, "Votre message est trop long : 2 000 signes au plus"),
        ("refuse", {"refusal-reason": ""}, "Choisissez la raison du refus"),
        ("refuse", {"refusal-message": ""}, "Expliquez le refus en une phrase"),
        ("refuse", {"refusal-reason": "ugly"}, "Choisissez la raison du refus"),
        ("escalate", {"second-message": ""}, "Écrivez ce qui vous fait hésiter"),
    ],
)
def test_an_incomplete_decision_changes_nothing_and_keeps_her_words(
    team, fanta, journal, letters, verb, answers, sentence
):
    journal(), letters()
    page = decide(team, fanta, verb, **answers)
    assert page.status_code == 422
    assert sentence in text(page)
    assert "<title>Erreur : " in page.content.decode().replace("\u00a0", " ")
    for value in {**ANSWERS[verb], **answers}.values():
        if isinstance(value, str) and len(value) > 10:
            assert value in text(page)
    assert state_of(fanta) == {**WAITING, "state": "submitted", "reviews": []}
    assert (journal(), letters()) == ([], [])


def test_the_second_moderator_learns_who_was_faster(team, fanta, window, journal, letters):
    mireille = window(a_moderator("Mireille"))
    decide(team, fanta, "approve")
    journal(), letters()
    page = mireille.post(
        reverse("refuse-profile", args=[fanta.person.code]), {"seen": "x", **ANSWERS["refuse"]}, follow=True
    )
    assert "Dina a été plus rapide que vous : profil publié" in text(page)
    assert state_of(fanta)["state"] == ProfileState.APPROVED
    assert (journal(), letters()) == ([], [])


def test_a_double_click_is_one_decision(team, fanta, letters):
    letters()
    for _click in range(2):
        assert decide(team, fanta, "approve").url == reverse("moderation-queue")
    assert [verb for verb, _by, _message in state_of(fanta)["reviews"]] == ["approve"]
    assert letters() == [("activation", fanta.person.code)]


def test_after_a_decision_the_next_profile_is_hers_and_opens(team, dina, fanta):
    other = a_profile_to_check("Hawa")
    assert decide(team, fanta, "approve").url == review_url(other)
    assert state_of(other)["taken_by"] == dina


def test_what_was_not_read_is_not_decided(team, fanta, journal):
    """She reads a version; a colleague asks for a correction; it comes back; she publishes what she never saw."""
    seen = seen_in(team.get(review_url(fanta)))
    actions.ask_profile_change(profile=fanta, by=a_moderator("Mireille"), message="Retirez.", now=NOON)
    token = write_token("correct", code=fanta.person.code, now=NOON)
    actions.resubmit_profile(token=token, changes={"quote": "Autre chose."}, now=NOON)
    journal()
    page = decide(team, fanta, "approve", seen=seen)
    assert "Ce profil a changé pendant que vous le lisiez" in text(page)
    assert state_of(fanta)["state"] == "submitted"
    assert journal() == []


def test_a_corrected_profile_comes_back_with_its_difference(team, fanta):
    actions.ask_profile_change(profile=fanta, by=a_moderator("Mireille"), message="Retirez.", now=NOON)
    token = write_token("correct", code=fanta.person.code, now=NOON)
    actions.resubmit_profile(token=token, changes={"quote": "Je sais ce que vaut une décision."}, now=NOON)
    page = team.get(review_url(fanta))
    assert "Ce qui a changé depuis la dernière lecture" in text(page)
    assert "retiré : coûte (fin du retrait)" in text(page)
    assert "ajouté : vaut (fin de l’ajout)" in text(page)
    assert "Retirez." in text(page)


def test_the_difference_of_a_changed_profile_says_what_was_put_in(team, changed):
    page = team.get(review_url(changed))
    assert "ajouté : Appelez le 06 12 34 56 78" in text(page)
    assert "Confirmer la modification" in text(page)
    assert "Publier le profil" not in text(page)


@pytest.mark.parametrize("verb", sorted(ADDRESS))
def test_nothing_is_decided_about_someone_she_is_involved_with(window, fanta, verb, journal):
    """A moderator's own pairs and requests, and those of her other account (N12)."""
    dina, her_other_account = a_moderator("Dina"), a_mentee("Dina")
    dina.linked_to = her_other_account
    dina.save()
    mentor = a_mentor("Bruna")
    a_request(her_other_account, mentor)
    journal()
    client = window(dina)
    for page in (decide(client, mentor.profile, verb), client.get(review_url(mentor.profile))):
        assert page.status_code == 403
        assert "Vous connaissez cette personne" in text(page)
        assert "Bruna" not in text(page)
    assert journal() == []


def test_a_profile_that_awaits_nothing_can_be_read_but_not_decided(team, window):
    mentor = a_mentor("Bruna")
    assert "Ce profil n’attend rien de vous" in text(team.get(review_url(mentor.profile)))
    page = team.post(reverse("refuse-profile", args=[mentor.code]), ANSWERS["refuse"], follow=True)
    assert "Ce profil n’attend plus cette décision" in text(page)
    assert mentor.profile.reviews.count() == 0


def test_an_unknown_code_has_no_page(team):
    assert team.get(reverse("profile-review", args=["nobody"])).status_code == 404


def test_a_refusal_may_be_reconsidered(team, fanta, letters):
    actions.refuse_profile(profile=fanta, by=a_moderator("Mireille"), reason="unclear", message="Non.", now=NOON)
    letters()
    decide(team, fanta, "approve")
    assert state_of(fanta)["state"] == "approved"
    assert letters() == [("activation", fanta.person.code)]


def test_a_profile_is_taken_and_left(team, dina, fanta, journal):
    journal()
    take, leave = (reverse(name, args=[fanta.person.code]) for name in ("take-profile", "release-profile"))
    assert team.post(take).url == review_url(fanta)
    assert state_of(fanta)["taken_by"] == dina
    assert "Vous lisez ce profil" in text(team.get(review_url(fanta)))
    assert team.post(leave).url == reverse("moderation-queue")
    assert state_of(fanta)["taken_by"] is None
    assert journal() == ["profile_taken", "profile_released"]


def test_the_second_to_take_a_profile_is_told(team, dina, fanta, window):
    team.post(reverse("take-profile", args=[fanta.person.code]))
    page = window(a_moderator("Mireille")).post(reverse("take-profile", args=[fanta.person.code]), follow=True)
    assert "Une collègue lit déjà ce profil" in text(page)
    assert "Dina lit ce profil" in text(page)
    assert state_of(fanta)["taken_by"] == dina

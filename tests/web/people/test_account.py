"""Her own pages: profile, name, mails; and photos, whose rule is asked at each access."""

import io
import re
from collections import defaultdict

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from binome.core import mails
from binome.mentoring.actions import pause_mentor, refresh_member, send_request, separate
from binome.mentoring.models import Block, Listing
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile, User
from binome.people.photos import rebuild_photo
from binome.programmes.models import Enrolment, EnrolmentState
from tests import canary
from tests.factories import (
    NOON,
    a_mentee,
    a_mentor,
    a_moderator,
    a_pair,
    a_profile_to_check,
    a_request,
    a_window,
    family_name_of,
    home,
)
from tests.factories.people import PASSWORD, PRESENTATION

pytestmark = pytest.mark.django_db
EDITED = {
    "first_name": "Bruna",
    "headline": "Cheffe d’atelier, textile technique",
    "quote": "Je sais ce que coûte une décision.",
    "presentation": PRESENTATION,
    "path": "",
    "sector": "industrie",
    "city": "Nantes",
    "country": "FR",
    "spoken": ["fr"],
    "topics": ["changer-de-metier", "diriger-une-equipe"],
    "formats": ["remote"],
    "rhythms": ["monthly"],
    "link": "",
}


def wiped(page, *words):
    """Without what the address itself says, and the anti-forgery token."""
    for word in words:
        page = page.replace(word, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def picture():
    file = io.BytesIO()
    Image.radial_gradient("L").convert("RGB").save(file, "PNG")
    file.seek(0)
    file.name = "moi.png"
    return file


def with_photo(person):
    a_window(person).post(
        reverse("profile-edit"), {**EDITED, "first_name": person.first_name, "photo": picture(), "spoken": ["fr"]}
    )
    person.refresh_from_db()
    assert person.profile.photo
    return person


def test_a_practical_change_is_online_at_once():
    bruna = a_mentor()
    client = a_window(bruna)
    page = client.post(reverse("profile-edit"), {**EDITED, "city": "Brest", "other_language": "br"}, follow=True)
    assert "Votre profil est à jour." in text(page)
    profile = Profile.objects.get(person=bruna)
    assert (profile.city, profile.languages, profile.recheck_since) == ("Brest", ["fr", "br"], None)


def test_a_sensitive_change_says_that_it_will_be_read_and_the_directory_follows():
    bruna = a_mentor()
    version = Listing.objects.get().version
    page = a_window(bruna).post(reverse("profile-edit"), {**EDITED, "headline": "Sage-femme"}, follow=True)
    assert "Votre modification est en ligne ; une modératrice la relira." in text(page).replace("\u00a0", " ")
    assert Profile.objects.get(person=bruna).recheck_since is not None
    assert Listing.objects.get().version != version


def test_a_family_name_beside_her_first_name_is_refused_before_it_is_online():
    bruna = a_mentor(first_name="Bruna")
    full_name = f"Bruna {family_name_of(bruna).upper()}"
    page = a_window(bruna).post(reverse("profile-edit"), {**EDITED, "first_name": full_name})
    assert page.status_code == 422
    assert "Écrivez votre prénom seul" in text(page)
    assert User.objects.get(pk=bruna.pk).first_name == "Bruna"


def test_a_refused_change_loses_nothing():
    response = a_window(a_mentor()).post(reverse("profile-edit"), {**EDITED, "presentation": "Court", "city": "Brest"})
    page = text(response)
    assert response.status_code == 422
    assert "Court" in page and "Brest" in page and "<title>Erreur" in page


def test_a_photo_that_a_refused_form_could_not_keep_is_asked_again():
    bruna = a_mentor()
    response = a_window(bruna).post(reverse("profile-edit"), {**EDITED, "presentation": "Court", "photo": picture()})
    assert "Choisissez de nouveau votre photo" in text(response)
    assert not Profile.objects.get(person=bruna).photo


def test_her_page_shows_her_what_stays_hidden():
    bruna = a_mentor()
    page = text(a_window(bruna).get(reverse("profile-edit")))
    assert family_name_of(bruna) in page and bruna.email in page


def test_her_name_does_not_go_online_and_her_text_stays():
    bruna = a_mentor()
    words = f"{PRESENTATION} Bruna {family_name_of(bruna)}"
    page = a_window(bruna).post(reverse("profile-edit"), {**EDITED, "presentation": words})
    assert page.status_code == 422 and "Retirez votre nom de famille" in text(page) and words in text(page)
    assert Profile.objects.get(person=bruna).presentation == PRESENTATION


def test_she_is_warned_when_a_way_to_reach_her_goes_online():
    words = f"{PRESENTATION} Écrivez à moi@exemple.fr."
    page = a_window(a_mentor()).post(reverse("profile-edit"), {**EDITED, "presentation": words}, follow=True)
    assert "semble contenir un moyen de vous joindre" in text(page)


def test_a_photo_is_added_then_removed():
    bruna = with_photo(a_mentor())
    assert reverse("photo", args=[bruna.code]) in text(a_window(bruna).get(reverse("profile-edit")))
    a_window(bruna).post(reverse("profile-edit"), {**EDITED, "remove_photo": "on"})
    assert not Profile.objects.get(person=bruna).photo


def test_staff_without_a_profile_has_no_profile_page():
    assert a_window(a_moderator()).get(reverse("profile-edit")).status_code == 404


def test_she_corrects_her_own_telephone_without_more_ado():
    bruna = a_mentor()
    client, name = a_window(bruna), family_name_of(bruna)
    assert name in text(client.get(reverse("identity-edit")))
    assert client.post(reverse("identity-edit"), {"family_name": "", "phone": "x"}).status_code == 422
    page = client.post(reverse("identity-edit"), {"family_name": name, "phone": "+33 6 12 34 56 79"}, follow=True)
    assert "Votre nom et votre téléphone sont à jour." in text(page) and "relira" not in text(page)
    assert Profile.objects.get(person=bruna).identity_changed_at is None


def test_another_name_asks_for_her_password_then_goes_on_by_itself():
    bruna, name = a_mentor(), canary.family_name()
    client, before = a_window(bruna), family_name_of(bruna)

    asked = client.post(reverse("identity-edit"), {"family_name": name, "phone": "+33 6 12 34 56 78"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert family_name_of(bruna) == before
    assert client.post(asked.url, {"password": "ce n’est pas le sien"}).status_code in {200, 422}
    assert family_name_of(bruna) == before

    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    assert family_name_of(bruna) == name
    assert "Une modératrice relira ce changement de nom." in text(page)
    assert Profile.objects.get(person=bruna).recheck_since is not None


def test_her_mails_are_hers_to_choose():
    awa = a_mentee()
    client = a_window(awa)
    page = text(client.get(reverse("mail-preferences")))
    for label in ("Ma demande est acceptée", "Mon binôme est clos"):
        assert label in page
    wanted = defaultdict(list)
    for kind in mails.optional_kinds({"mentee"}):
        if kind.name != "place_free":
            wanted[f"mails_{kind.room}"].append(kind.name)

    client.post(reverse("mail-preferences"), wanted)

    assert User.objects.get(pk=awa.pk).muted_mails == ["place_free"]


@pytest.mark.parametrize(
    ("person", "hers", "others"),
    [
        (a_mentee, {"request_expired", "place_free", "closing_proposed", "team_answered"},
         {"request_reminder", "mentor_paused", "case_opened"}),
        (a_mentor, {"request_reminder", "mentor_paused", "closing_proposed", "team_answered"},
         {"request_expired", "place_free", "case_opened"}),
        (a_moderator, {"case_opened", "team_written_to"}, {"request_expired", "mentor_paused", "team_answered"}),
    ],
)  # fmt: skip
def test_each_is_shown_the_mails_that_can_reach_her_and_no_other(person, hers, others):
    page = text(a_window(person()).get(reverse("mail-preferences")))
    shown = {kind.name for kind in mails.optional_kinds() if f'value="{kind.name}"' in page}
    assert (hers - shown, others & shown) == (set(), set())
    assert ("Une demande m’est adressée" in page) is (person is a_mentor)
    assert ("Ma demande est acceptée" in page) is (person is a_mentee)


def test_what_she_once_refused_stays_refused_though_it_is_not_shown():
    bruna = a_mentor(muted_mails=["place_free"])
    a_window(bruna).post(reverse("mail-preferences"), {"mails_mentoring": ["mentor_paused"]})
    assert "place_free" in User.objects.get(pk=bruna.pk).muted_mails


def test_the_team_chooses_its_mails_too_and_hidden_choices_stay():
    dina = a_moderator()
    page = text(a_window(dina).get(reverse("mail-preferences")))
    assert 'value="case_opened"' in page
    awa = a_mentee(muted_mails=["case_opened"])
    a_window(awa).post(reverse("mail-preferences"), {})
    assert {"case_opened", "place_free"} <= set(User.objects.get(pk=awa.pk).muted_mails)


@pytest.mark.parametrize("name", ["profile-edit", "identity-edit", "mail-preferences"])
def test_her_pages_ask_a_visitor_to_log_in(name):
    home()
    assert reverse("account_login") in Client().get(reverse(name)).url


def get(viewer, person):
    return a_window(viewer).get(reverse("photo", args=[person.code]))


def test_a_member_sees_a_photo_that_says_nothing_of_its_file():
    bruna = with_photo(a_mentor())
    response = get(a_mentee(), bruna)
    stored = Profile.objects.get(person=bruna).photo.name.rsplit("/", 1)[1].removesuffix(".jpg")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in response["Cache-Control"] and response["X-Content-Type-Options"] == "nosniff"
    assert stored not in str(response.headers) and "moi" not in str(response.headers)
    assert response.content == rebuild_photo(io.BytesIO(response.content)) or response.content.startswith(b"\xff\xd8")


def test_herself_and_the_team_see_it_too():
    bruna = with_photo(a_mentor())
    for viewer in (bruna, a_moderator()):
        assert get(viewer, bruna).status_code == 200


def test_a_visitor_must_log_in():
    bruna = with_photo(a_mentor())
    assert Client().get(reverse("photo", args=[bruna.code])).status_code == 302


@pytest.mark.parametrize(
    "obstacle", ["blocked by her", "blocked by me", "not approved", "suspended", "paused", "I am pending", "I left"]
)
def test_the_rule_is_asked_at_each_access(obstacle):
    bruna, awa = with_photo(a_mentor()), a_mentee()
    assert get(awa, bruna).status_code == 200
    if obstacle == "blocked by her":
        Block.objects.create(by=bruna, person=awa, since_at=NOON)
    elif obstacle == "blocked by me":
        Block.objects.create(by=awa, person=bruna, since_at=NOON)
    elif obstacle == "not approved":
        Profile.objects.filter(person=bruna).update(state=ProfileState.REFUSED)
        refresh_member(person=bruna, now=NOON)
    elif obstacle == "suspended":
        User.objects.filter(pk=bruna.pk).update(is_active=False)
    elif obstacle == "paused":
        pause_mentor(mentor=bruna.enrolments.get(), until=None, by=bruna, now=NOON)
    else:
        state = EnrolmentState.PENDING if obstacle == "I am pending" else EnrolmentState.LEFT
        Enrolment.objects.filter(person=awa).update(state=state)
    refused, missing = get(awa, bruna), a_window(awa).get(reverse("photo", args=["bcdfghjkmn"]))
    assert refused.status_code == missing.status_code == 404
    assert "image" not in refused["Content-Type"]


def world_of(obstacle):
    """What Awa receives of Bruna, page and photo: blocked, paused, or as if she had never been there."""
    bruna, awa = with_photo(a_mentor()), a_mentee()
    codes = {"page": bruna.code, "photo": bruna.code}
    if obstacle == "blocked":
        separate(by=bruna, person=awa, now=NOON)
    elif obstacle == "paused":
        pause_mentor(mentor=bruna.enrolments.get(), until=None, by=bruna, now=NOON)
    else:
        codes = dict.fromkeys(codes, "bcdfghjkmn")
    client = a_window(awa)
    answers = [
        client.get(reverse("mentor-detail", args=[codes["page"]])),
        client.get(reverse("photo", args=[codes["photo"]])),
    ]
    return [
        (answer.status_code, answer.headers.get("Content-Type"), wiped(text(answer), *codes.values()))
        for answer in answers
    ]


def test_a_mentor_who_blocked_her_is_like_one_who_is_paused_and_like_one_who_never_was():
    """N7, N8: the page and the photo, to the byte."""
    blocked, paused, nobody = (world_of(obstacle) for obstacle in ("blocked", "paused", "nobody"))
    assert blocked == paused == nobody
    assert [answer[0] for answer in blocked] == [404, 404]


def test_someone_in_touch_with_a_mentor_who_pauses_keeps_her_photo():
    bruna, awa = with_photo(a_mentor()), a_mentee()
    a_pair(awa, bruna)
    pause_mentor(mentor=bruna.enrolments.get(), until=None, by=bruna, now=NOON)
    assert get(awa, bruna).status_code == 200


def test_a_mentor_sees_the_photo_of_whoever_wrote_to_her_and_of_nobody_else():
    awa, bruna, clara = with_photo(a_mentee()), a_mentor(), a_mentor("Clara")
    row = a_request(awa, bruna, sent=False)
    assert get(bruna, awa).status_code == 404  # a draft is not for her yet
    send_request(mentoring_request=row, by=awa, now=NOON)
    assert [get(viewer, awa).status_code for viewer in (bruna, clara, a_mentee("Inès"))] == [200, 404, 404]
    separate(by=awa, person=bruna, now=NOON)
    assert get(bruna, awa).status_code == 404


def test_a_person_without_a_photo_answers_like_nobody():
    assert get(a_mentee(), a_mentor()).status_code == 404


def test_a_photo_whose_file_is_gone_answers_like_nobody():
    bruna = with_photo(a_mentor())
    Profile.objects.filter(person=bruna).update(photo="photos/gone.jpg")
    assert get(a_mentee(), bruna).status_code == 404


def test_a_profile_under_review_has_no_page_of_its_own_yet():
    person = a_profile_to_check().person
    assert a_window(person).get(reverse("profile-edit")).status_code in {302, 404}

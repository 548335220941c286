"""What goes wrong in a life: each time she reads what to do, and nothing that she typed is lost."""

import random

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from binome.mentoring import actions
from binome.mentoring.models import MentoringRequest, Pair
from binome.people import tokens
from binome.people.models import User
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, a_mentor, a_pair, a_profile_to_check, a_request
from tests.factories.people import PRESENTATION

from . import steps
from .steps import OBJECTIVE, WHY_YOU, press, reads, write


@pytest.fixture
def awa(live_server):
    return a_mentee("Awa", email="awa@example.org")


@pytest.fixture
def bruna(live_server):
    return a_mentor("Bruna", email="bruna@example.org")


def window(new_page, person, size=PHONE, **options):
    page = new_page(size, **options)
    steps.enter(page, person)
    return page


# --- photos -----------------------------------------------------------------------------------------------
def a_photo_of_forty_megabytes(folder):
    """Noise, which no compression makes smaller: what a very good camera gives."""
    grain = Image.frombytes("RGB", (1000, 1000), random.Random(1).randbytes(3_000_000))
    picture = Image.new("RGB", (6000, 5000))
    for left in range(0, 6000, 1000):
        for top in range(0, 5000, 1000):
            picture.paste(grain, (left, top))
    path = folder / "vacances.jpg"
    picture.save(path, "JPEG", quality=96)
    assert 35_000_000 < path.stat().st_size < 50_000_000
    return path


def a_text_file(folder):
    path = folder / "moi.jpg"
    path.write_text("Ceci n’est pas une photo.")
    return path


def a_bomb(folder):
    """A few kilobytes that would fill the memory once opened."""
    path = folder / "petite.png"
    Image.new("1", (30_000, 30_000)).save(path, "PNG", optimize=True)
    return path


def a_photo_of_an_iphone(folder):
    return settings.BASE_DIR / "tests/people/files/phone.heic"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("photo", [a_photo_of_forty_megabytes, a_photo_of_an_iphone])
def test_a_photo_of_any_weight_is_shrunk_for_her(new_page, bruna, tmp_path, photo, javascript):
    page = window(new_page, bruna, javascript=javascript)
    page.goto(reverse("profile-edit"))
    page.get_by_label("Photo", exact=False).first.set_input_files(photo(tmp_path))
    press(page, "Enregistrer mon profil")
    reads(page, "Votre modification est en ligne")
    shown = page.locator(".upload img")
    expect(shown).to_be_visible()
    assert len(page.request.get(shown.get_attribute("src")).body()) < 200_000
    with User.objects.get(pk=bruna.pk).profile.photo.open() as file, Image.open(file) as kept:
        assert (kept.format, max(kept.size) <= 512) == ("JPEG", True)


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (a_text_file, "Ce fichier n’est pas une photo. Choisissez un fichier JPEG, PNG, WebP ou HEIC"),
        (a_bomb, "Cette image est immense : plus de 50 millions de points."),
    ],
)
def test_what_is_no_photo_is_explained_and_her_words_stay(new_page, bruna, tmp_path, photo, sentence):
    page = window(new_page, bruna)
    page.goto(reverse("profile-edit"))
    write(page, "Une phrase qui vous ressemble", "Un pas après l’autre.")
    page.get_by_label("Photo").first.set_input_files(photo(tmp_path))
    press(page, "Enregistrer mon profil")
    expect(page.locator(".error-summary")).to_be_focused()
    reads(page, sentence)
    expect(page.get_by_label("Une phrase qui vous ressemble")).to_have_value("Un pas après l’autre.")
    expect(page.get_by_label("Présentation")).to_have_value(PRESENTATION)
    assert not User.objects.get(pk=bruna.pk).profile.photo


# --- texts ------------------------------------------------------------------------------------------------
def test_a_text_far_too_long_is_counted_refused_and_kept_whole(new_page, awa, bruna):
    page, long = window(new_page, awa), "Je voudrais vous dire. " * 870
    page.goto(reverse("request-new", args=[bruna.code]))
    write(page, "Votre objectif, en une phrase", OBJECTIVE)
    write(page, "Pourquoi elle", long)
    reads(page, "de trop : 1 500 signes au plus")
    press(page, "Envoyer ma demande")
    expect(page.locator(".error-summary")).to_be_focused()
    reads(page, "Pourquoi elle : Ce texte fait", "gardez-en 1", "500 au plus")
    expect(page.get_by_label("Pourquoi elle")).to_have_value(long)
    expect(page.get_by_label("Votre objectif, en une phrase")).to_have_value(OBJECTIVE)
    assert not MentoringRequest.objects.exists()


def test_emoji_and_right_to_left_writing_arrive_and_hidden_signs_do_not(new_page, post, awa, bruna):
    page = window(new_page, awa)
    page.goto(reverse("request-new", args=[bruna.code]))
    write(page, "Votre objectif, en une phrase", "Oser 🌱 مرحبا \u202eesrevne\u202c")
    write(page, "Pourquoi elle", "x" * 400 + "\u0007 👩🏽‍🔧 et\u0085 <b>simplement</b>")
    press(page, "Envoyer ma demande")
    reads(page, "Votre demande est partie.")
    assert post.arrived() == [("request_sent", "bruna")]
    reader = window(new_page, bruna, size=(320, 640))
    reader.goto(post.link("request_sent", "bruna"))
    reads(reader, "« Oser 🌱 مرحبا esrevne »", "👩🏽‍🔧 et <b>simplement</b>")
    steps.does_not_read(reader, "\u202e", "\u202c", "\u0007", "\u0085")
    assert reader.evaluate("document.documentElement.scrollWidth") == 320


# --- people -----------------------------------------------------------------------------------------------
def test_an_address_already_used_shows_the_same_pages_and_tells_its_owner_alone(new_page, post, awa):
    again = steps.a_future_mentee()
    page = new_page(PHONE)
    steps.begin_signing_up(page, again)
    assert post.arrived() == [("address_known", "awa")]
    steps.finish_signing_up(page, again)
    assert post.arrived() == []
    assert User.objects.filter(email="awa@example.org").count() == 1
    page.goto(post.link("address_known", "awa"))
    steps.fill_in_password(page, "awa@example.org")
    steps.title_is(page, "Bonjour Awa")


def full(bruna, awa):
    for _ in range(2):
        a_pair(a_mentee(), bruna, now=timezone.now())


def paused(bruna, awa):
    actions.pause_mentor(mentor=bruna.enrolments.get(), until=None, by=bruna, now=timezone.now())


def blocked(bruna, awa):
    actions.separate(by=bruna, person=awa, now=timezone.now())


def gone(bruna, awa):
    User.objects.filter(pk=bruna.pk).update(is_active=False)
    actions.refresh_member(person=User.objects.get(pk=bruna.pk), now=timezone.now())


FULL = "Cette personne n’a plus de place libre."
UNAVAILABLE = "Cette personne n’est pas disponible en ce moment."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (full, "Cette personne n’a plus de place libre."),
        (paused, UNAVAILABLE),
        (blocked, UNAVAILABLE),
        (gone, UNAVAILABLE),
    ],
)
def test_a_mentor_who_changes_while_she_writes_loses_her_nothing(new_page, awa, bruna, change, sentence):
    odile = a_mentor("Odile")
    page = window(new_page, awa)
    page.goto(reverse("request-new", args=[bruna.code]))
    write(page, "Votre objectif, en une phrase", OBJECTIVE)
    write(page, "Pourquoi elle", WHY_YOU)
    change(bruna, awa)
    press(page, "Envoyer ma demande")
    reads(page, sentence, "D’autres mentores ont une place", odile.first_name)
    expect(page.get_by_label("Votre objectif, en une phrase")).to_have_value(OBJECTIVE)
    expect(page.get_by_label("Pourquoi elle")).to_have_value(WHY_YOU)
    assert not MentoringRequest.objects.filter(mentee=awa, state="sent").exists()


# --- links, clicks, sessions, tabs ------------------------------------------------------------------------
def test_an_expired_link_gives_a_new_one_which_works(new_page, post, dina):
    profile = a_profile_to_check("Awa", role="mentee")
    person = profile.person
    person.email = "awa@example.org"
    person.set_unusable_password()
    person.save()
    actions.approve_member(profile=profile, by=dina, now=timezone.now())
    assert post.arrived() == [("activation", "awa")]
    page = new_page(PHONE)
    page.goto(reverse("activate", args=[tokens.write("activate", code=person.code, now=person.created_at)]))
    steps.title_is(page, "Ce lien a expiré")
    press(page, "Recevoir un nouveau lien")
    steps.title_is(page, "Regardez vos e-mails")
    assert post.arrived() == [("activation", "awa")]
    steps.activate(page, steps.a_future_mentee(), post.link("activation", "awa"))
    page.goto(post.link("activation", "awa"))
    steps.title_is(page, "Ce lien n’ouvre plus rien")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_double_click_sends_once_accepts_once_and_closes_once(new_page, post, awa, bruna, javascript):
    hers = window(new_page, awa, DESKTOP, javascript=javascript)
    theirs = window(new_page, bruna, DESKTOP, javascript=javascript)
    hers.goto(reverse("request-new", args=[bruna.code]))
    write(hers, "Votre objectif, en une phrase", OBJECTIVE)
    write(hers, "Pourquoi elle", WHY_YOU)
    twice(hers, "Envoyer ma demande")
    steps.title_is(hers, "Votre demande à Bruna")
    assert post.arrived() == [("request_sent", "bruna")]
    theirs.goto(reverse("accept-request", args=[MentoringRequest.objects.get().code]))
    twice(theirs, "Accepter la demande")
    steps.title_is(theirs, "Awa et vous")
    assert post.arrived() == [("request_accepted", "awa")]
    hers.goto(reverse("close-pair", args=[Pair.objects.get().code]))
    steps.choose(hers, "Objectif atteint")
    twice(hers, "Clore le binôme")
    steps.title_is(hers, "Bruna et vous")
    assert post.arrived() == [("pair_closed", "awa"), ("pair_closed", "bruna")]
    expect(hers.locator(".flash.is-danger, .flash[role=alert]")).to_have_count(0)


def twice(page, label):
    page.get_by_role("button", name=label, exact=True).dblclick(no_wait_after=True)


def test_a_session_that_ends_while_she_writes_gives_her_request_back(new_page, post, awa, bruna):
    page = window(new_page, awa)
    page.goto(reverse("request-new", args=[bruna.code]))
    write(page, "Votre objectif, en une phrase", OBJECTIVE)
    write(page, "Pourquoi elle", WHY_YOU)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    press(page, "Envoyer ma demande")
    reads(page, "Votre texte est gardé : connectez-vous pour le retrouver.")
    steps.fill_in_password(page, "awa@example.org")
    steps.title_is(page, "Votre texte vous attend")
    expect(page.locator("main textarea").filter(has_text=WHY_YOU)).to_be_visible()
    press(page, "Envoyer maintenant")
    steps.title_is(page, "Votre demande à Bruna")
    reads(page, OBJECTIVE, WHY_YOU)
    assert post.arrived() == [("request_sent", "bruna")]


def test_what_was_done_in_one_tab_is_said_in_the_other(new_page, post, awa, bruna):
    row = a_request(awa, bruna, now=timezone.now())
    assert post.arrived() == [("request_sent", "bruna")]
    one = window(new_page, bruna, DESKTOP)
    other = one.context.new_page()
    one.goto(reverse("decline-request", args=[row.code]))
    other.goto(reverse("accept-request", args=[row.code]))
    press(other, "Accepter la demande")
    reads(other, "Votre binôme avec Awa est formé.")
    steps.choose(one, "Je n’ai pas le temps en ce moment")
    press(one, "Décliner la demande")
    reads(one, "Acceptée", "Vous avez accepté")
    assert one.locator(".flash").first.inner_text().strip()
    assert post.arrived() == [("request_accepted", "awa")]
    one.goto(reverse("close-pair", args=[Pair.objects.get().code]))
    other.goto(reverse("pair-detail", args=[Pair.objects.get().code]))
    steps.choose(one, "Objectif atteint")
    press(one, "Clore le binôme")
    reads(one, "Votre binôme est clos.")
    press(other, "Nous nous sommes vues")
    reads(other, "Votre binôme est déjà clos.", "Objectif atteint")
    assert post.arrived() == [("pair_closed", "awa"), ("pair_closed", "bruna")]

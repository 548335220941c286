"""A testimony, from the telephone on which it is recorded to its withdrawal (A20)."""

import base64

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from binome.library.models import Testimony
from tests.browser import DESKTOP, PHONE
from tests.factories import a_mentee, a_mentor
from tests.library.testimonies import a_picture
from tests.library.videos import clips

from . import steps
from .steps import choose, follow, press, reads, title_is, write

#: What a camera would record: moving colours, by the browser's own recorder.
RECORD = """async () => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 180, height: 320})
    const brush = canvas.getContext('2d')
    let number = 0
    const moving = setInterval(() => {
        brush.fillStyle = `hsl(${number++ * 9} 60% 50%)`
        brush.fillRect(0, 0, 180, 320)
    }, 40)
    const recorder = new MediaRecorder(canvas.captureStream(25), {videoBitsPerSecond: 200000})
    const parts = []
    recorder.ondataavailable = (event) => parts.push(event.data)
    const stopped = new Promise((done) => { recorder.onstop = done })
    recorder.start(200)
    await new Promise((done) => setTimeout(done, 1500))
    recorder.stop()
    await stopped
    clearInterval(moving)
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}"""
#: Plays the page's video from a moment to its end; what a viewer gets.
PLAY = """async () => {
    const video = document.querySelector('video')
    const until = (name) => new Promise((done, failed) => {
        video.addEventListener(name, done, {once: true})
        video.addEventListener('error', () => failed(new Error(video.error.message)), {once: true})
    })
    if (video.readyState < 2) { video.preload = 'auto'; await until('loadeddata') }
    video.muted = true
    video.currentTime = video.duration / 2
    await until('seeked')
    video.play()
    await until('ended')
    return [video.duration, video.videoWidth, video.videoHeight]
}"""


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def send_video(page, content: bytes, name: str) -> None:
    title_is(page, "Votre vidéo")
    page.get_by_label("Votre vidéo").set_input_files({"name": name, "mimeType": "video/webm", "buffer": content})
    press(page, "Envoyer la vidéo")


def write_about_it(page) -> None:
    title_is(page, "Préparer mon témoignage")
    page.get_by_label("Titre", exact=True).fill("Oser demander")
    write(page, "Résumé", "Une heure par mois qui a changé ma façon de travailler.")
    write(page, "Transcription", "Je croyais donner des conseils. J’ai surtout appris à écouter.")


def allow_everyone(page) -> None:
    title_is(page, "Ce que vous autorisez")
    page.get_by_label("Sur ce site, pour tout le monde").select_option(index=2)
    choose(page, "C’est moi que l’on voit")
    press(page, "Envoyer à la relecture")
    reads(page, "Votre témoignage est envoyé.")


def plays(page) -> None:
    length, width, height = page.evaluate(PLAY)
    assert 0.5 < length < 5 and width and height


def publish(page, dina) -> None:
    """A moderator, on her telephone too."""
    steps.enter(page, dina)
    page.goto(reverse("moderation-queue"))
    steps.unfold(page, "À traiter")
    page.get_by_role("link", name="Témoignages").first.click()
    title_is(page, "Un témoignage à regarder")
    follow(page, "Oser demander")
    reads(page, "J’ai surtout appris à écouter.", "Sur ce site, pour tout le monde")
    plays(page)
    choose(page, "J’ai regardé la vidéo en entier")
    press(page, "Publier")
    reads(page, "Le témoignage est publié.", "Aucun témoignage à regarder")


def films_herself(phone):
    phone.goto(reverse("my-space"))
    follow(phone, "Mon témoignage")
    follow(phone, "Préparer mon témoignage")
    expect(phone.get_by_role("button", name="Me filmer maintenant")).to_be_visible()
    send_video(phone, base64.b64decode(phone.evaluate(RECORD)), "enregistrement de Bruna.webm")
    reads(phone, "Votre vidéo est reçue. Personne d’autre ne la voit pour l’instant.")
    plays(phone)
    press(phone, "Prendre l’image affichée")
    expect(phone.locator(".upload-early").first).to_contain_text("image.jpg")


def writes_what_she_says(phone):
    """Without a transcript it does not go on."""
    write_about_it(phone)
    write(phone, "Transcription", "")
    press(phone, "Enregistrer et continuer")
    reads(phone, "Ajoutez une transcription ou des sous-titres : des personnes en ont besoin.")
    write(phone, "Transcription", "Je croyais donner des conseils. J’ai surtout appris à écouter.")
    press(phone, "Enregistrer et continuer")


def test_a_testimony_from_the_telephone_to_its_withdrawal(new_page, dina, media):
    bruna, awa = a_mentor("Bruna"), a_mentee("Awa")
    phone = new_page(PHONE, has_touch=True, is_mobile=True)
    steps.enter(phone, bruna)
    films_herself(phone)
    writes_what_she_says(phone)
    allow_everyone(phone)

    publish(new_page(PHONE), dina)
    address = reverse("testimony-detail", args=[Testimony.objects.get().code])
    for reader in (awa, None):
        page = new_page(DESKTOP)
        if reader:
            steps.enter(page, reader)
        page.goto(reverse("news-list"))
        follow(page, "Oser demander")
        title_is(page, "Oser demander")
        reads(page, "Le témoignage de Bruna", "J’ai surtout appris à écouter.")
        plays(page)
    assert {page.request.get(f"{address}{file}").status for file in ("", "video/", "image/")} == {200}
    feed = page.request.get(reverse("news-feed")).text()
    assert "Bruna" not in feed and "Oser demander" not in feed and address not in feed

    Testimony.objects.update(moves_on=timezone.localdate())  # three months later
    page.goto(reverse("news-list"))
    steps.does_not_read(page, "Oser demander")
    page.goto(reverse("resource-list"))
    follow(page, "Oser demander")
    title_is(page, "Oser demander")

    phone.goto(reverse("my-testimony"))
    press(phone, "Retirer mon témoignage")
    reads(phone, "Votre témoignage n’est plus en ligne.", "la vidéo et ses textes sont supprimés")

    for gone in (page, phone):
        assert {gone.request.get(f"{address}{file}").status for file in ("", "video/", "image/")} == {404}
    for shelf in ("news-list", "resource-list"):
        page.goto(reverse(shelf))
        steps.does_not_read(page, "Oser demander")
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_a_testimony_without_javascript(new_page, dina):
    bruna = a_mentor("Bruna")
    page = new_page(PHONE, javascript=False)
    steps.enter(page, bruna)
    page.goto(reverse("testimony-new"))
    send_video(page, b"Bonjour", "lettre.mp4")
    reads(page, "Ce fichier n’est pas une vidéo que nous savons lire.")
    send_video(page, clips.recorded("mp4"), "IMG_4012.mp4")
    write_about_it(page)
    press(page, "Enregistrer et continuer")
    reads(page, "Choisissez l’image qui le présente.")
    image = {"name": "moi.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
    page.get_by_label("Image de présentation").set_input_files(image)
    press(page, "Enregistrer et continuer")
    allow_everyone(page)
    page.goto(reverse("my-testimony"))
    press(page, "Retirer mon témoignage")
    reads(page, "Votre témoignage n’est plus en ligne.")


def test_a_refused_video_is_said_in_place(new_page):
    """With a script the file is sent in the background; its refusal comes back where she is."""
    page = new_page(PHONE)
    steps.enter(page, a_mentor("Bruna"))
    page.goto(reverse("testimony-new"))
    send_video(page, clips.phone()[:2000], "IMG_4012.mp4")
    reads(page, "Cette vidéo est incomplète ou abîmée.")
    expect(page.locator(".error-summary")).to_be_focused()
    send_video(page, clips.recorded("webm"), "IMG_4013.webm")
    title_is(page, "Préparer mon témoignage")

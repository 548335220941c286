"""A mentor's testimony through the pages, and who may watch it (A20, N8, N9)."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from binome.core.models import JournalEntry
from binome.library.actions import testimonies as actions
from binome.library.lifecycle import TestimonyState, Use
from binome.library.models import Testimony
from binome.mentoring.identity import card
from binome.privacy.reads import reads_of
from tests.factories import a_mentee, a_mentor, a_moderator, a_window
from tests.factories.programmes import a_participant
from tests.library.testimonies import a_draft, a_picture, a_published, a_submitted
from tests.library.videos import clips

pytestmark = pytest.mark.django_db
FILES = ("testimony-detail", "testimony-video", "testimony-poster", "testimony-captions")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def bruna():
    return a_mentor("Bruna")


@pytest.fixture
def dina():
    return a_moderator("Dina")


def upload(content: bytes, name: str = "IMG_4012.MOV") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "video/quicktime")


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def family_name_of(person) -> str:
    return card(viewer=person, person=person).family_name


def content_of(testimony: Testimony) -> bytes:
    with testimony.video.open("rb") as file:
        return file.read()


def statuses(client: Client, testimony: Testimony) -> set[int]:
    return {client.get(reverse(name, args=[testimony.code])).status_code for name in FILES}


def test_a_mentor_sends_writes_allows_and_sends_to_the_team(bruna, dina):
    client = a_window(bruna)
    sent = client.post(reverse("testimony-new"), {"video": upload(clips.iphone())})
    draft = Testimony.objects.get()
    assert sent.url == reverse("testimony-edit", args=[draft.code])
    assert (draft.width, draft.height, draft.plays_everywhere) == (360, 640, False)

    words = {"title": "Oser demander", "summary": "Une heure par mois.", "transcript": "Bonjour.", "send": "1"}
    image = SimpleUploadedFile("image.jpg", a_picture(), "image/jpeg")
    captions = SimpleUploadedFile("a.srt", b"1\n00:00:00,000 --> 00:00:01,000\n<b>Bonjour</b>\n", "text/plain")
    written = client.post(sent.url, {**words, "poster": image, "captions": captions})
    assert written.url == reverse("submit-testimony", args=[draft.code])

    page = client.get(written.url)
    assert "jusqu’au" in page.content.decode()
    allowed = client.post(written.url, {"members": "12", "public": "6", "social": "", "presentations": "", "own": "on"})
    draft.refresh_from_db()
    assert (allowed.url, draft.state) == (reverse("my-testimony"), TestimonyState.SUBMITTED)
    assert list(draft.consents.values_list("use", flat=True)) == [Use.MEMBERS, Use.PUBLIC]
    assert draft.captions == "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nBonjour\n"
    assert "Envoyé" in client.get(reverse("my-testimony")).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ce fichier est vide"),
        (b"<html><script>alert(1)</script>", "un document ou une page"),
        (clips.phone()[:900], "incomplète ou abîmée"),
        (None, "filmez-vous maintenant"),
    ],
)
def test_a_refused_video_says_what_to_do_and_keeps_nothing(bruna, content, sentence, media, tmp_path):
    data = {} if content is None else {"video": upload(content)}
    response = a_window(bruna).post(reverse("testimony-new"), data)
    assert response.status_code == 422 and sentence in response.content.decode()
    assert not Testimony.objects.exists() and not list(tmp_path.rglob("*.mp4"))


@pytest.mark.parametrize(("lines", "said"), [(1, True), (2, False)], ids=["mute", "with sound"])
def test_she_is_told_that_her_video_has_no_sound(bruna, lines, said):
    content = clips.phone(lines=clips.Phone().lines[:lines])
    page = a_window(bruna).post(reverse("testimony-new"), {"video": upload(content)}, follow=True).content.decode()
    assert ("Cette vidéo n’a pas de son" in page) == said


def test_a_video_that_is_too_heavy_is_dropped_while_it_arrives(bruna, settings):
    settings.TESTIMONY_BYTES = 2_000_000
    response = a_window(bruna).post(reverse("testimony-new"), {"video": upload(bytes(3_000_000))})
    assert response.status_code == 422
    assert "trop lourde. Choisissez une vidéo de 2 Mo au plus" in str(response.context["form"].errors)
    assert "video" not in response.wsgi_request.FILES


def test_only_mentors_have_the_page(dina):
    for person in (a_mentee("Awa"), dina):
        client = a_window(person)
        assert client.get(reverse("my-testimony")).status_code == 404
        assert client.post(reverse("testimony-new"), {"video": upload(clips.phone())}).status_code == 404


def test_her_family_name_is_refused_in_each_of_her_words(bruna):
    draft, name = a_draft(bruna, now=timezone.now()), family_name_of(bruna)
    captions = SimpleUploadedFile("a.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{name}\n".encode())
    data = {"title": f"Bruna {name}", "summary": name, "transcript": f"Je suis {name}.", "captions": captions}
    response = a_window(bruna).post(reverse("testimony-edit", args=[draft.code]), data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "summary", "transcript", "captions"}


def test_what_lacks_is_said_and_what_she_typed_is_kept(bruna):
    draft = a_draft(bruna, now=timezone.now(), written=False)
    response = a_window(bruna).post(reverse("testimony-edit", args=[draft.code]), {"title": "Mon titre", "send": "1"})
    assert response.status_code == 422 and "Mon titre" in response.content.decode()
    assert set(response.context["form"].errors) == {"summary", "poster", "transcript"}
    draft.refresh_from_db()
    assert draft.title == "Mon titre"


def test_nobody_else_sees_a_draft(bruna, dina):
    draft = a_draft(bruna, now=timezone.now())
    assert statuses(a_window(bruna), draft) == {200}
    for client in (a_window(dina), a_window(a_mentor("Chloé")), Client()):
        assert statuses(client, draft) == {404}
    for name in ("testimony-edit", "testimony-replace", "submit-testimony"):
        assert a_window(a_mentor("Odile")).get(reverse(name, args=[draft.code])).status_code == 404


def test_a_published_one_is_for_members_unless_she_shows_it_to_everyone(bruna, dina):
    shown = a_published(bruna, by=dina, now=timezone.now())
    assert statuses(a_window(a_mentee("Awa")), shown) == {200} and statuses(Client(), shown) == {404}
    open_one = a_published(a_mentor("Odile"), Use.PUBLIC, by=dina, now=timezone.now())
    assert statuses(Client(), open_one) == {200}
    news = Client().get(reverse("news-list")).content.decode()
    assert open_one.code in news and shown.code not in news


def test_withdrawn_in_one_click_every_address_answers_404(bruna, dina):
    shown = a_published(bruna, Use.PUBLIC, by=dina, now=timezone.now())
    assert statuses(Client(), shown) == {200}
    client = a_window(bruna)
    page = client.post(reverse("withdraw-testimony", args=[shown.code]), follow=True).content.decode()
    assert "supprimés de nos fichiers" in page
    for reader in (client, a_window(dina), Client()):
        assert statuses(reader, shown) == {404}
        assert shown.code not in reader.get(reverse("news-list")).content.decode()


def test_suspended_she_can_still_withdraw_it(bruna, dina):
    shown = a_published(bruna, by=dina, now=timezone.now())
    bruna.enrolments.update(state="suspended")
    client = a_window(bruna)
    assert client.get(reverse("my-testimony")).status_code == 200
    client.post(reverse("withdraw-testimony", args=[shown.code]))
    shown.refresh_from_db()
    assert shown.state == TestimonyState.WITHDRAWN


def test_one_use_is_withdrawn_alone(bruna, dina):
    shown = a_published(bruna, Use.SOCIAL, by=dina, now=timezone.now())
    a_window(bruna).post(reverse("withdraw-consent", args=[shown.code, "social"]))
    shown.refresh_from_db()
    assert shown.state == TestimonyState.PUBLISHED and not shown.consents.filter(use="social", withdrawn_at=None)
    listed = a_window(dina).get(reverse("testimony-list") + "?etat=traites").content.decode()
    assert "retiré le" in listed


def test_another_womans_testimony_is_not_there_for_her(bruna, dina):
    shown = a_published(bruna, by=dina, now=timezone.now())
    client = a_window(a_mentor("Chloé"))
    for name in ("withdraw-testimony", "take-back-testimony"):
        assert client.post(reverse(name, args=[shown.code])).status_code == 404
    assert client.post(reverse("withdraw-consent", args=[shown.code, "members"])).status_code == 404


# --- parts of a file --------------------------------------------------------------------------------------
@pytest.fixture
def video(bruna, dina):
    shown = a_published(bruna, Use.PUBLIC, by=dina, now=timezone.now())
    return reverse("testimony-video", args=[shown.code]), content_of(shown)


def ask(address: str, asked: str = "", **headers: str):
    return Client().get(address, headers={**({"Range": asked} if asked else {}), **headers})


def test_a_video_is_sent_whole_with_what_browsers_need(video):
    address, content = video
    response = ask(address, **{"Accept-Encoding": "gzip"})
    assert (response.status_code, body(response)) == (200, content)
    assert {name: response.headers.get(name) for name in ("Content-Type", "Accept-Ranges", "X-Content-Type-Options",
                                                          "Content-Encoding", "Content-Disposition")} == {
        "Content-Type": "video/mp4", "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff",
        "Content-Encoding": None, "Content-Disposition": 'inline; filename="temoignage.mp4"',
    }  # fmt: skip
    assert response.headers["Content-Length"] == str(len(content))
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-50", -50, -1), ("bytes=0-0", 0, 0),
     ("bytes=10-99999999", 10, -1), ("bytes=-99999999", 0, -1), ("bytes = 5 - 9", 5, 9)],
)  # fmt: skip
def test_a_part_is_sent_as_a_part(video, asked, first, last):
    address, content = video
    size = len(content)
    first, last = first % size, last % size
    response = ask(address, asked)
    assert (response.status_code, body(response)) == (206, content[first : last + 1])
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
    assert response.headers["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=99999999-999999999"])
def test_a_part_that_is_not_in_the_file_is_416(video, asked):
    address, content = video
    response = ask(address, asked)
    assert (response.status_code, response.headers["Content-Range"]) == (416, f"bytes */{len(content)}")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=9-3", "lines=1-2", "bytes=a-b", "bytes=0-1,5-9", "bytes=" + "9" * 30 + "-", "bytes"]
)
def test_what_is_no_range_gets_the_whole_video(video, asked):
    address, content = video
    response = ask(address, asked)
    assert (response.status_code, body(response)) == (200, content)


def test_a_part_of_another_version_is_not_mixed_with_this_one(video):
    address, _content = video
    tag = ask(address).headers["ETag"]
    assert ask(address, "bytes=0-9", **{"If-Range": tag}).status_code == 206
    for other in ('"other"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        assert ask(address, "bytes=0-9", **{"If-Range": other}).status_code == 200


def test_head_says_the_length_and_sends_nothing(video):
    address, _content = video
    response = Client().head(address, headers={"Range": "bytes=0-9"})
    assert (response.status_code, response.content, response.headers["Content-Length"]) == (206, b"", "10")


def test_the_tag_and_the_name_say_nothing_of_the_stored_name(video, bruna):
    stored = Testimony.objects.get().video.name
    response = ask(video[0])
    assert stored.split("/")[1][:10] not in str(response.headers) and "bruna" not in str(response.headers).lower()


def test_a_file_that_is_missing_on_the_disk_is_404(video):
    shown = Testimony.objects.get()
    shown.video.storage.delete(shown.video.name)
    assert ask(video[0]).status_code == 404


# --- before the team --------------------------------------------------------------------------------------
def sending_on(page):
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def test_what_was_sent_again_since_the_page_was_opened_is_watched_again(bruna, dina):
    sent, client = a_submitted(bruna, now=timezone.now()), a_window(dina)
    page = client.get(reverse("testimony-review", args=[sent.code])).content.decode()
    actions.take_back_testimony(testimony=sent, by=bruna, now=timezone.now())
    uses = {Use.MEMBERS: timezone.localdate() + timedelta(days=200)}
    actions.submit_testimony(testimony=sent, uses=uses, by=bruna, now=timezone.now())
    words = {"moves_on": "2030-01-31", "checked": "on", "seen": sending_on(page)}
    response = client.post(reverse("publish-testimony", args=[sent.code]), words, follow=True)
    sent.refresh_from_db()
    assert sent.state == TestimonyState.SUBMITTED and "regardez-le de nouveau" in response.content.decode()


def test_a_double_click_on_sending_leads_where_the_first_did(bruna):
    sent = a_submitted(bruna, now=timezone.now())
    again = a_window(bruna).post(reverse("submit-testimony", args=[sent.code]), {"members": "12", "own": "on"})
    assert (again.status_code, again.url) == (302, reverse("my-testimony"))


def test_the_team_watches_then_publishes(bruna, dina):
    sent, client = a_submitted(bruna, now=timezone.now()), a_window(dina)
    assert "Un témoignage à regarder" in client.get(reverse("testimony-list")).content.decode()
    page = client.get(reverse("testimony-review", args=[sent.code])).content.decode()
    assert "J’ai surtout appris à écouter" in page
    assert JournalEntry.objects.filter(verb="testimony_read", actor_code=dina.code).count() == 1
    assert [str(one.what) for one in reads_of(bruna)] == ["L’équipe a regardé votre témoignage"]
    unseen = client.post(reverse("publish-testimony", args=[sent.code]), {"moves_on": "2027-01-31"})
    assert unseen.status_code == 422 and "Regardez la vidéo en entier" in unseen.content.decode()
    words = {"moves_on": "2030-01-31", "checked": "on", "seen": sending_on(page)}
    client.post(reverse("publish-testimony", args=[sent.code]), words)
    sent.refresh_from_db()
    assert (sent.state, str(sent.moves_on)) == (TestimonyState.PUBLISHED, "2030-01-31")
    assert sent.code in a_window(a_mentee("Awa")).get(reverse("news-list")).content.decode()


@pytest.mark.parametrize(("act", "prefix", "state"), [("ask-testimony-change", "change", "draft"),
                                                      ("refuse-testimony", "refuse", "refused")])  # fmt: skip
def test_the_team_asks_for_a_change_or_refuses_with_its_words(bruna, dina, act, prefix, state):
    sent, client = a_submitted(bruna, now=timezone.now()), a_window(dina)
    address = reverse(act, args=[sent.code])
    assert client.post(address, {f"{prefix}-message": " "}).status_code == 422
    client.post(address, {f"{prefix}-message": "On entend mal."})
    sent.refresh_from_db()
    assert (sent.state, sent.message) == (state, "On entend mal.")
    assert "On entend mal." in a_window(bruna).get(reverse("my-testimony")).content.decode()


def test_a_moderator_does_not_decide_about_someone_she_meets(bruna, dina):
    from tests.factories import a_pair

    awa = a_mentee("Awa")
    a_pair(awa, bruna)
    dina.linked_to = awa
    dina.save()
    sent = a_submitted(bruna, now=timezone.now())
    assert sent.code not in a_window(dina).get(reverse("testimony-list")).content.decode()
    assert a_window(dina).get(reverse("testimony-review", args=[sent.code])).status_code == 404


def test_nobody_else_opens_the_teams_pages(bruna, dina):
    sent = a_submitted(bruna, now=timezone.now())
    for client in (a_window(bruna), a_window(a_mentee("Awa"))):
        assert client.get(reverse("testimony-list")).status_code == 404
        assert client.get(reverse("testimony-review", args=[sent.code])).status_code == 404
        assert client.post(reverse("publish-testimony", args=[sent.code])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_cost_the_same_for_one_and_for_three(dina, count, django_assert_max_num_queries):
    for n in range(count):
        a_published(a_mentor(f"Bruna{n}"), Use.PUBLIC, by=dina, now=timezone.now())
    client = a_window(dina)
    with django_assert_max_num_queries(8):
        client.get(reverse("testimony-list") + "?etat=traites")
    with django_assert_max_num_queries(8):
        client.get(reverse("news-list"))


def test_the_file_of_a_stranger_never_names_its_sender(bruna):
    client = a_window(bruna)
    client.post(reverse("testimony-new"), {"video": upload(clips.phone(), "Bruna Durand.mp4")})
    draft = Testimony.objects.get()
    assert "Durand" not in draft.video.name and content_of(draft)[4:8] == b"ftyp"


def test_a_draft_in_one_programme_leaves_the_page_of_another_open(bruna):
    a_draft(bruna, now=timezone.now())
    a_participant(bruna, "mentor")
    client = a_window(bruna)
    inside = "/programmes/passerelles"
    assert client.get(reverse("testimony-new"))["Location"] == reverse("my-testimony")
    assert client.get(inside + reverse("testimony-new")).status_code == 200
    assert Testimony.objects.get().code not in client.get(inside + reverse("my-testimony")).text

"""Testimonies: what she allows is what is shown, and what she takes back is gone to the last byte (A20, N9, N15)."""

import os
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from binome.cli.timetable import TIMETABLE
from binome.core.models import JournalEntry, Letter
from binome.library import privacy
from binome.library.actions import testimonies as actions
from binome.library.actions.testimonies import MoveRefused
from binome.library.lifecycle import MOVES, TestimonyState, Use
from binome.library.models import Consent, Testimony
from binome.library.queries.testimonies import shelf_of_testimonies, watchable
from binome.programmes.models import EnrolmentState, StaffRole
from binome.programmes.queries import Membership, home_membership
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, home
from tests.factories.programmes import a_programme

from .testimonies import CAPTIONS, WORDS, a_clip, a_draft, a_picture, a_published, a_submitted, uses

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def bruna():
    return a_mentor("Bruna")


@pytest.fixture
def dina():
    return a_moderator("Dina")


def stored(media) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def verbs() -> list[str]:
    return list(JournalEntry.objects.filter(verb__startswith="testimony").order_by("pk").values_list("verb", flat=True))


def shown_to(viewer, *, now=NOON, moved=False) -> list[Testimony]:
    membership = home_membership(viewer) if viewer else Membership(home())
    return list(shelf_of_testimonies(membership=membership, now=now, moved=moved))


def test_a_video_becomes_a_draft_with_a_random_name(bruna, media):
    draft = actions.start_testimony(person=bruna, programme=home(), clip=a_clip(), now=NOON)

    assert (draft.state, draft.container, draft.width, draft.height) == (TestimonyState.DRAFT, "mp4", 160, 120)
    assert stored(media) == {draft.video.name}
    assert bruna.first_name.lower() not in draft.video.name and len(draft.video.name) > 30
    assert verbs() == ["testimony_started"]


def test_one_testimony_is_prepared_at_a_time(bruna, media):
    a_draft(bruna, now=NOON)
    with pytest.raises(MoveRefused, match="déjà en préparation"), transaction.atomic():
        a_draft(bruna, now=NOON)
    assert len(stored(media)) == 2, "the video that was refused is not kept"


def test_one_is_prepared_in_each_of_her_programmes(bruna, media):
    a_draft(bruna, now=NOON)
    actions.start_testimony(person=bruna, programme=a_programme(), clip=a_clip(), now=NOON)
    with pytest.raises(MoveRefused, match="déjà en préparation"), transaction.atomic():
        actions.start_testimony(person=bruna, programme=a_programme(), clip=a_clip(), now=NOON)
    assert Testimony.objects.filter(person=bruna).count() == 2


def test_another_take_forgets_the_former_one(bruna, media, django_capture_on_commit_callbacks):
    draft = a_draft(bruna, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.replace_video(testimony=draft, clip=a_clip("webm"), by=bruna, now=NOON)
    assert stored(media) == {draft.video.name}
    assert (draft.container, draft.captions, bool(draft.poster), draft.title) == ("webm", "", False, WORDS["title"])


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [({"title": ""}, "un titre"), ({"summary": ""}, "Résumez"), ({"transcript": "", "captions": ""}, "transcription"),
     ({"poster": ""}, "l’image")],
)  # fmt: skip
def test_what_can_not_be_read_by_all_is_not_sent(bruna, lacking, sentence):
    draft = a_draft(bruna, now=NOON)
    Testimony.objects.filter(pk=draft.pk).update(**lacking)
    draft.refresh_from_db()
    with pytest.raises(MoveRefused, match=sentence):
        actions.submit_testimony(testimony=draft, uses=uses(NOON), by=bruna, now=NOON)


def test_captions_alone_or_a_transcript_alone_suffice(bruna):
    draft = a_draft(bruna, now=NOON, written=False)
    write = {"testimony": draft, "by": bruna, "now": NOON}
    actions.write_testimony(words={**WORDS, "transcript": ""}, captions=CAPTIONS, poster=a_picture(), **write)
    assert actions.missing(draft) == {}
    actions.write_testimony(words=WORDS, captions="", poster=None, **write)
    assert actions.missing(draft) == {}


def test_the_database_refuses_to_show_what_can_not_be_read(bruna, dina):
    shown = a_published(bruna, by=dina, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Testimony.objects.filter(pk=shown.pk).update(transcript="", captions="")


def test_sending_it_dates_each_use_and_tells_the_team(bruna, dina):
    a_moderator("Lucie", kind=StaffRole.Kind.SPONSOR)
    sent = a_submitted(bruna, Use.SOCIAL, now=NOON, days=90)
    assert list(sent.consents.values_list("use", "given_at", "withdrawn_at")) == [
        (Use.MEMBERS, NOON, None),
        (Use.SOCIAL, NOON, None),
    ]
    assert sent.state == TestimonyState.SUBMITTED
    assert list(Letter.objects.values_list("kind", "to")) == [("testimony_submitted", dina.email)]


def test_nothing_is_sent_without_the_site_itself(bruna):
    with pytest.raises(MoveRefused, match="sur ce site"):
        actions.submit_testimony(testimony=a_draft(bruna, now=NOON), uses={Use.SOCIAL: NOON.date()}, by=bruna, now=NOON)


def test_a_published_testimony_is_shown_as_far_as_she_allows(bruna, dina):
    awa, shown = a_mentee("Awa"), a_published(bruna, by=dina, now=NOON)
    assert shown_to(awa) == [shown] and shown_to(dina) == [shown]
    assert shown_to(None) == []


def test_what_she_shows_to_everyone_is_seen_without_an_account(bruna, dina):
    shown = a_published(bruna, Use.PUBLIC, by=dina, now=NOON)
    assert shown_to(None) == [shown]
    actions.withdraw_consent(testimony=shown, use=Use.PUBLIC, by=bruna, now=NOON)
    assert shown_to(None) == [] and shown_to(a_mentee("Awa")) == [shown]


def test_news_becomes_a_resource_on_its_day(bruna, dina):
    shown = a_published(bruna, by=dina, now=NOON, moves_on=(NOON + timedelta(days=30)).date())
    before, after = NOON + timedelta(days=29), NOON + timedelta(days=31)
    assert (shown_to(dina, now=before), shown_to(dina, now=before, moved=True)) == ([shown], [])
    assert (shown_to(dina, now=after), shown_to(dina, now=after, moved=True)) == ([], [shown])


@pytest.mark.parametrize("change", ["left", "suspended", "closed"])
def test_it_is_not_shown_once_she_is_no_longer_here(bruna, dina, change):
    a_published(bruna, Use.PUBLIC, by=dina, now=NOON)
    if change == "closed":
        bruna.is_active = False
        bruna.save()
    else:
        bruna.enrolments.update(state=EnrolmentState(change))
    assert shown_to(dina) == [] and shown_to(None) == []


def test_withdrawn_it_is_gone_at_once_to_the_last_byte(bruna, dina, media, django_capture_on_commit_callbacks):
    shown = a_published(bruna, Use.SOCIAL, by=dina, now=NOON)
    assert len(stored(media)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_testimony(testimony=shown, by=bruna, now=NOON)

    shown.refresh_from_db()
    assert shown_to(dina) == [] and stored(media) == set()
    assert (shown.state, shown.ended_at) == (TestimonyState.WITHDRAWN, NOON)
    assert [shown.video.name, shown.poster.name, shown.transcript, shown.captions, shown.summary] == [""] * 5
    assert list(shown.consents.values_list("withdrawn_at", flat=True)) == [NOON, NOON]
    assert watchable(shown.code, viewer=bruna, membership=home_membership(bruna), now=NOON) is None
    assert verbs()[-1] == "testimony_withdrawn"


def test_withdrawing_twice_is_once(bruna, dina):
    shown = a_published(bruna, by=dina, now=NOON)
    for _time in range(2):
        actions.withdraw_testimony(testimony=shown, by=bruna, now=NOON)
    assert verbs().count("testimony_withdrawn") == 1


def test_only_she_withdraws_it(bruna, dina):
    shown = a_published(bruna, by=dina, now=NOON)
    for other in (dina, a_mentor("Chloé")):
        with pytest.raises(MoveRefused, match="pas le vôtre"):
            actions.withdraw_testimony(testimony=shown, by=other, now=NOON)


def test_the_day_her_consent_ends_it_is_no_longer_shown_then_deleted(
    bruna, dina, media, django_capture_on_commit_callbacks
):
    shown = a_published(bruna, by=dina, now=NOON, days=30)
    last_day, after = NOON + timedelta(days=30), NOON + timedelta(days=31)
    clock = next(clock for clock in privacy.CLOCKS if clock.name == "testimonies")
    assert shown_to(dina, now=last_day) == [shown] and not clock.due(last_day)
    assert shown_to(dina, now=after) == [], "hidden even before the clock has run"

    with django_capture_on_commit_callbacks(execute=True):
        assert clock.apply(clock.due(after), after) == 1

    shown.refresh_from_db()
    assert (shown.state, stored(media)) == (TestimonyState.WITHDRAWN, set())
    assert not clock.due(after) and verbs()[-1] == "testimony_expired"


def test_a_draft_left_for_three_months_is_deleted(bruna, media, django_capture_on_commit_callbacks):
    a_draft(bruna, now=NOON)
    clock = next(clock for clock in privacy.CLOCKS if clock.name == "testimony_drafts")
    assert not clock.due(NOON + timedelta(days=89))
    with django_capture_on_commit_callbacks(execute=True):
        clock.apply(clock.due(NOON + timedelta(days=91)), NOON + timedelta(days=91))
    assert stored(media) == set()


def test_the_record_of_what_was_allowed_goes_three_years_later(bruna, dina):
    actions.withdraw_testimony(testimony=a_published(bruna, by=dina, now=NOON), by=bruna, now=NOON)
    clock = next(clock for clock in privacy.CLOCKS if clock.name == "testimony_records")
    assert not clock.due(NOON + 2.9 * YEAR)
    clock.apply(clock.due(NOON + 3.1 * YEAR), NOON + 3.1 * YEAR)
    assert not Testimony.objects.exists() and not Consent.objects.exists()


def test_erasing_her_erases_her_testimonies(bruna, dina, media, django_capture_on_commit_callbacks):
    a_published(bruna, by=dina, now=NOON)
    a_draft(bruna, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(bruna, now=NOON)
    assert not Testimony.objects.exists() and not Consent.objects.exists() and stored(media) == set()
    assert not Letter.objects.filter(about__startswith="testimony:").exclude(text="").exists()


def test_what_a_cut_left_on_the_disk_is_swept_a_day_later(bruna, dina, media):
    shown = a_published(bruna, by=dina, now=NOON)
    lost = media / "testimonies" / "lost.mp4"
    lost.write_bytes(b"a video without a row")
    just_now = timezone.now()
    assert actions.sweep_files(now=just_now) == 0 and lost.exists(), "its row may be on its way"

    os.utime(lost, (0, 0))
    call_command(TIMETABLE["sweep_files"].command)

    assert stored(media) == {shown.video.name, shown.poster.name}
    assert actions.sweep_files(now=just_now) == 0


def test_a_change_asked_makes_it_hers_again_and_asks_her_consent_again(bruna, dina):
    sent = a_submitted(bruna, now=NOON)
    actions.ask_testimony_change(testimony=sent, message="Le son est faible.", by=dina, now=NOON)
    assert (sent.state, sent.message) == (TestimonyState.DRAFT, "Le son est faible.")
    assert not sent.consents.in_force(NOON).exists()
    actions.submit_testimony(testimony=sent, uses=uses(NOON), by=bruna, now=NOON)
    assert sent.message == "" and sent.consents.in_force(NOON).count() == 1


def test_a_refused_testimony_is_deleted_and_its_author_told_why(bruna, dina, media, django_capture_on_commit_callbacks):
    sent = a_submitted(bruna, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_testimony(testimony=sent, message="On y voit une autre personne.", by=dina, now=NOON)
    assert (sent.state, stored(media)) == (TestimonyState.REFUSED, set())
    assert Letter.objects.get(kind="testimony_answered").to == bruna.email


@pytest.mark.parametrize("words", ["", "   "])
def test_a_refusal_says_why(bruna, dina, words):
    with pytest.raises(MoveRefused, match="Écrivez pourquoi"):
        actions.refuse_testimony(testimony=a_submitted(bruna, now=NOON), message=words, by=dina, now=NOON)


def test_nobody_publishes_her_own(bruna, dina):
    sent = a_submitted(bruna, now=NOON)
    dina.linked_to = bruna
    dina.save()
    with pytest.raises(MoveRefused, match="votre propre témoignage"):
        actions.publish_testimony(testimony=sent, seen=actions.sending(sent), moves_on=None, by=dina, now=NOON)


def test_taken_back_before_the_answer_it_can_not_be_published(bruna, dina):
    sent = a_submitted(bruna, now=NOON)
    actions.take_back_testimony(testimony=Testimony.objects.get(), by=bruna, now=NOON)
    with pytest.raises(MoveRefused):
        actions.publish_testimony(testimony=sent, seen=actions.sending(sent), moves_on=None, by=dina, now=NOON)


def test_a_consent_that_has_ended_publishes_nothing(bruna, dina):
    sent = a_submitted(bruna, now=NOON, days=10)
    with pytest.raises(MoveRefused, match="arrivée à son terme"):
        late = NOON + timedelta(days=20)
        actions.publish_testimony(testimony=sent, seen=actions.sending(sent), moves_on=None, by=dina, now=late)


def test_what_is_sent_is_no_longer_changed(bruna):
    sent = a_submitted(bruna, now=NOON)
    with pytest.raises(MoveRefused):
        actions.write_testimony(testimony=sent, words=WORDS, captions=None, poster=None, by=bruna, now=NOON)
    with pytest.raises(MoveRefused):
        actions.replace_video(testimony=sent, clip=a_clip(), by=bruna, now=NOON)


def acts(testimony, *, owner, team) -> dict:
    """Each verb of the table, by who may."""
    hers, theirs = ({"testimony": testimony, "by": by, "now": NOON} for by in (owner, team))
    return {
        "submit": lambda: actions.submit_testimony(uses=uses(NOON), **hers),
        "take_back": lambda: actions.take_back_testimony(**hers),
        "ask_change": lambda: actions.ask_testimony_change(message="Un nom y est dit.", **theirs),
        "publish": lambda: actions.publish_testimony(seen=actions.sending(testimony), moves_on=None, **theirs),
        "refuse": lambda: actions.refuse_testimony(message="Un nom y est dit.", **theirs),
        "withdraw": lambda: actions.withdraw_testimony(**hers),
        "expire": lambda: actions.expire_testimony(testimony=testimony, now=NOON),
    }


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("state", TestimonyState.values)
def test_only_the_moves_of_the_table_are_made(bruna, dina, state, verb):
    testimony = {
        "draft": lambda: a_draft(bruna, now=NOON),
        "submitted": lambda: a_submitted(bruna, now=NOON),
    }.get(state, lambda: a_published(bruna, by=dina, now=NOON))()
    if state in {"withdrawn", "refused"}:
        acts(testimony, owner=bruna, team=dina)["withdraw" if state == "withdrawn" else "refuse"]()
    before = Testimony.objects.filter(pk=testimony.pk).values().get()
    act = acts(testimony, owner=bruna, team=dina)[verb]
    if state in MOVES[verb].sources:
        act()
        assert Testimony.objects.get(pk=testimony.pk).state == MOVES[verb].target
    elif (state, verb) == ("withdrawn", "withdraw"):
        act()  # twice is once
    else:
        with pytest.raises(MoveRefused):
            act()
        assert Testimony.objects.filter(pk=testimony.pk).values().get() == before


def test_a_draft_is_watched_by_its_author_alone(bruna, dina):
    draft = a_draft(bruna, now=NOON)

    def seen(viewer):
        return watchable(draft.code, viewer=viewer, membership=home_membership(viewer), now=NOON)

    assert seen(bruna) == draft
    assert seen(dina) is None and seen(a_mentee("Awa")) is None
    actions.submit_testimony(testimony=draft, uses=uses(NOON), by=bruna, now=NOON)
    assert seen(dina) == draft and seen(a_mentee("Binta")) is None


def test_the_limits_are_settings():
    assert (settings.TESTIMONY_SECONDS, settings.TESTIMONY_BYTES) == (180, 200_000_000)

"""A pair's page: its thread, meetings, the fit question, what each shows, the end (A4, A8, A10, A12, B5)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from binome.mentoring import actions
from binome.mentoring.lifecycle import PairState
from binome.mentoring.models import Comment, FitAnswer, Meeting, Pair, Reveal
from tests.factories import a_mentee, a_mentor, a_pair, family_name_of

from .pages import DISGUISED, EMOJI_AND_ARABIC, TOO_LONG, flashes, followed, get, letters, post, refused, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLOSED = "Votre binôme est déjà clos."


@pytest.fixture
def pair(now):
    return a_pair(now=now - 40 * DAY)


@pytest.fixture
def awa(pair, window):
    return window(pair.mentee)


@pytest.fixture
def bruna(pair, window):
    return window(pair.mentor)


def meet(pair, at, **given):
    meeting = {"held_on": timezone.localdate(at), "minutes": 60, "format": "remote", **given}
    return actions.log_meeting(pair=pair, by=pair.mentor, now=at, **meeting)


def close(pair, now, *, by=None, reason="reached"):
    actions.close_pair(pair=pair, by=by or pair.mentee, reason=reason, now=now)


def kinds(response):
    return [(step.kind, step.state) for step in response.context["steps"]]


# --- the thread ------------------------------------------------------------------------------------------
def test_the_thread_of_a_new_pair_begins_with_the_first_meeting_to_come(awa, pair):
    page = get(awa, "pair-detail", pair.code)
    assert kinds(page) == [("opened", "done"), ("next", "now"), ("midway", "todo"), ("end", "todo")]
    assert "Aucun rendez-vous tenu sur neuf" in text(page)
    assert "Premier rendez-vous" in text(page)


def test_meetings_are_gathered_and_the_next_one_follows_the_rhythm(awa, pair, now):
    for days in (30, 20, 10):
        meet(pair, now - days * DAY)
    actions.answer_fit(pair=pair, by=pair.mentee, answer="well", now=now)
    page = get(awa, "pair-detail", pair.code)
    assert kinds(page) == [
        ("opened", "done"), ("meetings", "done"), ("next", "now"), ("midway", "todo"), ("end", "todo"),
    ]  # fmt: skip
    held, following = page.context["steps"][1:3]
    assert held.number == 3
    assert following.at == timezone.localdate(now - 10 * DAY) + 30 * DAY
    assert "Trois rendez-vous tenus sur neuf" in text(page)


def test_a_prolonged_then_closed_pair_keeps_its_whole_thread(awa, pair, now):
    meet(pair, now - 30 * DAY)
    actions.prolong_pair(pair=pair, by=pair.mentor, months=3, now=now - 20 * DAY)
    actions.prolong_pair(pair=pair, by=pair.mentee, months=1, now=now - 10 * DAY)
    close(pair, now)
    assert kinds(get(awa, "pair-detail", pair.code)) == [
        ("opened", "done"), ("meetings", "done"), ("prolonged", "done"), ("prolonged", "done"), ("closed", "done"),
    ]  # fmt: skip


@pytest.mark.parametrize(("because", "words"), [("end", "La fin prévue est le"), ("silence", "depuis longtemps")])
def test_a_pair_to_close_asks_both_to_close_or_prolong(awa, bruna, pair, now, because, words):
    actions.propose_closing(pair=pair, because=because, now=now)
    for client in (awa, bruna):
        page = get(client, "pair-detail", pair.code)
        assert ("closing", "now") in kinds(page)
        assert words in text(page) and "À clore ou prolonger" in text(page)


# --- meetings --------------------------------------------------------------------------------------------
def test_we_met_is_one_tap(awa, pair, now):
    page = followed(awa, "log-meeting", pair.code, usual="1")
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.minutes, meeting.format) == (timezone.localdate(now), 60, "remote")
    assert flashes(page)[0].startswith("C’est noté : vous vous êtes vues le ")
    assert page.redirect_chain[-1][0] == f"/binomes/{pair.code}/"


def test_two_taps_are_one_meeting(awa, bruna, pair):
    for client in (awa, bruna, awa):
        post(client, "log-meeting", pair.code, usual="1")
    assert Meeting.objects.count() == 1
    assert letters().count("first_meeting_held") == 2


def test_one_tap_repeats_the_last_habit(awa, pair, now):
    meet(pair, now - 10 * DAY, minutes=45, format="phone")
    post(awa, "log-meeting", pair.code, usual="1")
    meeting = Meeting.objects.order_by("held_on").last()
    assert (meeting.minutes, meeting.format) == (45, "phone")


def test_one_tap_from_her_space_comes_back_there(awa, pair):
    page = followed(awa, "log-meeting", pair.code, usual="1", space="1")
    assert page.redirect_chain[-1][0] == reverse("my-space")


def test_what_htmx_swaps_is_the_page_reloaded(awa, pair):
    headers = {"HX-Request": "true"}
    swapped = awa.post(reverse("log-meeting", args=[pair.code]), {"usual": "1"}, headers=headers, follow=True)
    reloaded = get(awa, "pair-detail", pair.code)
    flash = text(swapped).replace(flashes(swapped)[0] + " ", "")
    assert flash == text(reloaded)


def test_the_details_of_a_meeting_can_be_given_and_corrected(awa, pair, now):
    day = timezone.localdate(now - 5 * DAY)
    for minutes in ("90", "30"):
        post(awa, "log-meeting", pair.code, held_on=day.isoformat(), minutes=minutes, format="in_person")
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.minutes, meeting.format) == (day, 30, "in_person")


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": ""},
        {"held_on": "hier"},
        {"held_on": "2001-01-01"},
        {"held_on": "2999-01-01"},
        {"minutes": ""},
        {"minutes": "-5"},
        {"minutes": "100000"},
        {"minutes": "une heure"},
        {"format": "fax"},
        {"format": ""},
    ],
)
def test_an_impossible_meeting_comes_back_with_a_sentence(awa, pair, now, wrong):
    given = {"held_on": timezone.localdate(now).isoformat(), "minutes": "60", "format": "remote", **wrong}
    page = post(awa, "log-meeting", pair.code, **given)
    assert refused(page)
    assert not Meeting.objects.exists()


# --- the fit question ------------------------------------------------------------------------------------
def test_the_question_comes_after_the_first_meeting_only(awa, pair, now):
    assert "Comment ça se passe ?" not in text(get(awa, "pair-detail", pair.code))
    meet(pair, now - DAY)
    page = get(awa, "pair-detail", pair.code)
    assert ("fit", "now") in kinds(page)
    assert "Bruna ne la lira pas" in text(page)


@pytest.mark.parametrize(
    ("answer", "words"),
    [("well", "Tant mieux"), ("unsure", "un deuxième rendez-vous"), ("not_right", "Clore sans faute")],
)
def test_each_answer_has_its_own_page_after(awa, pair, now, answer, words):
    meet(pair, now - DAY)
    page = followed(awa, "answer-fit", pair.code, answer=answer)
    assert words in text(page)
    assert FitAnswer.objects.get().answer == answer


def test_the_other_never_reads_her_answer(awa, bruna, pair, now):
    meet(pair, now - DAY)
    before = text(get(bruna, "pair-detail", pair.code))
    post(awa, "answer-fit", pair.code, answer="not_right")
    assert text(get(bruna, "pair-detail", pair.code)) == before


def test_she_may_change_her_answer(awa, pair, now):
    meet(pair, now - DAY)
    for answer in ("not_right", "well"):
        post(awa, "answer-fit", pair.code, answer=answer)
    assert FitAnswer.objects.get().answer == "well"


@pytest.mark.parametrize("answer", ["", "perfect"])
def test_an_answer_that_is_not_one_of_the_three_comes_back(awa, pair, now, answer):
    meet(pair, now - DAY)
    assert refused(post(awa, "answer-fit", pair.code, answer=answer))


# --- what each shows -------------------------------------------------------------------------------------
def test_nothing_but_what_she_chose_is_shown(awa, bruna, pair):
    page = text(get(bruna, "pair-detail", pair.code))
    assert pair.mentee.email in page
    assert family_name_of(pair.mentee) not in page
    assert "06 12 34 56 78" not in page


def test_she_reveals_her_name_and_hides_it_again(awa, bruna, pair):
    name = family_name_of(pair.mentee)
    page = followed(awa, "choose-reveal", pair.code, fields_shown=["name", "phone"])
    assert flashes(page) == ["C’est enregistré. Vous pourrez changer d’avis à tout moment."]
    assert f"Awa {name}" in text(get(bruna, "pair-detail", pair.code))
    assert pair.mentee.email not in text(get(bruna, "pair-detail", pair.code))
    post(awa, "choose-reveal", pair.code)
    assert name not in text(get(bruna, "pair-detail", pair.code))


def test_nobody_reveals_on_behalf_of_another(awa, pair):
    post(awa, "choose-reveal", pair.code, fields_shown=["name"])
    assert not Reveal.objects.get(pair=pair, person=pair.mentor).name


def test_closing_hides_all_unless_she_leaves_it(awa, bruna, pair, now):
    post(awa, "choose-reveal", pair.code, fields_shown=["name", "email"])
    close(pair, now)
    assert "ses coordonnées ne sont plus visibles" in text(get(bruna, "pair-detail", pair.code))
    post(awa, "choose-reveal", pair.code, fields_shown=["email"], after_closing="on")
    page = text(get(bruna, "pair-detail", pair.code))
    assert pair.mentee.email in page and family_name_of(pair.mentee) not in page


def test_a_detail_that_does_not_exist_comes_back(awa, pair):
    assert refused(post(awa, "choose-reveal", pair.code, fields_shown=["salary"]))


# --- prolonging and closing ------------------------------------------------------------------------------
def test_either_prolongs_at_any_time(bruna, pair):
    before = pair.planned_end_on
    page = followed(bruna, "prolong-pair", pair.code, months="3")
    pair.refresh_from_db()
    assert pair.planned_end_on > before
    assert flashes(page)[0].startswith("Votre binôme continue jusqu’au ")
    assert letters()[-1] == "pair_prolonged"


@pytest.mark.parametrize("months", ["", "0", "48"])
def test_a_length_that_is_not_offered_comes_back(bruna, pair, months):
    assert refused(post(bruna, "prolong-pair", pair.code, months=months))


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_either_closes_without_the_other(window, pair, who):
    client = window(getattr(pair, who))
    page = followed(client, "close-pair", pair.code, reason="time")
    pair.refresh_from_db()
    assert (pair.state, pair.close_reason) == (PairState.CLOSED, "time")
    assert flashes(page)[0].startswith("Votre binôme est clos.")
    assert letters()[-2:] == ["pair_closed", "pair_closed"]


def test_closing_twice_closes_once(awa, pair):
    for _click in range(2):
        page = followed(awa, "close-pair", pair.code, reason="reached")
    assert (flashes(page), letters().count("pair_closed")) == ([], 2)


@pytest.mark.parametrize("reason", ["", "report", "x"])
def test_closing_asks_for_a_reason_of_hers(awa, pair, reason):
    assert refused(post(awa, "close-pair", pair.code, reason=reason))
    pair.refresh_from_db()
    assert pair.state == PairState.ACTIVE


def test_the_way_out_after_the_fit_question_has_its_reason_ready(awa, pair):
    assert get(awa, "close-pair", pair.code, motif="fit").context["form"]["reason"].value() == "fit"


@pytest.mark.parametrize(("reason", "told"), [("reached", True), ("planned", True), ("fit", False), ("time", False)])
def test_only_a_reason_against_nobody_is_told_to_the_other(awa, bruna, pair, now, reason, told):
    close(pair, now, reason=reason)
    words = pair.get_close_reason_display()
    assert words in text(get(awa, "pair-detail", pair.code))
    assert (words in text(get(bruna, "pair-detail", pair.code))) is told


def test_the_ways_out_are_counted_as_they_are(awa, pair, now):
    assert "Trois gestes différents" in text(get(awa, "pair-detail", pair.code))
    close(pair, now)
    assert "Deux gestes différents" in text(get(awa, "pair-detail", pair.code))


def test_a_name_with_a_vowel_is_elided_on_the_page_of_the_pair(window, now):
    pair = a_pair(a_mentee("Inès"), a_mentor("Océane"), now=now - 40 * DAY)
    assert "Ce qu’Inès voit de vous" in text(get(window(pair.mentor), "pair-detail", pair.code))
    assert "Ce qu’Océane voit de vous" in text(get(window(pair.mentee), "my-space"))


def test_a_pair_closed_within_its_month_says_the_month_once(awa, now):
    pair = Pair.objects.get()
    Pair.objects.filter(pk=pair.pk).update(opened_at=datetime(2026, 5, 3, 12, tzinfo=UTC))
    close(pair, datetime(2026, 5, 9, 12, tzinfo=UTC))
    assert "Du 3 au 9 mai 2026" in text(get(awa, "pair-detail", pair.code))
    assert "Mai 2026" in text(get(awa, "my-space"))


def test_a_report_does_not_tell_who_closed_nor_why(awa, bruna, pair, now):
    actions.separate(by=pair.mentee, person=pair.mentor, now=now)
    page = text(get(bruna, "pair-detail", pair.code))
    assert "Binôme clos" in page and "charte n’a pas été respectée" not in page


@pytest.mark.parametrize(
    ("name", "given"),
    [("log-meeting", {"usual": "1"}), ("prolong-pair", {"months": "3"}), ("close-pair", {"reason": "time"})],
)
def test_a_closed_pair_moves_no_more(bruna, pair, now, name, given):
    close(pair, now)
    assert flashes(followed(bruna, name, pair.code, **given)) == [CLOSED]


def test_the_three_acts_are_apart(awa, pair):
    page = get(awa, "pair-detail", pair.code).content.decode()
    for address in (
        reverse("close-pair", args=[pair.code]),
        reverse("report-person", args=[pair.mentor.code]),
        reverse("write-to-team"),
    ):
        assert address in page


# --- a word at the end -----------------------------------------------------------------------------------
def test_the_mentee_leaves_a_word_and_decides_who_reads_it(awa, bruna, pair, now):
    close(pair, now)
    page = followed(awa, "leave-comment", pair.code, body=DISGUISED)
    assert (Comment.objects.get().body, flashes(page)) == (EMOJI_AND_ARABIC, ["Merci. Votre mot est enregistré."])
    assert EMOJI_AND_ARABIC not in text(get(bruna, "pair-detail", pair.code))
    post(awa, "leave-comment", pair.code, body="Merci pour tout.", shared="on")
    assert "Merci pour tout." in text(get(bruna, "pair-detail", pair.code))


@pytest.mark.parametrize("body", ["", TOO_LONG])
def test_a_word_that_cannot_be_kept_comes_back(awa, pair, now, body):
    close(pair, now)
    page = post(awa, "leave-comment", pair.code, body=body)
    assert refused(page) and body in page.content.decode()


def test_there_is_no_word_before_the_end(awa, pair):
    page = followed(awa, "leave-comment", pair.code, body="Déjà")
    assert flashes(page) == ["Vous ne pouvez pas laisser de mot pour ce binôme, ou pas avant sa clôture."]


def test_the_mentor_leaves_no_word(bruna, pair, now):
    close(pair, now)
    assert post(bruna, "leave-comment", pair.code, body="Moi aussi").status_code == 404
    assert "Un mot sur ce chemin" not in text(get(bruna, "pair-detail", pair.code))


def test_after_closing_she_may_ask_another(awa, pair, now):
    close(pair, now)
    assert "Trouver une mentore" in text(get(awa, "pair-detail", pair.code))

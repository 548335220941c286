"""The page of a pair that a programme made: between peers nobody is the mentee, and nothing speaks of a request."""

import pytest
from django.utils import timezone

from binome.core.models import Letter
from binome.mentoring.actions import MoveRefused, close_pair, leave_comment
from binome.mentoring.lifecycle import Rhythm
from binome.mentoring.matchmaking.deciding import _open_one
from binome.mentoring.models import Pair
from binome.programmes.models import Cohort
from tests.factories import a_window
from tests.factories.matchmaking import a_promotion, a_proposal, someone

pytestmark = pytest.mark.django_db
#: What the page of the open platform says, and no programme that matches.
OF_REQUESTS = ("votre demande", "sa demande", "mentor-list", "/mentores/", "disponibilite", "mentorée", "mentore ")


def a_pair(form: str) -> Pair:
    """Inès, whose goals are said, with Marc."""
    cohort, roles = a_promotion(form), {"peers": ("peer", "peer")}.get(form, ("mentee", "mentor"))
    one, other = someone("Inès", roles[0], cohort, stage=4), someone("Marc", roles[1], cohort, stage=1)
    return _open_one(a_proposal(one, other), now=timezone.now())


@pytest.mark.parametrize("end", ["mentee", "mentor"])
def test_between_peers_both_read_the_same_page_but_the_name(end):
    pair = a_pair("peers")
    page = a_window(getattr(pair, end)).get(f"/programmes/peers/binomes/{pair.code}/").text
    main = page.split("<main")[1].split("</main")[0]
    assert "Votre programme a formé votre binôme" in main and "dans l’autre on vous aide" in main
    assert not [words for words in OF_REQUESTS if words in main]
    assert "Prendre un poste de direction" not in main


def test_between_peers_nobody_writes_the_mentees_words_at_the_end():
    pair = a_pair("peers")
    close_pair(pair=pair, by=pair.mentee, reason="reached", now=timezone.now())
    for person in (pair.mentee, pair.mentor):
        page = a_window(person).get(f"/programmes/peers/binomes/{pair.code}/").text.split("<main")[1]
        assert "Un mot sur ce chemin" not in page and "Votre place est de nouveau libre" not in page
        with pytest.raises(MoveRefused):
            leave_comment(pair=pair, by=person, body="Merci", shared=False, now=timezone.now())
    assert not any("Une place se libère" in letter.text for letter in Letter.objects.filter(kind="pair_closed"))


def test_in_reverse_mentoring_the_senior_is_the_mentee_and_the_page_says_whose_objective_it_is():
    pair = a_pair("reverse")
    assert (pair.mentee.first_name, pair.rhythm) == ("Inès", Rhythm.MONTHLY)
    page = a_window(pair.mentor).get(f"/programmes/reverse/binomes/{pair.code}/").text.split("<main")[1]
    assert "Prendre un poste de direction" in page and "Votre programme a formé" in page


def test_between_peers_enrolment_is_said_to_open_once():
    pair = a_pair("peers")
    Cohort.objects.update(mentors_from="2026-09-01", mentees_from="2026-09-08")
    page = a_window(pair.mentee).get("/programmes/peers/mon-espace/").text
    assert page.count("à partir du") == 1 and "8 septembre 2026" in " ".join(page.split())

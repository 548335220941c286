"""The informal form (D1): her profile by her own press, then the directory of her programme, for its people alone."""

import pytest
from django.urls import reverse

from binome.core.models import Letter
from binome.mentoring.models import Listing, MentoringRequest, Pair, Place
from binome.people.lifecycle import ProfileState
from binome.people.models import Profile
from binome.programmes.models import Enrolment, Party
from tests.factories import NOON, a_mentee, a_mentor, a_moderator, a_window, family_name_of, home
from tests.factories.people import PRESENTATION
from tests.factories.programmes import (
    a_cohort,
    a_participant,
    a_programme,
    a_staff_member,
    an_affiliation,
    an_entity,
    an_organisation,
)

pytestmark = pytest.mark.django_db

INSIDE = "/programmes/entraide"
PROFILE = {
    "first_name": "Bruno", "headline": "Chef d’atelier", "presentation": PRESENTATION, "sector": "industrie",
    "country": "FR", "spoken": ["fr"], "topics": ["diriger-une-equipe"], "formats": ["remote"],
    "rhythms": ["monthly"], "q-slots": ["matin"], "capacity": 1,
}  # fmt: skip


@pytest.fixture
def cohort():
    home()
    programme = a_programme("informal", slug="entraide")
    programme.questions = [{
        "key": "slots", "kind": "choices", "fr": "Quand ?", "en": "When?", "help_fr": "", "help_en": "", "max": 2,
        "roles": ["mentor", "mentee"], "required": True, "choices": [{"slug": "matin", "fr": "Le matin", "en": "AM"}],
    }]  # fmt: skip
    programme.save()
    return a_cohort(programme)


def publish(enrolment, **changes):
    client = a_window(enrolment.person)
    given = {**PROFILE, "first_name": enrolment.person.first_name, **changes}
    return client, client.post(INSIDE + reverse("publish-profile"), given)


def a_listed(name: str, cohort, **changes) -> Enrolment:
    enrolment = a_participant(name, role="mentor", cohort=cohort)
    answer = publish(enrolment, **changes)[1]
    assert answer.status_code == 302, answer.text
    enrolment.refresh_from_db()
    return enrolment


def a_reader(name: str, cohort) -> Enrolment:
    enrolment = a_participant(name, cohort=cohort)
    assert publish(enrolment, headline="Technicienne")[1].status_code == 302
    enrolment.refresh_from_db()
    return enrolment


def ask(client, mentor, **changes):
    given = {"objective": "Oser diriger", "about_me": PRESENTATION, "why_you": "Vous avez fait ce chemin avant moi.",
             "rhythm": "monthly", "duration_months": 6, "will_reveal": ["email"], "send": "1", **changes}  # fmt: skip
    return client.post(INSIDE + reverse("request-new", args=[mentor.person.code]), given)


def test_her_profile_is_filled_with_what_her_organisation_declares_and_nothing_is_asked_twice(cohort):
    affiliation = an_affiliation("Bruno", an_entity("Lyon"), job_title="Conducteur de travaux", stage=4)
    page = a_window(a_participant("", role="mentor", cohort=cohort, affiliation=affiliation).person)
    shown = page.get(INSIDE + reverse("my-answers"), follow=True).text
    assert 'value="Conducteur de travaux"' in shown and 'value="Bruno"' in shown
    assert "Quand ?" in shown and "Combien de" in shown


def test_a_mentor_is_in_the_directory_of_her_programme_once_she_published_her_profile_and_in_no_other(cohort):
    bruno = a_participant("Bruno", role="mentor", cohort=cohort)
    reader = a_reader("Inès", cohort)
    client = a_window(reader.person)
    assert "Bruno" not in client.get(INSIDE + reverse("mentor-list")).text
    _client, answer = publish(bruno)
    assert answer["Location"] == INSIDE + reverse("my-space")
    bruno.refresh_from_db()
    assert bruno.completed_at is not None and bruno.answers == {"slots": ["matin"]}
    assert Place.objects.filter(enrolment=bruno).count() == 1
    assert list(Listing.objects.values_list("programme__slug", "person__first_name")) == [("entraide", "Bruno")]
    page = client.get(INSIDE + reverse("mentor-list")).text
    assert "Bruno" in page and "Chef d’atelier" in page
    assert "Inès" not in a_window(a_reader("Zoé", cohort).person).get(INSIDE + reverse("mentor-list")).text


def test_nobody_checks_profiles_where_the_modality_says_so(cohort):
    bruno = a_listed("Bruno", cohort)
    assert bruno.person.profile.state == ProfileState.APPROVED
    page = a_window(a_reader("Inès", cohort).person).get(INSIDE + reverse("mentor-detail", args=[bruno.person.code]))
    assert "Profil vérifié" not in page.text and "Chef d’atelier" in page.text
    client = a_window(bruno.person)
    client.post(INSIDE + reverse("profile-edit"), {**PROFILE, "headline": "Chef de chantier"})
    profile = Profile.objects.get(person=bruno.person)
    assert (profile.headline, profile.recheck_since) == ("Chef de chantier", None)


def test_a_refused_profile_keeps_what_was_typed_and_says_all_that_is_missing(cohort):
    answer = publish(a_participant("Bruno", role="mentor", cohort=cohort), topics=[], **{"q-slots": []})[1]
    assert answer.status_code == 422
    assert "Cochez au moins un sujet." in answer.text and "Répondez à cette question" in answer.text
    assert "Chef d’atelier" in answer.text
    assert not Profile.objects.exists()


def test_her_family_name_is_refused_in_a_text_that_colleagues_read(cohort):
    bruno = a_participant("Bruno", role="mentor", cohort=cohort)
    answer = publish(bruno, headline=f"Bruno {family_name_of(bruno.person)}, chef d’atelier")[1]
    assert answer.status_code == 422
    assert not Listing.objects.exists()


def test_a_profile_of_the_open_platform_shows_here_once_she_presses_and_its_team_still_reads_it(cohort):
    a_moderator()
    bruna = a_mentor()
    mine = a_participant(bruna, role="mentor", cohort=cohort)
    client = a_window(a_reader("Inès", cohort).person)
    assert bruna.first_name not in client.get(INSIDE + reverse("mentor-list")).text
    assert client.get(INSIDE + reverse("mentor-detail", args=[bruna.code])).status_code == 404
    assert client.get(INSIDE + reverse("photo", args=[bruna.code])).status_code == 404
    answer = publish(mine, first_name=bruna.first_name)[1]
    assert answer.status_code == 302, answer.text
    assert bruna.first_name in client.get(INSIDE + reverse("mentor-list")).text
    assert Profile.objects.get(person=bruna).recheck_since is not None


def test_before_her_profile_a_mentee_neither_reads_the_directory_nor_asks(cohort):
    bruno, ines = a_listed("Bruno", cohort), a_participant("Inès", cohort=cohort)
    client = a_window(ines.person)
    for page in ("mentor-list", "mentor-detail"):
        args = [] if page == "mentor-list" else [bruno.person.code]
        assert client.get(INSIDE + reverse(page, args=args))["Location"] == INSIDE + reverse("my-answers")
    assert ask(client, bruno).status_code == 404
    assert client.get(INSIDE + reverse("my-space")).status_code == 200


def test_a_request_is_answered_and_becomes_a_pair_inside_the_programme(cohort):
    bruno, ines = a_listed("Bruno", cohort), a_reader("Inès", cohort)
    client = a_window(ines.person)
    answer = ask(client, bruno)
    row = MentoringRequest.objects.get()
    assert answer["Location"] == INSIDE + reverse("request-detail", args=[row.code])
    theirs = a_window(bruno.person)
    assert theirs.get(INSIDE + reverse("request-detail", args=[row.code])).status_code == 200
    theirs.post(INSIDE + reverse("accept-request", args=[row.code]), {"will_reveal": ["email"]})
    pair = Pair.objects.get()
    assert (pair.programme.slug, pair.mentor, pair.mentee) == ("entraide", bruno.person, ines.person)
    assert pair.cohort == cohort
    assert client.get(INSIDE + reverse("pair-detail", args=[pair.code])).status_code == 200
    assert client.get(reverse("pair-detail", args=[pair.code])).status_code != 200


def test_a_mentor_of_two_promotions_answers_in_the_last_one(cohort):
    bruno = a_listed("Bruno", cohort)
    last = a_cohort(cohort.programme, 2)
    again = a_participant("", role="mentor", cohort=last, affiliation=bruno.affiliation)
    client = a_window(a_reader("Inès", last).person)
    assert client.get(INSIDE + reverse("mentor-detail", args=[bruno.person.code])).status_code == 404
    assert ask(client, bruno).status_code == 409
    assert publish(again)[1].status_code == 302
    found = client.get(INSIDE + reverse("mentor-list")).context["results"]
    assert [row.enrolment_id for row in found.listings] == [again.pk]
    assert ask(client, again).status_code == 302
    row = MentoringRequest.objects.get(sent_at__isnull=False)
    a_window(bruno.person).post(INSIDE + reverse("accept-request", args=[row.code]), {"reveal": ["email"]})
    assert Pair.objects.get().cohort == last


def test_a_mentor_of_two_promotions_under_way_is_asked_and_answers_in_the_one_of_her_mentee(cohort):
    bruno = a_listed("Bruno", cohort)
    again = a_participant("", role="mentor", cohort=a_cohort(cohort.programme, 2), affiliation=bruno.affiliation)
    assert publish(again)[1].status_code == 302
    readers = {bruno: a_reader("Inès", cohort), again: a_reader("Zoé", again.cohort)}
    for mentor, mentee in readers.items():
        assert ask(a_window(mentee.person), mentor).status_code == 302
        row = MentoringRequest.objects.get(mentee=mentee.person, sent_at__isnull=False)
        a_window(bruno.person).post(INSIDE + reverse("accept-request", args=[row.code]), {"reveal": ["email"]})
        pair = Pair.objects.get(mentee=mentee.person)
        assert (pair.cohort, pair.place.enrolment) == (mentee.cohort, mentor)


def a_listed_in(name: str, cohort, entity) -> Enrolment:
    enrolment = a_participant(name, role="mentor", cohort=cohort, entity=entity)
    assert publish(enrolment)[1].status_code == 302
    return enrolment


def found(client, *entities) -> list[str]:
    query = "&".join(f"entite={each.code}" for each in entities)
    results = client.get(f"{INSIDE}{reverse('mentor-list')}?{query}").context["results"]
    return sorted(row.card["first_name"] for row in results.listings)


def test_the_directory_is_filtered_by_entity_with_all_that_is_below_it(cohort):
    networks, office = an_entity("Réseaux"), an_entity("Siège")
    north = an_entity("Nord", parent=networks)
    bruno = a_listed_in("Bruno", cohort, north)
    a_listed_in("Paule", cohort, networks)
    a_listed_in("Odile", cohort, office)
    client = a_window(a_reader("Inès", cohort).person)
    page = client.get(INSIDE + reverse("mentor-list"))
    assert [text in page.text for text in ("Entité", "Réseaux", "Siège", "Nord")] == [True] * 4
    counts = page.context["results"].counts["entity"]
    assert [counts[each.code] for each in (networks, north, office)] == [2, 1, 1]
    assert found(client, networks) == ["Bruno", "Paule"]
    assert found(client, north, office) == ["Bruno", "Odile"]
    bruno.affiliation.entity = office  # an import moved him
    bruno.affiliation.save()
    assert (found(client, north), found(client, office)) == ([], ["Bruno", "Odile"])


def test_where_several_organisations_take_part_one_filters_by_them_and_namesakes_say_where_they_are(cohort):
    beta = an_organisation("Bêta")
    Party.objects.create(programme=cohort.programme, organisation=beta, runs=False, since_at=NOON)
    a_listed_in("Bruno", cohort, an_entity("Siège"))
    a_listed_in("Odile", cohort, an_entity("Siège", beta))
    client = a_window(a_reader("Inès", cohort).person)
    page = client.get(INSIDE + reverse("mentor-list")).text
    assert "Siège (Bêta)" in page and "Siège (Groupe Orvanne)" in page
    assert found(client, beta) == ["Odile"]


def test_a_single_entity_is_no_filter_and_another_programme_s_is_unknown(cohort):
    a_listed_in("Bruno", cohort, an_entity("Siège"))
    client = a_window(a_reader("Inès", cohort).person)
    foreign = an_entity("Ailleurs", an_organisation("Gamma"))
    page = client.get(INSIDE + reverse("mentor-list")).text
    assert "Entité" not in page
    answer = client.get(f"{INSIDE}{reverse('mentor-list')}?entite={foreign.code}")
    assert "n’existe pas, ou n’existe plus" in answer.text and "Bruno" in answer.text


def test_letters_of_the_programme_lead_into_it(cohort):
    bruno = a_listed("Bruno", cohort)
    ask(a_window(a_reader("Inès", cohort).person), bruno)
    letter = Letter.objects.get(kind="request_sent")
    assert f"{INSIDE}/demandes/" in letter.text and "Entraide" in letter.html


def test_an_outsider_and_the_people_of_another_programme_see_nothing(cohort):
    bruno = a_listed("Bruno", cohort)
    elsewhere = a_participant("Samir", cohort=a_cohort(a_programme(slug="passerelles")))
    for person in (a_mentee("Chloé"), elsewhere.person):
        client = a_window(person)
        for page in ("mentor-list", "mentor-detail", "photo", "request-new"):
            args = [] if page == "mentor-list" else [bruno.person.code]
            assert client.get(INSIDE + reverse(page, args=args)).status_code == 404
        assert ask(client, bruno).status_code == 404
    assert not MentoringRequest.objects.exists()


def test_there_is_no_directory_where_the_team_matches():
    home()
    ines = a_participant("Inès")
    bruna = a_mentor()
    a_participant(bruna, role="mentor")
    client = a_window(ines.person)
    assert client.get("/programmes/passerelles" + reverse("mentor-list")).status_code == 404
    assert client.get("/programmes/passerelles" + reverse("mentor-detail", args=[bruna.code])).status_code == 404
    assert client.get("/programmes/passerelles" + reverse("request-new", args=[bruna.code])).status_code == 404
    posted = client.post("/programmes/passerelles" + reverse("request-new", args=[bruna.code]), {"send": "1"})
    assert posted.status_code == 404
    assert client.get("/programmes/passerelles" + reverse("publish-profile")).status_code == 404


def test_her_line_manager_a_full_mentor_and_herself_are_refused_at_the_server(cohort):
    bruno, ines = a_listed("Bruno", cohort), a_reader("Inès", cohort)
    client = a_window(ines.person)
    ines.affiliation.line_manager = bruno.affiliation
    ines.affiliation.save()
    assert "lien hiérarchique" in ask(client, bruno).text
    ines.affiliation.line_manager = None
    ines.affiliation.save()
    Place.objects.all().delete()
    assert "plus de place libre" in ask(client, bruno).text
    assert ask(client, ines).status_code == 404
    assert ask(a_window(bruno.person), bruno).status_code == 404
    assert not MentoringRequest.objects.filter(sent_at__isnull=False).exists()


def test_a_request_of_before_opens_no_pair_with_who_became_her_manager_since(cohort):
    bruno, ines = a_listed("Bruno", cohort), a_reader("Inès", cohort)
    ask(a_window(ines.person), bruno)
    row = MentoringRequest.objects.get(sent_at__isnull=False)
    between = an_affiliation("Rita", line_manager=bruno.affiliation)
    path, words = INSIDE + reverse("accept-request", args=[row.code]), {"reply": "Avec plaisir."}
    ines.affiliation.line_manager = between
    ines.affiliation.save()
    a_window(bruno.person).post(path, words)
    assert not Pair.objects.exists()
    ines.affiliation.line_manager = None
    ines.affiliation.save()
    a_window(bruno.person).post(path, words)
    assert Pair.objects.count() == 1


def test_the_people_of_a_promotion_that_is_over_leave_the_directory(cohort):
    bruno = a_listed("Bruno", cohort)
    client = a_window(a_staff_member("Delphine", programme=cohort.programme))
    assert "Bruno" in client.get(INSIDE + reverse("mentor-list")).text
    cohort.state = "closed"
    cohort.save()
    assert "Bruno" not in client.get(INSIDE + reverse("mentor-list")).text
    assert client.get(INSIDE + reverse("mentor-detail", args=[bruno.person.code])).status_code == 404


def test_who_waits_for_a_place_publishes_nothing_yet(cohort):
    waits = a_participant("Bruno", role="mentor", cohort=cohort, state="waiting")
    answer = publish(waits)[1]
    assert answer["Location"] == INSIDE + reverse("my-space")
    assert not Profile.objects.exists()

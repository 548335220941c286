"""From a promotion to the engine: the rule of each form, attacked. What it forbids is never proposed, and imposing it
is refused with a sentence."""

import pytest

from binome.matching.compiler import compile_problem
from binome.matching.engine import match
from binome.matching.problem import ProblemError
from binome.matching.scarcity import Scarcity, tell_alone
from binome.matching.words import Language
from binome.mentoring.matchmaking import ask
from binome.mentoring.matchmaking.asking import pairs_of
from binome.mentoring.models import Block, Ruling
from binome.programmes.models import Competition, Veto, Wish
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.people import NOON
from tests.factories.programmes import an_affiliation, an_entity, an_organisation

pytestmark = pytest.mark.django_db


def proposed(cohort) -> set[tuple[str, str]]:
    asked = ask(cohort)
    found = pairs_of(asked, match(asked.problem).pairs)
    names = dict(cohort.enrolments.values_list("code", "person__first_name"))
    return {(names[mentee.code], names[mentor.code]) for mentee, mentor in found}


def imposing(mentee, mentor) -> str:
    """What is said when these two are imposed; nothing when they can be."""
    asked = ask(mentee.cohort, pins=[(mentee.person_id, mentor.person_id)])
    assert len(asked.problem.pinned) + len(asked.dropped) in (1, 2)
    return " ".join(why.said(Language.FRENCH) for _one, _other, why in asked.dropped)


def test_a_pair_the_wrong_way_round_is_never_proposed_in_reverse_mentoring():
    cohort = a_promotion("reverse")
    senior, junior = someone("Sonia", "mentor", cohort, stage=4), someone("Julie", "mentor", cohort, stage=1)
    mentee = someone("Delphine", "mentee", cohort, stage=4)
    assert proposed(cohort) == {("Delphine", "Julie")}
    assert "Sens du mentorat" in imposing(mentee, senior)
    assert imposing(mentee, junior) == ""


def test_an_unknown_stage_is_no_way_around_the_direction():
    cohort = a_promotion("reverse")
    mentor, mentee = someone("Julie", "mentor", cohort), someone("Delphine", "mentee", cohort, stage=4)
    assert proposed(cohort) == set()
    assert imposing(mentee, mentor) == "Sens du mentorat\u00a0: information manquante"


def test_the_engine_calls_people_what_their_programme_calls_them():
    cohort = a_promotion("reverse")
    for language, words in (("fr", ("marraine", "marraines", "la marraine")), ("en", ("guide", "guides", "the guide"))):
        cohort.programme.vocabulary[language]["mentor"] |= dict(zip(("one", "many", "the"), words, strict=True))
    cohort.programme.save()
    someone("Sonia", "mentor", cohort, stage=4)
    someone("Delphine", "mentee", cohort, stage=4)
    problem = ask(cohort).problem
    left = Scarcity(match(problem), compile_problem(problem)).alone(0)[0]
    told = {language: tell_alone(left, problem, {}, language)[0] for language in Language}
    assert told[Language.FRENCH] == "Les règles ne lui laissent aucune marraine possible."
    assert told[Language.ENGLISH] == "The rules leave her no possible guide."


def test_nobody_is_proposed_within_her_own_company_nor_with_a_competitor():
    ours, other, rival = (an_organisation(name) for name in ("Alcyon", "Borée", "Cirrus"))
    cohort = a_promotion("cross_company", ours, other, rival)
    Competition.objects.create(programme=cohort.programme, first=ours, second=rival)
    mentee = someone("Awa", "mentee", cohort, organisation=ours, stage=1)
    own = someone("Bruna", "mentor", cohort, organisation=ours, stage=3)
    enemy = someone("Cléo", "mentor", cohort, organisation=rival, stage=3)
    assert proposed(cohort) == set()
    someone("Dora", "mentor", cohort, organisation=other, stage=3)
    assert proposed(cohort) == {("Awa", "Dora")}
    assert "Alcyon" in imposing(mentee, own)
    assert imposing(mentee, enemy) == "Organisations concurrentes\u00a0: Alcyon et Cirrus ne vont pas ensemble"


def test_between_schools_and_companies_both_come_from_different_organisations():
    school, company = an_organisation("École", kind="school"), an_organisation("Alcyon")
    cohort = a_promotion("external", company, school)
    mentee = someone("Awa", "mentee", cohort, organisation=school)
    own = someone("Bruna", "mentor", cohort, organisation=school)
    someone("Cléo", "mentor", cohort, organisation=company)
    assert proposed(cohort) == {("Awa", "Cléo")}
    assert "École" in imposing(mentee, own)


@pytest.mark.parametrize("form", ["organised", "centralised", "decentralised", "own", "reverse"])
def test_a_reporting_line_forbids_at_any_depth_and_either_way(form):
    cohort = a_promotion(form)
    stages = {"reverse": (1, 5)}.get(form, (5, 1))
    top = someone("Claire", "mentor", cohort, stage=stages[0])
    between = an_affiliation("Marc", line_manager=top.affiliation)
    mentee = someone("Inès", "mentee", cohort, stage=stages[1])
    mentee.affiliation.line_manager = between
    mentee.affiliation.save()
    assert proposed(cohort) == set()
    assert imposing(mentee, top) == "lien hiérarchique"
    mentee.affiliation.line_manager = None
    mentee.affiliation.save()
    assert proposed(cohort) == {("Inès", "Claire")}


def test_a_loop_in_a_directory_s_reporting_lines_ends():
    cohort = a_promotion()
    one = someone("Claire", "mentor", cohort)
    other = someone("Inès", "mentee", cohort, manager=one)
    one.affiliation.line_manager = other.affiliation
    one.affiliation.save()
    assert proposed(cohort) == set()


def test_a_veto_and_a_block_forbid_and_are_never_told():
    cohort = a_promotion()
    mentee, mentor = someone("Inès", "mentee", cohort), someone("Marc", "mentor", cohort)
    other = someone("Paul", "mentor", cohort)
    Veto.objects.create(enrolment=mentor, refused=mentee, set_at=NOON)
    Block.objects.create(by=mentee.person, person=other.person, since_at=NOON)
    assert proposed(cohort) == set()
    assert imposing(mentee, mentor) == imposing(mentee, other) == "ce binôme n’est pas possible"


def test_a_forbidden_couple_is_told_with_its_reason_and_an_imposed_one_is_kept():
    cohort = a_promotion()
    mentee, mentor = someone("Inès", "mentee", cohort), someone("Marc", "mentor", cohort)
    other = someone("Paul", "mentor", cohort, slots=[], way="in-person", pace="fortnightly")
    assert proposed(cohort) == {("Inès", "Marc")}
    Ruling.objects.create(cohort=cohort, mentee=mentee, mentor=mentor, kind="forbidden", reason="même famille", at=NOON)
    Ruling.objects.create(cohort=cohort, mentee=mentee, mentor=other, kind="imposed", at=NOON)
    assert proposed(cohort) == {("Inès", "Paul")}
    assert imposing(mentee, mentor) == "même famille"


def test_a_wish_brings_points():
    cohort = a_promotion()
    mentee, _marc = someone("Inès", "mentee", cohort), someone("Marc", "mentor", cohort)
    wanted = someone("Paul", "mentor", cohort, slots=["matin"])
    Wish.objects.create(enrolment=mentee, wanted=wanted, rank=1)
    assert proposed(cohort) == {("Inès", "Paul")}


def test_a_wish_of_a_mentor_brings_points_too():
    cohort = a_promotion()
    mentee, _lina = someone("Inès", "mentee", cohort, slots=["matin"]), someone("Lina", "mentee", cohort)
    mentor = someone("Paul", "mentor", cohort)
    assert proposed(cohort) == {("Lina", "Paul")}
    Wish.objects.create(enrolment=mentor, wanted=mentee, rank=1)
    assert proposed(cohort) == {("Inès", "Paul")}


def test_somebody_has_as_many_partners_as_places_and_none_on_a_pause():
    cohort = a_promotion()
    for number in range(3):
        someone(f"M{number}", "mentee", cohort)
    marc = someone("Marc", "mentor", cohort, places=2)
    assert len(proposed(cohort)) == 2
    marc.pause = "own"
    marc.save()
    assert proposed(cohort) == set()


def test_whoever_left_her_company_or_the_programme_is_not_there():
    cohort = a_promotion()
    someone("Inès", "mentee", cohort)
    gone, left = someone("Marc", "mentor", cohort), someone("Paul", "mentor", cohort)
    someone("Nora", "mentor", cohort)
    gone.affiliation.left_on = NOON.date()
    gone.affiliation.save()
    left.state = "left"
    left.save()
    assert proposed(cohort) == {("Inès", "Nora")}


def test_peers_are_two_by_two_and_circles_of_three_to_six():
    peers = a_promotion("peers")
    for number in range(4):
        someone(f"P{number}", "peer", peers, stage=2)
    assert len(proposed(peers)) == 2
    circles = a_promotion("circles")
    for number in range(9):
        someone(f"C{number}", "peer", circles)
    asked = ask(circles)
    sizes = [len(circle) for circle in match(asked.problem).circles]
    assert sum(sizes) == 9
    assert all(3 <= size <= 6 for size in sizes)


def test_peers_keep_every_rule_both_ways():
    cohort = a_promotion("peers")
    boss = someone("Claire", "peer", cohort, stage=2)
    someone("Inès", "peer", cohort, stage=2, manager=boss)
    assert proposed(cohort) == set()


def test_an_entity_rule_written_by_the_manager_is_added_to_those_of_the_form():
    rules = [{"kind": "same_as", "column": "entity", "label": "Site"}]
    cohort = a_promotion(rules=rules)
    here, there = an_entity("Lyon"), an_entity("Brest")
    someone("Inès", "mentee", cohort, entity=here)
    someone("Marc", "mentor", cohort, entity=there)
    assert proposed(cohort) == set()
    someone("Paul", "mentor", cohort, entity=here)
    assert proposed(cohort) == {("Inès", "Paul")}


def test_choices_are_told_in_words():
    cohort = a_promotion()
    someone("Inès", "mentee", cohort, spoken=["fr"])
    someone("Marc", "mentor", cohort, spoken=["es"])
    asked = ask(cohort)
    mentee, mentor = (cohort.enrolments.get(person__first_name=name) for name in ("Inès", "Marc"))
    assert imposing(mentee, mentor) == "Une langue en commun\u00a0: rien en commun (Français\u00a0; Espagnol)"
    assert asked.problem.rules[0].label.english == "A language in common"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"criteria": [{"kind": "same", "column": "ville", "points": 10}]}, "ville"),
        ({"criteria": []}, "au moins un critère"),
        ({"rules": [{"kind": "magie"}]}, "magie"),
    ],
)
def test_settings_that_cannot_be_used_are_said_in_a_sentence(fields, said):
    cohort = a_promotion(**fields)
    someone("Inès", "mentee", cohort), someone("Marc", "mentor", cohort)
    with pytest.raises(ProblemError) as refused:
        ask(cohort)
    assert said in refused.value.said(Language.FRENCH)


def test_a_promotion_without_mentors_says_so():
    cohort = a_promotion()
    someone("Inès", "mentee", cohort)
    with pytest.raises(ProblemError, match="nobody to be a mentor"):
        ask(cohort)


def test_a_promotion_is_read_in_few_queries(django_assert_num_queries):
    cohort = a_promotion()
    for number in range(30):
        someone(f"P{number}", "mentor" if number % 2 else "mentee", cohort)
    with django_assert_num_queries(4):
        ask(type(cohort).objects.select_related("programme").get(pk=cohort.pk))

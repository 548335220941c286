"""N11 on the board of a promotion that is hers too: a local coordinator reads and moves nobody of another site (D4)."""

import pytest
from django.urls import reverse

from binome.mentoring.matchmaking.ruling import request_run
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Proposal, Ruling
from binome.programmes.models import DeclaredIdentity, Enrolment, Wish
from tests.factories import NOON, a_window, family_name_of, home
from tests.factories.matchmaking import a_promotion, someone
from tests.factories.programmes import a_staff_member, an_affiliation, an_entity

from .routes import of_programmes, patterns

pytestmark = pytest.mark.django_db
FOREIGN = ("Awa", "Paule", "Rose")
#: Addresses within a promotion whose second word is a person's; and those that name something else of the board.
OF_A_PERSON = ("match-person", "rule-couple", "match-why-not", "swap-partners")


@pytest.fixture
def cohort():
    """Nora coordinates Lyon: Inès and Marc. The others are of Brest; Inès's best is Paule of Brest."""
    home()
    cohort = a_promotion("decentralised")
    lyon, brest = an_entity("Lyon"), an_entity("Brest")
    cohort.programme.criteria = [each for each in cohort.programme.criteria if each["kind"] == "overlap"]
    cohort.programme.save()
    for name, role, where, answers in (
        ("Inès", "mentee", lyon, {"wanted": ["negocier"]}), ("Paule", "mentor", brest, {"offered": ["negocier"]}),
        ("Awa", "mentee", brest, {"wanted": ["decider"]}), ("Marc", "mentor", lyon, {"offered": ["decider"]}),
        ("Rose", "mentee", brest, {"wanted": ["numerique"]}),
    ):  # fmt: skip
        someone(name, role, cohort, stage=1 if role == "mentee" else 4, entity=where, **answers)
    request_run(cohort=cohort, by=None, now=NOON)
    run_matches(lambda: NOON)
    assert Proposal.objects.filter(mentee__person__first_name="Inès", mentor__person__first_name="Paule").exists()
    return cohort


@pytest.fixture
def nora(cohort):
    return a_window(a_staff_member("Nora", "coordinator", programme=cohort.programme, entity=an_entity("Lyon")))


def _path(cohort, route: str, *codes: str) -> str:
    return cohort.programme.root + reverse(route, args=[cohort.code, *codes])


def _of(name: str) -> Enrolment:
    return Enrolment.objects.get(person__first_name=name)


def _is_silent(text: str, *sent: str) -> None:
    """`sent`: codes that she typed herself, which the address shows back."""
    for code in sent:
        text = text.replace(code, "")
    for name in FOREIGN:
        assert family_name_of(_of(name).person) not in text
        assert name not in text
        assert _of(name).code not in text


@pytest.mark.parametrize("route", OF_A_PERSON)
@pytest.mark.parametrize("couple", [("Awa", "Inès"), ("Inès", "Awa"), ("Inès", "Paule"), ("Marc", "Rose")])
def test_nobody_of_another_site_is_read_or_moved_by_her_code(cohort, nora, route, couple):
    one, other = map(_of, couple)
    given = {"avec": other.code, "choix": "imposed", "motif": "Un projet."}
    for act in (nora.get, nora.post):
        answer = act(_path(cohort, route, one.code), given)
        hers = route == "match-person" and one.affiliation.entity.name == "Lyon"  # where `avec` says nothing
        assert answer.status_code in {404, 405} | ({200} if hers else set()), (act, couple)
        _is_silent(answer.text, one.code, other.code)
    assert not Ruling.objects.exists()
    assert MatchRun.objects.count() == 1


def test_whose_partner_is_of_another_site_is_shown_without_her(cohort, nora):
    """Each page of her own two, whose proposals of now are beyond her perimeter."""
    ines, marc = _of("Inès"), _of("Marc")
    for path in (
        _path(cohort, "match-board"), _path(cohort, "match-board") + "?etat=alone",
        _path(cohort, "match-person", ines.code), _path(cohort, "match-person", marc.code),
        _path(cohort, "match-why-not", ines.code), _path(cohort, "match-why-not", ines.code) + f"?avec={marc.code}",
        _path(cohort, "match-why-not", ines.code) + "?prenom=paule",
        _path(cohort, "swap-partners", ines.code) + f"?avec={marc.code}",
    ):  # fmt: skip
        answer = nora.get(path, follow=True)
        assert answer.status_code in (200, 404), path
        _is_silent(answer.text.replace("prenom=paule", "").replace('value="paule"', ""))


def test_no_page_export_or_paper_of_hers_names_anyone_of_another_site(cohort, nora):
    declared = []
    for name in ("Inès", *FOREIGN):
        row = _of(name).affiliation
        declared.append(DeclaredIdentity(affiliation=row, email=f"{row.code}@x.example", first_name=name,
                                         family_name=family_name_of(row.person)))  # fmt: skip
    DeclaredIdentity.objects.declare(declared)
    own = reverse("pilot-dashboard")
    read = 0
    for route in sorted(of_programmes()):
        words = patterns()[route]
        codes = [cohort.code, *["zzzzzzzzzz"] * (len(words) - 1)] if words else []
        path = cohort.programme.root + reverse(route, args=codes)
        assert path.startswith(cohort.programme.root + own)
        for act in (nora.get, nora.post):
            answer = act(path)
            text = b"".join(answer.streaming_content).decode("latin-1") if answer.streaming else ""
            _is_silent(text or answer.content.decode("utf-8", "replace"))
            read += answer.status_code == 200
    assert read > 4


def test_what_decides_for_the_whole_promotion_is_not_hers(cohort, nora):
    run = MatchRun.objects.get()
    trial = request_run(cohort=cohort, by=None, now=NOON, name="Essai")
    acts = [
        ("request-match", ()), ("submit-match", ()), ("decide-match", ()), ("publish-match", ()), ("match-rules", ()),
        ("match-minutes", ()), ("match-minutes-paper", ()), ("match-certificate", ()),
        ("match-trial", (trial.code,)), ("adopt-trial", (trial.code,)),
    ]  # fmt: skip
    for route, codes in acts:
        for act in (nora.get, nora.post):
            assert act(_path(cohort, route, *codes), {"avis": "oui", "name": "x"}).status_code in (404, 405), route
    run.refresh_from_db()
    assert (run.state, MatchRun.objects.count(), Pair.objects.count()) == ("done", 2, 0)


def test_a_ruling_on_two_of_another_site_is_not_hers_to_lift(cohort, nora):
    row = Ruling.objects.create(
        cohort=cohort, mentee=_of("Awa"), mentor=_of("Paule"), kind="forbidden", reason="Un projet.", at=NOON
    )
    assert nora.post(_path(cohort, "lift-ruling", row.code)).status_code == 404
    assert Ruling.objects.filter(pk=row.pk).exists()


def test_a_line_manager_has_no_page_though_she_manages_both(cohort):
    """Her rank opens nothing: neither the board, nor a wish, nor what her reports answered."""
    boss = an_affiliation("Claire", an_entity("Lyon"))
    for name in ("Inès", "Marc"):
        row = _of(name).affiliation
        row.line_manager = boss
        row.save()
    claire = a_window(boss.person)
    for route in sorted(of_programmes()):
        codes = [cohort.code, *["zzzzzzzzzz"] * (len(patterns()[route]) - 1)] if patterns()[route] else []
        for act in (claire.get, claire.post):
            assert act(cohort.programme.root + reverse(route, args=codes)).status_code in (404, 405), route
    assert not Wish.objects.exists() and not Ruling.objects.exists()

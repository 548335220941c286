"""The rule that makes a form what it is, attacked by every way to a pair (D4, D5, D7, D8): no act of anyone opens one.

Whoever adds a page to a programme says here whether it can open a pair; whoever opens one adds the attack.
"""

import ast
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver, reverse

import binome
from binome.core.moves import MoveRefused
from binome.mentoring.matchmaking import deciding, ruling
from binome.mentoring.matchmaking.running import run_matches
from binome.mentoring.models import MatchRun, Pair, Proposal, Ruling
from binome.programmes.models import Wish
from tests.factories import NOON, a_window

from .forms_attacked import CASES, Attacked

pytestmark = pytest.mark.django_db


# --- each way to a pair -----------------------------------------------------------------------------------
def publish(of: Attacked) -> None:
    """A run of before, approved by the committee."""
    of.post("publish-match")


def impose(of: Attacked) -> None:
    """Whoever of the two is named first."""
    for one, other in ((of.mentee, of.mentor), (of.mentor, of.mentee)):
        of.post("rule-couple", one.code, avec=other.code, choix="imposed", motif="Elles y tiennent.")


def swap(of: Attacked) -> None:
    """Each has another's partner in a run: exchanged, they would be together."""
    of.post("request-match")
    run = of.calculate()
    run.proposals.all().delete()
    other_mentee, other_mentor = (of.cohort.enrolments.get(person__first_name=name) for name in ("Awa", "Paule"))
    for mentee, mentor in ((of.mentee, other_mentor), (other_mentee, of.mentor)):
        Proposal.objects.create(run=run, mentee=mentee, mentor=mentor, points=50)
    for one, other in ((of.mentee, of.mentor), (of.mentor, of.mentee), (of.mentee, other_mentee)):
        of.post("swap-partners", one.code, avec=other.code)


def allow_again(of: Attacked) -> None:
    """The team set them aside by a choice of its own, and takes it back."""
    of.post("rule-couple", of.mentee.code, avec=of.mentor.code, choix="forbidden", motif="Un projet commun.")
    for row in Ruling.objects.filter(mentee=of.mentee, mentor=of.mentor):
        of.post("lift-ruling", row.code)


def calculate(of: Attacked) -> None:
    of.post("request-match")


def try_other_weights(of: Attacked) -> None:
    """All the points on what brings them together, without a protection; then adopted."""
    weights = {f"points-{n}": 1000 if n == 0 else 0 for n in range(len(of.cohort.programme.criteria))}
    of.post("match-rules", name="Essai", protection="none", **weights)
    run_matches(lambda: NOON)
    for trial in MatchRun.objects.filter(cohort=of.cohort).exclude(name=""):
        assert not trial.proposals.filter(mentee=of.mentee, mentor=of.mentor).exists()
        of.post("adopt-trial", trial.code)


def take_the_rules_away(of: Attacked) -> None:
    """By the pages of settings, then in the database: what the form forbids is not among them."""
    root = of.cohort.programme.root
    for route, given in (("edit-rules", {}), ("edit-form", {"across": "", "direction": ""})):
        of.client.post(root + reverse(route), given)
    of.cohort.programme.refresh_from_db()
    of.cohort.programme.rules = []
    of.cohort.programme.save()
    of.post("request-match")


def wish(of: Attacked) -> None:
    """Each for the other, first of all."""
    for one, other in ((of.mentee, of.mentor), (of.mentor, of.mentee)):
        path = of.cohort.programme.root + reverse("change-wish", args=[other.code])
        a_window(one.person).post(path, {"verb": "add"})
    of.post("request-match")


def decide(of: Attacked) -> None:
    """A proposal written into the last run by another hand, through the committee and out."""
    of.post("request-match")
    run = of.calculate()
    forged = Proposal.objects.create(run=run, mentee=of.mentee, mentor=of.mentor, points=1000)
    of.post("submit-match")
    of.post("decide-match", avis="oui")
    of.post("publish-match")
    assert not Proposal.objects.filter(pk=forged.pk).exclude(pair=None, offered_at=None).exists()
    forged.delete()


#: Every route that could open a pair → its attack. `accept-proposal`: below, where both must say yes.
ATTACKS = {
    "rule-couple": impose,
    "swap-partners": swap,
    "lift-ruling": allow_again,
    "request-match": calculate,
    "match-rules": try_other_weights,
    "adopt-trial": try_other_weights,
    "edit-rules": take_the_rules_away,
    "edit-form": take_the_rules_away,
    "edit-criteria": try_other_weights,
    "change-wish": wish,
    "submit-match": decide,
    "decide-match": decide,
    "publish-match": publish,
}


@pytest.mark.parametrize("case", CASES)
def test_what_the_form_forbids_is_opened_by_no_way(case):
    make, forbid = CASES[case]
    of = make()
    of.post("request-match")
    of.calculate()
    assert of.proposal() is not None, "the two must be a pair until the rule forbids them"
    of.post("submit-match")
    of.post("decide-match", avis="oui")
    forbid(of)
    for attack in dict.fromkeys((publish, *ATTACKS.values())):
        attack(of)
        opened = Pair.objects.exists() or Proposal.objects.exclude(offered_at=None).exists()
        assert not opened, f"{attack.__name__} opens it"
        assert not Ruling.objects.filter(kind="imposed").exists(), f"{attack.__name__} imposes it"
        of.post("request-match")
        of.calculate()
        assert of.proposal() is None, f"{attack.__name__} proposes it"


@pytest.mark.parametrize("case", [case for case in CASES if case.split(",")[0] in ("across", "reverse", "organised")])
def test_nobody_wishes_for_whom_the_form_forbids(case):
    make, forbid = CASES[case]
    of = make()
    forbid(of)
    wish(of)
    assert not Wish.objects.exists()


@pytest.mark.parametrize("case", CASES)
def test_a_second_yes_opens_nothing_that_is_forbidden_by_now(case):
    make, forbid = CASES[case]
    of = make()
    if not of.both_accept:
        pytest.skip("published without a yes")
    of.post("request-match")
    of.calculate()
    for route, given in (("submit-match", {}), ("decide-match", {"avis": "oui"}), ("publish-match", {})):
        of.post(route, **given)
    proposal = of.proposal()
    path = of.cohort.programme.root + reverse("accept-proposal", args=[proposal.code])
    a_window(of.mentee.person).post(path)
    forbid(of)
    a_window(of.mentor.person).post(path)
    proposal.refresh_from_db()
    assert (proposal.mentee_said, proposal.mentor_said, Pair.objects.count()) == ("yes", "", 0)


def test_the_same_yes_opens_the_pair_that_nothing_forbids():
    of = CASES["across, one company"][0]()
    of.post("request-match")
    of.calculate()
    for route, given in (("submit-match", {}), ("decide-match", {"avis": "oui"}), ("publish-match", {})):
        of.post(route, **given)
    path = of.cohort.programme.root + reverse("accept-proposal", args=[of.proposal().code])
    for person in (of.mentee.person, of.mentor.person):
        a_window(person).post(path)
    assert Pair.objects.get().mentor == of.mentor.person


def test_a_person_is_never_imposed_on_herself():
    of = CASES["organised, her manager"][0]()
    of.post("rule-couple", of.mentee.code, avec=of.mentee.code, choix="imposed")
    with pytest.raises(MoveRefused):
        ruling.rule_couple(mentee=of.mentee, mentor=of.mentee, kind="imposed", reason="", by=of.delphine, now=NOON)
    assert not Ruling.objects.exists()


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_nobody_but_who_runs_the_programme_decides_by_the_actions_themselves(who):
    """A participant, though she manages the other: not by the page, not by what the page calls."""
    of = CASES["organised, her manager"][0]()
    CASES["organised, her manager"][1](of)
    person = getattr(of, who).person
    of.post("request-match")
    run = of.calculate()
    acts = [
        lambda: deciding.submit_run(run=run, by=person, now=NOON),
        lambda: deciding.publish_run(run=run, by=person, now=NOON),
        lambda: deciding.offer_run(run=run, by=person, now=NOON),
        lambda: ruling.adopt_settings(trial=run, by=person, now=NOON),
        lambda: ruling.rule_couple(mentee=of.mentee, mentor=of.mentor, kind="imposed", reason="", by=person, now=NOON),
    ]
    for act in acts:
        with pytest.raises(MoveRefused):
            act()
    assert not Pair.objects.exists() and not Ruling.objects.exists()


# --- the table is whole -----------------------------------------------------------------------------------
#: Fronts whose pages belong to a programme.
ROOMS = (
    "binome.web.mentoring", "binome.web.programmes", "binome.backoffice.mentoring", "binome.backoffice.matching",
    "binome.backoffice.promotions", "binome.backoffice.organisations",
)  # fmt: skip
#: Where people choose by themselves: attacked in tests/web/programmes/test_directory.py.
BY_REQUEST = {"request-new", "accept-request", "join-waiting-list", "answer-question"}
#: Open no pair: they are read, or say something of one person, of a pair that lives, of the programme.
NO_PAIR = {
    "add-entity", "add-party", "add-question", "answer-circle-fit", "answer-fit", "answer-invitation",
    "appoint-manager",
    "archive-cohort", "ask-question", "ask-to-join", "attest-rules", "availability", "charter", "charter-list",
    "charter-paper", "charter-version", "choose-circle-reveal", "choose-domains", "choose-reveal",
    "circle-detail", "circle-list", "close-circle",
    "close-pair", "cohort-list", "confirm-import", "create-cohort", "create-organisation",
    "create-programme", "current-match-board", "decide-leaver", "declare-competitors", "decline-invitation",
    "decline-proposal", "decline-request", "delete-circle-meeting", "delete-meeting", "drop-import",
    "edit-cohort", "edit-entity", "edit-question", "edit-texts", "edit-vocabulary", "export-pairs", "export-people",
    "import-directory", "invitation-notice", "invite-people", "job-progress", "join-notice", "join-programme",
    "late-requests", "leave-circle",
    "leave-cohort", "leave-comment", "leave-waiting-list", "log-circle-meeting", "log-meeting", "match-board",
    "match-certificate", "match-minutes", "match-minutes-paper", "match-person", "match-trial", "match-why-not",
    "match-without", "mentor-detail", "mentor-list", "move-cohort", "move-question", "my-answers",
    "my-programmes", "my-requests", "my-space", "my-wishes", "nominate-person", "nudge-mentor",
    "organisation-desk", "organisation-detail", "organisation-list", "pair-detail", "participant-list",
    "pause-mentor", "people-list", "pilot-dashboard", "preview-import", "programme-questions",
    "programme-settings", "prolong-pair", "proposal-detail", "publish-profile", "remind-people",
    "remove-entity", "request-detail", "request-list", "resume-mentor", "role-list", "set-capacity", "sign-charter",
    "sleeping-pairs", "sponsor-space", "take-back-role", "withdraw-competitors", "withdraw-invitation",
    "withdraw-request", "write-about-pair", "write-about-request",
}  # fmt: skip


def _routes(rows=None):
    for row in get_resolver().url_patterns if rows is None else rows:
        if not isinstance(row, URLPattern):
            yield from _routes(row.url_patterns)
            continue
        view = row.callback
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        if view.__module__.startswith(ROOMS):
            yield row.name


def test_every_page_of_a_programme_says_whether_it_can_open_a_pair():
    said = {*ATTACKS, *NO_PAIR, *BY_REQUEST, "accept-proposal"}
    assert set(_routes()) == said


#: Functions that write a pair or a circle: each is reached by the routes above only.
OPENING = {
    "mentoring/actions/answers.py _open_pair", "mentoring/actions/opening.py open_pair",
    "mentoring/matchmaking/preparing.py pair_of", "mentoring/matchmaking/preparing.py prepare_run",
    "mentoring/matchmaking/deciding.py _open_one", "mentoring/matchmaking/deciding.py _open_circles",
}  # fmt: skip
WRITTEN = {"Pair", "Circle", "CircleMember"}


def _writes(call: ast.Call) -> bool:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id in {*WRITTEN, "open_pair"}
    if not isinstance(function, ast.Attribute) or "create" not in function.attr:
        return False
    manager = function.value
    return isinstance(manager, ast.Attribute) and isinstance(manager.value, ast.Name) and manager.value.id in WRITTEN


def test_a_pair_is_written_in_no_other_place():
    root, found = Path(binome.__file__).parent, set()
    for file in root.rglob("*.py"):
        if "migrations" in file.parts or file.parent == root / "cli" / "demo":
            continue
        for function in ast.walk(ast.parse(file.read_text())):
            if isinstance(function, ast.FunctionDef):
                calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
                if any(_writes(call) for call in calls):
                    found.add(f"{file.relative_to(root)} {function.name}")
    found.discard("mentoring/matchmaking/deciding.py _open_pairs")  # what it writes comes from pair_of
    assert found - {"mentoring/actions/opening.py open_pair"} == OPENING - {"mentoring/actions/opening.py open_pair"}

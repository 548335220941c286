"""N8, B7: what is not hers answers like what does not exist, whatever the method; reading changes nothing."""

import difflib
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse

from binome.privacy.breach import declare_breach
from binome.privacy.rights import enter_request
from binome.support.actions import leave_note
from binome.web.accounts.views import public_code

from .cast import ANONYMOUS
from .routes import ARGUMENTS, MISSING, POSTED, Call, of_programmes, patterns
from .walk import Outcome, Visitor, dump, listening
from .worlds import TODAY, World

pytestmark = pytest.mark.django_db
VIEWERS = (ANONYMOUS, "ines", "odile", "awa", "bruna", "lea", "dina", "cora")
READING, WRITING = ("GET", "HEAD", "OPTIONS"), ("POST", "PUT", "DELETE")
#: What reading may leave behind: the session, and the journal of what the team read (N16).
LEFT_BY_READING = {"django_session", "usersessions_usersession", "core_journalentry"}

REQUESTS = {name for name, wanted in ARGUMENTS.items() if wanted.get("code", ("",))[0].startswith("request:")}
PAIRS = {name for name, wanted in ARGUMENTS.items() if wanted.get("code", ("",))[0].startswith("pair:")}
#: What falls asleep is the team's to watch; here nothing does, so that each of these is foreign to everyone.
ASLEEP = {"nudge-mentor", "write-about-request", "write-about-pair"}
REQUESTS, PAIRS = REQUESTS - ASLEEP, PAIRS - ASLEEP
TEAM = {name for name in ARGUMENTS if name.endswith(("-case", "case-detail", "-message", "message-detail"))}
TEAM |= {"hear-reported", "answer-appeal"}
#: Pages of the person reported, which hers alone are once she was told; here she was not.
OF_REPORTED = {"my-case", "give-version", "appeal-decision"}
PROFILES = {
    "profile-review", "approve-profile", "ask-profile-change", "refuse-profile", "escalate-profile", "confirm-recheck",
    "restore-profile", "take-profile", "release-profile", "link-accounts", "open-identity",
}  # fmt: skip
#: A link of an e-mail holds a secret of its own: there is no foreign one, there is one that opens nothing.
BY_LINK = {name for name, wanted in ARGUMENTS.items() if {"token", "key"} & set(wanted)}
#: The same for everyone: no one's object.
PUBLIC = {"ask-to-join", "charter-version", "confirm-purge", "call-mentors", "register-file"}
PROPOSALS = {"proposal-detail", "accept-proposal", "decline-proposal"}
#: Of circles, which this community has none of either.
CIRCLES = {
    "circle-detail", "answer-circle-fit", "choose-circle-reveal", "log-circle-meeting", "leave-circle",
    "delete-circle-meeting",
}  # fmt: skip
#: Of programmes, of which this community has none: test_perimeters.py.
ELSEWHERE = of_programmes()
#: What the team alone opens in the library.
WRITTEN = {
    "edit-article", "publish-article", "place-article", "withdraw-article", "unschedule-article", "drop-draft",
    "add-image", "describe-image", "remove-image", "article-version", "restore-version",
}  # fmt: skip
#: A testimony: its author's pages, the team's (Cora knows Bruna), and what is watched once it is shown.
OF_AUTHOR = {
    "testimony-edit", "testimony-replace", "submit-testimony", "take-back-testimony", "withdraw-testimony",
    "withdraw-consent",
}  # fmt: skip
OF_TEAM = {"testimony-review", "publish-testimony", "ask-testimony-change", "refuse-testimony"}
#: The administrator's, of whom none walks here.
ROLES = {"remove-role"}
BREACHES = {"breach-detail", "note-breach-told", "close-breach"}
WATCHED = {"testimony-detail", "testimony-video", "testimony-poster", "testimony-captions"}
#: The other words of an address that has several.
BESIDE = {
    "step": 2, "kind": "fiche", "number": 1, "image": "bbbbbbbbbb", "use": "social", "sector": "industrie",
    "role": "moderator", "clock": "refused", "name": "registre.csv", "slug": "passerelles",
}  # fmt: skip
ASKING = {"request-new", "join-waiting-list", "leave-waiting-list"}


def foreign_to(viewer: str, route: str) -> tuple[str, ...]:
    """Objects of this route that exist, and not for her."""
    staff = viewer in {"dina", "cora"}
    if route in REQUESTS:
        return ("request:stranger0", *(() if viewer == "bruna" else ("request:edith",)))
    if route in ASLEEP:
        return ("pair:binta" if route.endswith("pair") else "request:edith",)
    if route in PAIRS:
        return ("pair:stranger0", *(() if viewer == "bruna" else ("pair:binta",)))
    if route in OF_REPORTED:
        return ("case:hawa",)
    if route in TEAM:
        kind = "message:bruna" if "message" in route else "case:hawa"
        return () if viewer == "dina" else (kind,)
    if route in PROFILES:
        return ("elsa",) if staff else ("bruna", "fanta", "elsa")
    if route in WRITTEN:
        return () if staff else ("text:draft",)
    if route in OF_AUTHOR | OF_TEAM | WATCHED:
        return foreign_testimonies(viewer, route)
    return {
        "article-detail": ("slug:draft",),
        "article-paper": ("slug:draft",),
        "article-image": () if staff else ("image:draft",),
        **dict.fromkeys(("edit-theme", "remove-theme"), () if staff else ("slug:theme",)),
        "write-again": ("message:awa" if viewer == "bruna" else "message:bruna",),
        "remove-note": () if staff else ("note",),
        **dict.fromkeys(BREACHES, ("breach",)),
        **dict.fromkeys(ROLES, ("dina", "cora")),
        "rights-request": ("rights",),
        "mentor-detail": ("fanta", "lea", "binta", "elsa"),
        "photo": () if staff else ("fanta", "elsa"),
        "report-person": ("fanta", "elsa", "binta" if viewer != "bruna" else "kim"),
        "delete-meeting": () if viewer == "bruna" else ("meeting:cleo",),
        **dict.fromkeys(("signup-step", "signup-photo", "change-wish", *PROPOSALS, *CIRCLES), ("draft",)),
        **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), ("passkey",)),
        "end-session": ("session",),
        **dict.fromkeys(("demo-letter", "demo-letter-page"), ("letter:bruna",)),
        **dict.fromkeys(ASKING, ("fanta", "ines" if viewer != "ines" else "binta", "elsa")),
    }[route]


def foreign_testimonies(viewer: str, route: str) -> tuple[str, ...]:
    """Bruna's waits for the team, Odile's is shown to members."""
    if route in OF_AUTHOR:
        return ("testimony:odile" if viewer == "bruna" else "testimony:bruna",)
    readers = {"dina"} if route in OF_TEAM else {"dina", "cora", "bruna"}
    return () if viewer in readers else ("testimony:bruna",)


@pytest.fixture(scope="module")
def world(building):
    with building(strangers=1) as made:
        edith = made.people["edith"]
        passkey = Authenticator.objects.create(user=edith, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé"})
        session = UserSession.objects.create(user=edith, ip="127.0.0.1", session_key="theirs", user_agent="")
        note = leave_note(programme=made.programme(), by=made.people["dina"], body="À suivre.", now=TODAY)
        for_the_team = {"programme": made.programme(), "by": made.people["elsa"], "now": TODAY}
        breach = declare_breach(**for_the_team, known_at=TODAY, since_at=TODAY)
        rights = enter_request(**for_the_team, right="access", received_on=TODAY.date())
        made.codes |= {"passkey": public_code(passkey), "session": public_code(session), "note": note.code}
        made.codes |= {"breach": breach.code, "rights": rights.code}
        yield made


def call_to(route: str, code: str, method: str) -> Call:
    """The same call whatever the object: only the address differs."""
    kwargs = {name: BESIDE[name] for name in patterns()[route] if name != _object_of(route)} | {_object_of(route): code}
    data = POSTED.get(route, {}) if method == "POST" else {}
    return Call(route, reverse(route, kwargs=kwargs), method, data=data)


def _object_of(route: str) -> str:
    """The argument that names the object."""
    return next(name for name in ("slug", "code", *ARGUMENTS[route]) if name in ARGUMENTS[route])


def test_every_route_with_an_object_is_tried():
    routes = {name for name, arguments in patterns().items() if arguments}
    assert routes == set(ARGUMENTS)
    for route in routes - BY_LINK - PUBLIC - ELSEWHERE:
        assert any(foreign_to(viewer, route) for viewer in VIEWERS), route


@pytest.mark.parametrize("viewer", VIEWERS)
def test_a_foreign_object_answers_like_a_missing_one(world, viewer):
    told: dict[str, object] = {}
    tried = 0
    visitor = Visitor(world, viewer)
    with listening() as listener:
        for route in sorted(set(ARGUMENTS) - BY_LINK - PUBLIC - ELSEWHERE):
            for method in (*READING, *WRITING):
                for key in foreign_to(viewer, route):
                    tried += 1
                    code = world.code(key)
                    found = _answer(world, visitor, route, code, method, listener)
                    missing = _answer(world, visitor, route, "z" * len(code), method, listener)
                    if found != missing:
                        told[f"{method} {route} {key}"] = _parting(found, missing)
    assert told == {}
    assert tried > 150


def _answer(world: World, visitor: Visitor, route: str, code: str, method: str, listener) -> tuple[tuple, ...]:
    outcomes = visitor.ask(call_to(route, code, method), listener)
    return tuple((one.status, one.text.replace(code, "CODE"), one.letters, one.journal, one.files) for one in outcomes)


def _parting(found: tuple[tuple, ...], missing: tuple[tuple, ...]) -> list[str]:
    """The first lines by which the two answers differ, for the message."""
    texts = ["\n".join(f"{status} {text}" for status, text, *_ in answers).splitlines() for answers in (found, missing)]
    return [line[:200] for line in difflib.unified_diff(*texts, lineterm="", n=0)][3:7]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_method_fails_and_reading_changes_nothing(world, viewer):
    """Every route, with an object of hers if she has one."""
    visitor, failed, changed = Visitor(world, viewer), {}, {}
    with listening() as listener, transaction.atomic():
        before = dump(but=tuple(LEFT_BY_READING))
        for method in (*READING, *WRITING):
            for call in _own_calls(world, method):
                outcomes = visitor.ask(call, listener, keep=method in READING)
                if any(one.status >= 500 for one in outcomes) and call.route != "health":
                    failed[str(call)] = _why(outcomes)
                if method in READING and visitor.changed - LEFT_BY_READING:
                    changed[str(call)] = set(visitor.changed)
        after = dump(but=tuple(LEFT_BY_READING))
        transaction.set_rollback(True)
    assert (failed, changed) == ({}, {})
    assert before == after


def _own_calls(world: World, method: str):
    for route, arguments in sorted(patterns().items()):
        if not arguments:
            yield Call(route, reverse(route), method, data=POSTED.get(route, {}) if method == "POST" else {})
        elif route in BY_LINK:
            kwargs = dict.fromkeys(arguments, "no-such-token")
            yield Call(route, reverse(route, kwargs=kwargs), method)
        elif route in ELSEWHERE:
            yield Call(route, reverse(route, kwargs=dict.fromkeys(arguments, MISSING)), method)
        elif route in PUBLIC:
            yield Call(route, reverse(route, kwargs={name: BESIDE[name] for name in arguments}), method)
        else:
            for key in ARGUMENTS[route][_object_of(route)][:2]:
                code = MISSING if key == MISSING else key[1:] if key.startswith("=") else world.code(key)
                yield replace(call_to(route, code, method), about=(key,))


def _why(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [line for one in outcomes if one.status >= 500 for line in one.logs[-1].splitlines()[:3]]

"""Every route of the resolver and how to call it. A route that is missing here makes the suite fail."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests import LONG

from .cast import FIGURES, SIGNING_UP
from .worlds import World

#: No object has this code: a foreign object must answer like it.
MISSING = "zzzzzzzzzz"

#: route → the objects with which the walk calls it: keys of `World.people` or `World.codes`, or "token:…".
PEOPLE = ("bruna", "awa", MISSING)
REVIEWED = ("bruna", "awa", "fanta", "noor", "gisele")
REQUESTS = ("request:edith", "request:awa", "request:flore", "request:jade")
PAIRS = ("pair:awa", "pair:binta", "pair:cleo", "pair:diane", "pair:hawa")
CASES, MESSAGES = ("case:hawa",), ("message:bruna", "message:awa")


def _each(*routes: str, objects: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {route: {"code": objects} for route in routes}


ARGUMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "photo": {"code": ("bruna", "awa", "fanta", "ines")},
    "article-detail": {"kind": ("=fiche",), "slug": ("slug:draft", "slug:read")},
    "article-paper": {"kind": ("=fiche",), "slug": ("slug:draft", "slug:read")},
    "article-image": {"code": ("image:draft",)},
    **_each(
        "edit-article",
        "publish-article",
        "place-article",
        "withdraw-article",
        "unschedule-article",
        "drop-draft",
        "add-image",
        objects=("text:draft",),
    ),
    "describe-image": {"code": ("text:draft",), "image": ("image:draft",)},
    "remove-image": {"code": ("text:draft",), "image": ("image:draft",)},
    "article-version": {"code": ("text:draft",), "number": ("1",)},
    "restore-version": {"code": ("text:draft",), "number": ("1",)},
    "edit-theme": {"slug": ("slug:theme",)},
    "remove-theme": {"slug": ("slug:theme",)},
    "charter-version": {"number": ("1",)},
    **_each(
        "testimony-detail",
        "testimony-video",
        "testimony-poster",
        "testimony-captions",
        objects=("testimony:bruna", "testimony:odile"),
    ),
    **_each(
        "testimony-edit",
        "testimony-replace",
        "submit-testimony",
        "take-back-testimony",
        "withdraw-testimony",
        "testimony-review",
        "publish-testimony",
        "ask-testimony-change",
        "refuse-testimony",
        objects=("testimony:bruna",),
    ),
    "withdraw-consent": {"code": ("testimony:bruna",), "use": ("=social",)},
    "mentor-detail": {"code": PEOPLE},
    "request-new": {"code": ("bruna", "odile")},
    "join-waiting-list": {"code": ("bruna",)},
    "leave-waiting-list": {"code": ("bruna",)},
    "delete-meeting": {"code": ("meeting:cleo", MISSING)},
    "report-person": {"code": ("bruna", "awa", "ines")},
    "profile-review": {"code": REVIEWED},
    "case-detail": {"code": CASES},
    "message-detail": {"code": MESSAGES},
    "open-identity": {"code": ("bruna", "awa", "fanta")},
    "signup-step": {"code": ("draft",), "step": ("1", "2", "3", "4")},
    "signup-photo": {"code": ("draft",)},
    "signup-resume": {"token": ("token:draft", "token:none")},
    "activate": {"token": ("token:activate", "token:none")},
    "contest-refusal": {"token": ("token:contest",)},
    "profile-correct": {"token": ("token:correct",)},
    "correct-photo": {"token": ("token:correct",)},
    "unsubscribe": {"token": ("token:unsubscribe", "token:none")},
    "stay": {"token": ("token:none",)},
    "confirm-purge": {"clock": ("=refused",)},
    "account_confirm_email": {"key": ("token:none",)},
    "account_reset_password_from_key": {"uidb36": ("bruna",), "key": ("token:none",)},
    **_each("mfa_remove_webauthn", "mfa_edit_webauthn", "end-session", objects=(MISSING,)),
    **_each("demo-letter", "demo-letter-page", objects=("letter:bruna", MISSING)),
    **_each(
        "request-detail",
        "answer-question",
        "withdraw-request",
        "ask-question",
        "accept-request",
        "decline-request",
        objects=REQUESTS,
    ),
    **_each(
        "pair-detail",
        "choose-reveal",
        "log-meeting",
        "answer-fit",
        "prolong-pair",
        "close-pair",
        "leave-comment",
        objects=PAIRS,
    ),
    **_each(
        "approve-profile",
        "ask-profile-change",
        "refuse-profile",
        "escalate-profile",
        "confirm-recheck",
        "restore-profile",
        "take-profile",
        "release-profile",
        "link-accounts",
        objects=("bruna", "fanta"),
    ),
    **_each(
        "take-case",
        "release-case",
        "rate-case",
        "hear-reported",
        "decide-case",
        "answer-appeal",
        "my-case",
        "give-version",
        "appeal-decision",
        objects=CASES,
    ),
    **_each(
        "answer-message",
        "take-message",
        "release-message",
        "dismiss-message",
        "write-again",
        objects=MESSAGES,
    ),
    "remove-note": {"code": (MISSING,)},
    "remove-role": {"code": ("dina", MISSING), "role": ("=moderator",)},
    "call-mentors": {"sector": ("=industrie",)},
    **_each("nudge-mentor", "write-about-request", objects=("request:edith", MISSING)),
    "write-about-pair": {"code": ("pair:awa", MISSING)},
    "contact-thread": {"token": ("token:none",)},
    "answer-invitation": {"token": ("token:none",)},
    "ask-to-join": {"slug": ("=passerelles",)},
    "join-programme": {"token": ("token:none",)},
    "decline-invitation": {"token": ("token:none",)},
    "invitation-notice": {"token": ("token:none",)},
    "join-notice": {"token": ("token:none",)},
    "change-wish": {"code": (MISSING,)},
    **_each("proposal-detail", "accept-proposal", "decline-proposal", objects=(MISSING,)),
    **_each(
        "circle-detail",
        "answer-circle-fit",
        "choose-circle-reveal",
        "log-circle-meeting",
        "leave-circle",
        objects=(MISSING,),
    ),
    "delete-circle-meeting": {"code": (MISSING,)},
    **_each("breach-detail", "note-breach-told", "close-breach", "rights-request", objects=(MISSING,)),
    "register-file": {"name": ("=registre.csv", "=champs.xlsx")},
}

#: A link of an e-mail stands for a login: only the woman who received it holds it.
HOLDERS = {"draft": SIGNING_UP, "activate": "maud", "contest": "gisele", "correct": "noor", "unsubscribe": "bruna"}

#: route → what a browser would send, so that the POST does its work.
POSTED: dict[str, dict[str, Any]] = {
    "create-article": {"kind": "fiche", "title": "Écouter", "body": "Posez une question."},
    "edit-article": {"title": "Écouter", "body": "Posez une question.", "edits": "0"},
    "place-article": {"place-audience": "mentors", "place-position": "10"},
    "describe-image": {"alt": "Trois cercles", "alt_en": ""},
    "theme-list": {"name": "Parler", "position": "20"},
    "edit-theme": {"name": "Parler", "position": "20"},
    "publish-charter": {"number": "1", "body": "Écouter.", "changes": "Tout.", "publish": "1"},
    "request-new": {"objective": "Changer", "about_me": "Moi", "why_you": "Vous", "rhythm": "monthly",
                    "duration_months": "12", "will_reveal": ["email"], "send": "1"},
    "ask-question": {"question": "Depuis quand ?"},
    "answer-question": {"answer": "Depuis toujours."},
    "accept-request": {"reply": "Bienvenue", "reveal": ["name", "email"]},
    "decline-request": {"reply": "Pas cette fois", "reason": "time"},
    "choose-reveal": {"fields_shown": ["name", "email", "phone"], "after_closing": "on"},
    "log-meeting": {"usual": "1"},
    "answer-fit": {"answer": "well"},
    "answer-circle-fit": {"answer": "well"},
    "close-circle": {"reason": "time"},
    "prolong-pair": {"months": "3"},
    "close-pair": {"reason": "reached"},
    "leave-comment": {"body": "Un mot.", "shared": "on"},
    "report-person": {"reason": "discretion", "body": "Quelques mots."},
    "contact": {"name": "Solange", "email": "personne@exemple-prive.org", "subject": "Q", "body": "Bonjour ?"},
    "write-about-request": {"subject": "Bonjour", "body": "Tout va bien ?"},
    "write-about-pair": {"subject": "Bonjour", "body": "Tout va bien ?"},
    "leave-note": {"body": "La file est à jour."},
    "give-role": {"email": "personne@exemple-prive.org", "kind": "moderator", "reason": "reinforcement"},
    "remove-role": {"reason": "left"},
    "write-again": {"body": "Et ensuite ?"},
    "write-to-team": {"subject": "Question", "body": "Comment faire ?"},
    "open-identity": {"reason": "check"},
    "approve-profile": {"checks": ["person", "photo", "contact"]},
    "ask-profile-change": {"message": "Un peu plus long ?"},
    "refuse-profile": {"refusal-reason": "rules", "refusal-message": "Ce cadre est réservé."},
    "escalate-profile": {"second-message": "J’hésite."},
    "rate-case": {"rate-severity": "grave"},
    "hear-reported": {"hear-words": "Que s’est-il passé ?", "hear-due_on": "2030-01-01"},
    "decide-case": {"decide-measure": "reminder", "decide-reason": "Entendues toutes deux."},
    "answer-appeal": {"answer-measure": "none", "answer-reason": "Entendue."},
    "give-version": {"body": "Ce n’est pas cela."},
    "appeal-decision": {"body": "Je conteste."},
    "answer-message": {"answer": "En bas de page."},
    "set-capacity": {"capacity": "4"},
    "pause-mentor": {"until": ""},
    "signup-start": {"role": "mentee", "attested": ["woman"]},
    "signup-link": {"email": "personne@exemple-prive.org"},
    "contest-refusal": {"message": "Je le conteste."},
    "account_login": {"login": "personne@exemple-prive.org", "password": "une phrase au hasard"},
    "account_reset_password": {"email": "personne@exemple-prive.org"},
    "account_request_login_code": {"email": "personne@exemple-prive.org"},
    "ask-to-join": {"email": "personne@exemple-prive.org"},
    "set-language": {"language": "en"},
    "set-theme": {"theme": "dark"},
}  # fmt: skip

#: route → other readings of it, as query strings. `{old}` and `{new}` are her names in the two worlds.
READINGS: dict[str, tuple[str, ...]] = {
    "mentor-list": ("q={old}", "q={new}", "q=%C3%85", "q=atelier", "lieu={old}", "lieu={new}",
                    "tri=nouvelles", "tri=disponibilite", "page=2"),
    "moderation-queue": ("q={old}", "page=2"),
    "journal": ("q={new}", "page=2", "acte=identity_opened"),
    "decline-request": ("modele=time",),
    "library-search": ("q={old}", "q={new}"),
    "case-list": ("etat=clos",),
    "message-list": ("etat=repondu",),
}  # fmt: skip
#: Who opens the pages of allauth, which are the same for all members; in the long suite everyone does.
LOGGING_IN = frozenset({"anonymous", "fanta", "bruna", "ines", "dina"})
#: Pages that htmx updates in place.
FRAGMENTS = ("mentor-list", "mentor-detail", "my-space", "request-new", "moderation-queue")
#: Pages that are also read in English.
IN_ENGLISH = ("mentor-detail", "pair-detail", "profile-review", "my-space")


@dataclass(frozen=True)
class Call:
    """One request, before it is known who makes it."""

    route: str
    path: str
    method: str = "GET"
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    #: The objects in the address, by their keys.
    about: tuple[str, ...] = ()

    def __str__(self) -> str:
        extras = " ".join(f"{name}:{value}" for name, value in self.headers.items())
        about = " ".join(self.about)
        query = self.path.partition("?")[2]
        posted = " +form" if self.data else ""
        return " ".join(part for part in (self.method, self.route, about, query, extras) if part) + posted


def patterns() -> dict[str, tuple[str, ...]]:
    """Every route by its name, with the names of its arguments. A route without a name can't be left out unseen."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(rows: Any) -> None:
        for row in rows:
            if not isinstance(row, URLPattern):
                walk(row.url_patterns)
                continue
            assert row.name, f"A route has no name: {row.pattern}"
            found[row.name] = tuple(row.pattern.converters) or tuple(row.pattern.regex.groupindex)

    walk(get_resolver().url_patterns)
    return found


def of_programmes() -> set[str]:
    """What one runs a programme by, under /pilotage/: nothing of it opens on the open platform. test_perimeters.py
    walks it inside a programme."""
    return {name for name, arguments in patterns().items() if _runs(name, dict.fromkeys(arguments, "1"))}


def _runs(name: str, arguments: dict[str, str]) -> bool:
    try:
        return reverse(name, kwargs=arguments).startswith(reverse("pilot-dashboard"))
    except NoReverseMatch:  # an address that takes certain words only
        return False


def strangers_to_this_list() -> set[str]:
    """Routes with arguments, when nobody said with which objects to call them; and entries of routes that are gone."""
    known = patterns()
    unknown = {name for name, arguments in known.items() if set(arguments) != set(ARGUMENTS.get(name, {}))}
    gone = (set(ARGUMENTS) | set(POSTED) | set(READINGS) | set(FRAGMENTS) | set(IN_ENGLISH)) - set(known)
    return unknown | gone


def calls(world: World, names: tuple[str, str], viewer: str) -> Iterator[Call]:
    """Everything that one visitor asks for, in the order of the names of the routes."""
    for route, arguments in sorted(patterns().items()):
        if not LONG and route.startswith(("account_", "mfa_")) and viewer not in LOGGING_IN:
            continue
        for number, objects in enumerate(_objects(route, arguments)):
            if LONG or number == 0 or _concerns(viewer, route, objects):
                yield from _calls_about(world, names, viewer, route, objects, first=number == 0)


def _calls_about(
    world: World, names: tuple[str, str], viewer: str, route: str, objects: dict[str, str], *, first: bool
) -> Iterator[Call]:
    path = reverse(route, kwargs={name: _value(world, key, viewer) for name, key in objects.items()})
    about = tuple(objects.values())
    form = POSTED.get(route, {})
    yield Call(route, path, about=about)
    yield Call(route, path, "POST", data=form, about=about)
    if form and (LONG or _concerns(viewer, route, objects)):
        yield Call(route, path, "POST", about=about)
    if first:
        for query in READINGS.get(route, ()):
            yield Call(route, f"{path}?{query.format(old=quote(names[0]), new=quote(names[1]))}", about=about)
        if route in FRAGMENTS:
            yield Call(route, path, headers={"HX-Request": "true"}, about=about)
        if route in IN_ENGLISH:
            yield Call(route, path, headers={"Cookie": "binome_language=en"}, about=about)


def _concerns(viewer: str, route: str, objects: dict[str, str]) -> bool:
    """Whether this visitor could have something to read there; the others try the first object of each route alone."""
    keys = {key.rpartition(":")[2] for key in objects.values()}
    staff = bool(FIGURES[viewer].staff) if viewer in FIGURES else False
    any_of_them = {name: key[1:] if key.startswith("=") else "1" for name, key in objects.items()}
    if reverse("moderation-queue") in reverse(route, kwargs=any_of_them):
        return staff
    if objects and all(key.startswith(("request:", "pair:")) for key in objects.values()):
        return viewer in {"bruna", *keys}
    return bool(objects) or viewer in FIGURES


def _objects(route: str, arguments: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """One dict per object; a second argument (the step of a sign-up) takes all its values."""
    wanted = ARGUMENTS.get(route, {})
    if set(wanted) != set(arguments):
        return  # `strangers_to_this_list` names it
    if not arguments:
        yield {}
        return
    first, *others = arguments
    for key in wanted[first]:
        if not others:
            yield {first: key}
        for other in others:
            for value in wanted[other]:
                yield {first: key, other: value}


def _value(world: World, key: str, viewer: str) -> str:
    if key.startswith("token:"):
        name = key.removeprefix("token:")
        return world.tokens[name] if HOLDERS.get(name) == viewer else "no-such-token"
    if key == MISSING or key.isdigit():
        return key
    if key.startswith("="):
        return key[1:]  # a plain word of an address
    return world.code(key)


ARGUMENTS |= {name: dict.fromkeys(patterns()[name], ("=1",)) for name in of_programmes() if patterns()[name]}

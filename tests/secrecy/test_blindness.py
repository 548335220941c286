"""Would the harness see a leak? Each mutant of the product lets something out; each must be reported."""

import base64
import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator
from unittest import mock
from urllib.parse import quote

import pytest
from django.core.cache import caches

from binome.core import outbox
from binome.core.french import tokens
from binome.mentoring import identity
from binome.mentoring.actions import listing
from binome.people.models import CivilIdentity, open_identities
from binome.web.mentoring.views import directory
from binome.web.middleware import SecurityHeaders

from .cast import BRUNA_RENAMED, FIRST
from .walk import Walk, walk
from .worlds import planted

pytestmark = pytest.mark.django_db
VIEWERS = ("ines", "binta")
PAGES = frozenset({"mentor-detail", "photo", "pair-detail", "set-theme"})
LISTS = frozenset({"mentor-list"})


def name_of_bruna() -> str:
    with open_identities():
        return CivilIdentity.objects.get(person__first_name="Bruna").family_name


def leaks(first: Walk, other: Walk) -> list[str]:
    """Everything by which the two worlds part, for two visitors who may not know her name."""
    found = [f"{viewer} {call}" for viewer in VIEWERS for call in first.differences(other, viewer)]
    found += [f"letter {event}" for event, letter in first.letters.items() if other.letters.get(event) != letter]
    found += [f"table {name}" for name, rows in first.tables.items() if other.tables[name] != rows]
    found += [] if first.files == other.files else ["files"]
    found += [f"read by {viewer}" for viewer in VIEWERS if "bruna family_name" in first.read[viewer]]
    found += [f"written {words}" for words in first.written.values()]
    return [line for line in found if line != f"table {CivilIdentity._meta.db_table}"]


# --- leaks of an answer: the pages are served by a mutant ------------------------------------------------------
def _in_the_body(words: Callable[[str], str]) -> Callable:
    def spoil(response, name: str) -> None:
        if not response.streaming and b"</title>" in response.content:
            response.content = response.content.replace(b"</title>", b"</title>" + words(name).encode(), 1)

    return spoil


def _header(title: str, words: Callable[[str], str]) -> Callable:
    return lambda response, name: response.headers.__setitem__(title, words(name))


def _location(response, name: str) -> None:
    if "Location" in response.headers:
        response["Location"] += f"?n={quote(name)}"


ANSWERS = {
    "alt text": _in_the_body(lambda name: f'<img alt="Bruna {name}">'),
    "title attribute, percent-encoded": _in_the_body(lambda name: f'<a title="{quote(name)}">'),
    "JSON": _in_the_body(lambda name: name.encode("unicode-escape").decode()),
    "length alone": _in_the_body(lambda name: f"<meta content={len(name)}>"),
    "initial alone": _in_the_body(lambda name: f"<abbr>{name[0]}.</abbr>"),
    "rank in the alphabet": _in_the_body(lambda name: f"<b>{sorted([name, 'Martin']).index(name)}</b>"),
    "Location": _location,
    "ETag": _header("ETag", lambda name: hashlib.md5(name.encode()).hexdigest()),
    "file name of a download": _header(
        "Content-Disposition", lambda name: f"inline; filename*=UTF-8''{quote(name)}.jpg"
    ),
    "cookie": lambda response, name: response.set_cookie("who", base64.b64encode(name.encode()).decode()),
    "cache key": lambda response, name: caches["default"].set(hashlib.md5(name.encode()).hexdigest(), 1),
    "log": lambda response, name: logging.getLogger("binome.web").warning("Seen: %s", name),
}


@contextlib.contextmanager
def served_by(spoil: Callable | None) -> Iterator[None]:
    straight = SecurityHeaders.__call__

    def leaky(self, request):
        response = straight(self, request)
        if spoil is not None:
            spoil(response, name_of_bruna())
        return response

    with mock.patch.object(SecurityHeaders, "__call__", leaky):
        yield


def test_every_leak_of_an_answer_is_seen(building):
    """One build of each world; the last mutant is none, and nothing is reported of it."""
    mutants = {**ANSWERS, "none": None, "sort by family name": None, "name given to anyone": None}
    walks: dict[str, list[Walk]] = {label: [] for label in mutants}
    for difference in (FIRST, BRUNA_RENAMED):
        with building(difference) as world:
            for label, spoil in mutants.items():
                with served_by(spoil), RULES.get(label, contextlib.nullcontext)():
                    routes = LISTS if label == "sort by family name" else PAGES
                    walks[label].append(walk(world, VIEWERS, planted=planted(), routes=routes))
    seen = {label for label, (first, other) in walks.items() if leaks(first, other)}
    assert seen == set(mutants) - {"none"}


# --- leaks of a rule -----------------------------------------------------------------------------------------
def _sorted_by_family_name():
    straight = directory.search

    def search(**asked):
        results = straight(**asked)
        with open_identities():
            names = dict(CivilIdentity.objects.values_list("person", "family_name"))
        results.listings.sort(key=lambda row: names[row.person_id])
        return results

    return mock.patch.object(directory, "search", search)


RULES = {
    "sort by family name": _sorted_by_family_name,
    "name given to anyone": lambda: mock.patch.object(identity, "revealed_to", lambda **_: frozenset({"name"})),
}


# --- leaks of what is kept and sent: the world is built by a mutant --------------------------------------------
def _searchable():
    straight = listing._describe

    def describe(row, enrolment, *rest):
        straight(row, enrolment, *rest)
        with open_identities():
            name = CivilIdentity.objects.get(person=enrolment.person).family_name
        row.text_tokens = " ".join(sorted({*row.text_tokens.split(), *tokens(name)}))

    return mock.patch.object(listing, "_describe", describe)


def _in_letters():
    straight = outbox._compose

    def compose(letter, template, context):
        straight(letter, template, context)
        with open_identities():
            name = (
                CivilIdentity.objects.filter(person__first_name="Bruna").values_list("family_name", flat=True).first()
            )
        letter.text += name or ""

    return mock.patch.object(outbox, "_compose", compose)


def _photo_unwashed():
    return mock.patch("tests.secrecy.worlds.rebuild_photo", lambda file: file.read())


BUILDS = {
    "search tokens": _searchable,
    "e-mail": _in_letters,
    "metadata of a photo": _photo_unwashed,
}


@pytest.mark.parametrize("mutant", BUILDS)
def test_every_leak_of_what_is_kept_or_sent_is_seen(mutant, building):
    walks = []
    for difference in (FIRST, BRUNA_RENAMED):
        with BUILDS[mutant](), building(difference) as world:
            walks.append(walk(world, VIEWERS, planted=planted(), routes=LISTS))
    assert leaks(*walks)

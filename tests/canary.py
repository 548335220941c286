"""The family-name canary: factories plant names that nothing else contains; whoever reads one must have the right to.

It looks at every response of the test client (body, headers, cookies) and, after each test, at every letter.
"""

import html
import itertools
import re
import unicodedata
from contextlib import contextmanager
from urllib.parse import unquote

from django.db import connection
from django.db.models import Q

PREFIX = "Zyx"
_numbers = itertools.count(1)
_planted: set[str] = set()
LONGEST = 16


def family_name() -> str:
    """A family name that no page contains by chance: Zyxba, Zyxca…"""
    letters, number = "", next(_numbers)
    while number:
        number, digit = divmod(number, 26)
        letters += "abcdefghijklmnopqrstuvwxyz"[digit]
    name = f"{PREFIX}{letters}qa"
    _planted.add(name.casefold())
    return name


def check_response(client, response) -> None:
    for name in names_in(_text_of(response)):
        with _without_being_counted():
            if not _may_see(client, response, name):
                raise AssertionError(f"{response.request['PATH_INFO']} shows the family name {name}.")


def check_letters() -> None:
    """No e-mail ever carries a family name, not even to the partner (N3)."""
    from binome.core.models import Letter

    for letter in Letter.objects.all():
        written = "\n".join([letter.subject, letter.text, letter.html, letter.unsubscribe_url, letter.message_id])
        assert not names_in(written), f"The letter {letter.kind} carries a family name."


def _text_of(response) -> str:
    if response.streaming:
        response.streaming_content = [b"".join(response.streaming_content)]
        body = response.getvalue()
        response.streaming_content = [body]
    else:
        body = response.content
    return "\n".join([str(response.headers), response.cookies.output(), body.decode(errors="replace")])


def names_in(text: str) -> set[str]:
    """Every planted name in a text, also when it is escaped, percent-encoded or in other letters."""
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    readings = {text, html.unescape(text), unquote(text), unescaped}
    folded = "\n".join(unicodedata.normalize("NFKD", reading).casefold() for reading in readings)
    starts = [found.start() for found in re.finditer(PREFIX.lower(), folded)]
    # Only names that someone bears: a signed link may spell « zyx…qa » by chance.
    planted = {name for start in starts for end in range(LONGEST) if (name := folded[start : start + end]) in _planted}
    return planted | {name for name in re.findall(rf"{PREFIX.lower()}[a-z]+qa", folded) if _is_borne(name)}


def _is_borne(name: str) -> bool:
    """Someone has it, or typed it: a test may choose its own names."""
    from binome.people.models import CivilIdentity, SignupDraft, open_identities

    with open_identities(), _without_being_counted():
        known = CivilIdentity.objects.filter(Q(family_name__iexact=name) | Q(former_name__iexact=name)).exists()
        return known or SignupDraft.objects.filter(family_name__iexact=name).exists()


def _may_see(client, response, name: str) -> bool:
    from binome.core.models import JournalEntry
    from binome.mentoring.identity import may_see_name
    from binome.people.models import CivilIdentity, SignupDraft, User, open_identities

    with open_identities():
        borne = Q(family_name__iexact=name) | Q(former_name__iexact=name)
        identity = CivilIdentity.objects.select_related("person").filter(borne).first()
    if identity is None:  # she types it in her own form, or resumes her draft
        typed = name in str(response.wsgi_request.POST).casefold()
        return typed or SignupDraft.objects.filter(family_name__iexact=name).exists()
    viewer = User.objects.filter(pk=client.session.get("_auth_user_id")).first()
    if viewer is None:
        return False
    opened = JournalEntry.objects.filter(verb="identity_opened", actor_code=viewer.code)
    granted = opened.filter(object_code=identity.person.code).exists()
    if identity.family_name.casefold() != name:
        return granted  # the former name: the team alone, even if she reveals the new one
    path = response.request["PATH_INFO"]
    partner = may_see_name(viewer=viewer, person=identity.person)
    return granted or partner or _in_one_circle(viewer, identity.person, path) or _runs(viewer, identity.person, path)


def _in_one_circle(viewer, person, path: str) -> bool:
    """On the page of a living circle where both are, and she shows her name there. Said here a second time."""
    from binome.mentoring.models import Block, Circle

    circle = re.search(r"/cercles/([\w-]+)/", path)
    living = Circle.objects.filter(code=circle[1] if circle else "", closed_at=None)
    shown = living.filter(members__enrolment__person=person, members__name=True, members__left_at=None)
    hers = living.filter(members__enrolment__person=viewer, members__left_at=None)
    apart = Block.objects.filter(Q(by=viewer, person=person) | Q(by=person, person=viewer))
    return shown.exists() and hers.exists() and not apart.exists()


def _runs(viewer, person, path: str) -> bool:
    """She manages or coordinates the programme of this page, the person is in her perimeter, and the journal says that
    names were shown to her. Said here a second time, without the code that the pages go through."""
    from binome.core.models import JournalEntry
    from binome.programmes.models import Affiliation, StaffRole

    programme = re.match(r"/programmes/([\w-]+)/pilotage/", path)
    if not programme or not JournalEntry.objects.filter(verb="names_shown", actor_code=viewer.code).exists():
        return False
    kinds = ["manager", "coordinator"]
    roles = StaffRole.objects.filter(person=viewer, programme__slug=programme[1], kind__in=kinds)
    declared = Affiliation.objects.filter(person=person, organisation__parties__programme__slug=programme[1])
    for role in roles.select_related("entity"):
        for affiliation in declared.select_related("entity"):
            if role.entity is not None:
                if affiliation.entity is not None and affiliation.entity.lineage.startswith(role.entity.lineage):
                    return True
            elif role.organisation_id in (None, affiliation.organisation_id):
                return True
    return False


@contextmanager
def _without_being_counted():
    """These queries are the canary's, not the page's."""
    before = len(connection.queries_log)
    yield
    while len(connection.queries_log) > before:
        connection.queries_log.pop()

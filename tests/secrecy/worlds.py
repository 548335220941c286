"""The same community, built from nothing by the real actions, as often as needed: only its `Difference` changes."""

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from PIL import Image

from binome.core.models import Letter
from binome.core.unsubscribe import unsubscribe_url
from binome.library.lifecycle import Use
from binome.mentoring import actions, identity
from binome.mentoring.actions.listing import turn_listings
from binome.mentoring.lifecycle import CloseReason, Fit
from binome.mentoring.models import Pair
from binome.people import actions as people
from binome.people import tokens
from binome.people.models import SignupDraft, User
from binome.people.photos import rebuild_photo
from binome.programmes.actions import install_home_programme
from binome.programmes.models import CharterVersion, Enrolment, Programme, StaffRole
from binome.support import actions as support
from binome.support.models import Case, ReportReason
from binome.web.accounts.views import prove
from tests import canary, guards
from tests.factories import a_closed_pair, a_mentee, a_mentor, a_moderator, a_pair, a_profile_to_check, log_in
from tests.factories.mentoring import WORDS
from tests.factories.people import NOON, PASSWORD, PRESENTATION
from tests.library.testimonies import a_published, a_submitted

from . import decoding
from .cast import (
    ANONYMOUS,
    BRUNA_RENAMED,
    CAST,
    DRAFTER,
    EMAIL,
    FIGURES,
    FIRST,
    LINK,
    MENTOR,
    NAME,
    PHONE,
    SEALED,
    SIGNING_UP,
    Difference,
)
from .frozen import dice, start_from_nothing
from .shelf import fill_library

DAY = timedelta(days=1)
#: When the visitors come.
TODAY = NOON + 40 * DAY
DRAFT_TOKEN = "lien-du-brouillon"
REPORT_MARK = "Xqreportwords"
REPORT_TEXT = f"{REPORT_MARK} : elle m’a parlé de son entreprise."
COMMENT_SHARED, COMMENT_PRIVATE = "Xqsharedcomment, merci.", "Xqprivatecomment, pour l’équipe."

#: The names of Bruna in the two worlds: every visitor searches for both of them in both worlds.
NAMES = (FIRST.value("bruna", "family_name"), BRUNA_RENAMED.value("bruna", "family_name"))


def planted(difference: Difference = FIRST) -> dict[str, str]:
    """ "bruna family_name" → the value, as the decoders look for it."""
    values = {f"{one.key} {name}": difference.value(one.key, name) for one in CAST for name in SEALED}
    values |= {f"{DRAFTER} {name}": difference.value(DRAFTER, name) for name in (NAME, EMAIL, PHONE)}
    return {key: decoding.plain(value) for key, value in values.items()}


@dataclass
class World:
    """What a walk needs to know: who is there, the codes of what they did, and their open sessions."""

    difference: Difference
    people: dict[str, User] = field(default_factory=dict)
    #: "request:edith" → code
    codes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def code(self, key: str) -> str:
        return self.people[key].code if key in self.people else self.codes[key]

    def programme(self) -> Programme:
        return Programme.objects.get(is_home=True)

    def value(self, key: str, name: str) -> str:
        return self.difference.value(key, name)


def build(difference: Difference = FIRST, *, strangers: int = 0, report_by: str = "") -> World:
    """Everything that happened until TODAY. Call it inside a transaction that is rolled back."""
    start_from_nothing()
    dice.throw_from("build")
    world = World(difference)
    install_home_programme(name="Binôme", now=NOON)
    for figure in CAST:
        _settle(world, figure.key)
    _pairs(world)
    _requests(world)
    _support(world)
    fill_library(world)
    _draft(world)
    for number in range(strangers):
        _stranger(world, number)
    _passing_of_time(world)
    if report_by:
        report(world, report_by)
    dice.throw_from("sessions")
    _sessions(world)
    return world


# --- people ----------------------------------------------------------------------------------------------
def _settle(world: World, key: str) -> None:
    figure = FIGURES[key]
    if not figure.role:
        world.people[key] = _staff(world, key)
        return
    person = world.people[key] = sign_up(world, key, figure.role)
    if figure.staff:
        StaffRole.objects.create(person=person, programme=world.programme(), kind=figure.staff, since_at=NOON)


def _staff(world: World, key: str) -> User:
    planted, canary.family_name = canary.family_name, lambda: world.value(key, NAME)
    try:
        person = a_moderator(FIGURES[key].first_name, kind=FIGURES[key].staff)
    finally:
        canary.family_name = planted
    people.change_identity(person=person, family_name=world.value(key, NAME), phone=world.value(key, PHONE), now=NOON)
    User.objects.filter(pk=person.pk).update(email=world.value(key, EMAIL))
    person.refresh_from_db()
    person.emailaddress_set.update(email=person.email)
    return person


def sign_up(world: World, key: str, role: str) -> User:
    """The whole way in, by the actions of the pages, until where this figure stands."""
    draft = people.start_draft(programme_slug="binome", role=role, answers={}, language="fr", now=NOON)
    people.save_draft_step(
        draft=draft,
        step=4,
        answers=_answers(world, key),
        typed={},
        complete=True,
        email=world.value(key, EMAIL),
        family_name=world.value(key, NAME),
        phone=world.value(key, PHONE),
        photo=a_photo(world, key) if key in {"bruna", "awa", "fanta"} else None,
        now=NOON,
    )
    person = actions.submit_application(
        draft=SignupDraft.objects.get(pk=draft.pk),
        programme=world.programme(),
        capacity=2,
        charter=CharterVersion.objects.get(),
        now=NOON,
    )
    assert person is not None
    _check_profile(world, key, person)
    person.refresh_from_db()
    return person


def _answers(world: World, key: str) -> dict[str, object]:
    figure = FIGURES[key]
    return {
        "first_name": figure.first_name,
        "headline": f"Cheffe d’atelier numéro {figure.number}",
        "quote": "Je sais ce que coûte une décision.",
        "presentation": PRESENTATION,
        "path": "De l’atelier à la direction.",
        "sector": "industrie",
        "city": "Nantes",
        "country": "FR",
        "languages": ["fr"],
        "topics": ["changer-de-metier", "diriger-une-equipe"],
        "formats": ["remote"],
        "rhythms": ["monthly"],
        "link": world.value(key, LINK),
    }


def a_photo(world: World, key: str) -> bytes:
    """What is kept of a file that bears her name in its metadata."""
    return rebuild_photo(io.BytesIO(a_signed_photo(world.value(key, NAME))))


def a_signed_photo(name: str) -> bytes:
    """A JPEG as a telephone makes it: EXIF, a comment and XMP say whose it is."""
    image = Image.linear_gradient("L").convert("RGB")
    exif = Image.Exif()
    exif[0x013B] = exif[0x8298] = exif[0x010E] = name.encode("ascii", "replace").decode()
    exif[0x9C9D] = name.encode("utf-16-le")
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, comment=name.encode(), xmp=f"<x>{name}</x>".encode())
    return written.getvalue()


def _check_profile(world: World, key: str, person: User) -> None:
    profile, dina = person.profile, world.people["dina"]
    if key == "fanta":
        return
    if key == "gisele":
        people.refuse_profile(profile=profile, by=dina, reason="rules", message="Ce cadre est réservé.", now=NOON)
        world.tokens["contest"] = tokens.write("contest", code=person.code, now=TODAY - DAY)
        return
    if key == "noor":
        people.ask_profile_change(profile=profile, by=dina, message="Un peu plus long ?", now=NOON)
        world.tokens["correct"] = tokens.write("correct", code=person.code, now=TODAY - DAY)
        return
    actions.approve_member(profile=profile, by=dina, now=NOON)
    token = tokens.write("activate", code=person.code, now=NOON)
    if key == "maud":
        world.tokens["activate"] = tokens.write("activate", code=person.code, now=TODAY - DAY)
        return
    actions.activate_member(token=token, password=PASSWORD, now=NOON)


def enrolment_of(person: User) -> Enrolment:
    return Enrolment.objects.select_related("person", "programme").get(person=person)


# --- what they do together ---------------------------------------------------------------------------------
def _ask(world: World, mentee: str, mentor: str = "bruna", *, day: int, reveal: tuple[str, ...] = ("email",)):
    now = NOON + day * DAY
    row = actions.save_request_draft(
        mentor=enrolment_of(world.people[mentor]),
        by=world.people[mentee],
        now=now,
        **{**WORDS, "will_reveal": list(reveal)},
    )
    actions.send_request(mentoring_request=row, by=world.people[mentee], now=now)
    world.codes[f"request:{mentee}"] = row.code
    return row


def _pair(world: World, mentee: str, *, day: int, shows: tuple[str, ...], reveal: tuple[str, ...] = ("email",)) -> Pair:
    row = _ask(world, mentee, day=day, reveal=reveal)
    pair = actions.accept_request(
        mentoring_request=row,
        by=world.people["bruna"],
        reply="Bienvenue !",
        reveal=shows,
        now=NOON + (day + 1) * DAY,
    )
    world.codes[f"pair:{mentee}"] = pair.code
    return pair


def _pairs(world: World) -> None:
    bruna = world.people["bruna"]
    kept = _pair(world, "cleo", day=1, shows=("name", "email"))
    actions.choose_reveal(pair=kept, by=bruna, fields=["name", "email"], after_closing=True, now=NOON + 3 * DAY)
    hidden = _pair(world, "diane", day=1, shows=("name", "email", "phone", "link"))
    for pair, mentee, shared in ((kept, "cleo", True), (hidden, "diane", False)):
        words = COMMENT_SHARED if shared else COMMENT_PRIVATE
        pair.refresh_from_db()
        met = actions.log_meeting(pair=pair, by=bruna, held_on=pair.opened_at.date(), minutes=60, format="remote",
                                  now=NOON + 4 * DAY)  # fmt: skip
        world.codes[f"meeting:{mentee}"] = met.code
        actions.close_pair(pair=pair, by=world.people[mentee], reason=CloseReason.REACHED, now=NOON + 5 * DAY)
        pair.refresh_from_db()
        actions.leave_comment(pair=pair, by=world.people[mentee], body=words, shared=shared, now=NOON + 6 * DAY)
    reported = _pair(world, "hawa", day=7, shows=("name", "email", "phone", "link"))
    everything = ["name", "email", "phone", "link"]
    actions.choose_reveal(pair=reported, by=bruna, fields=everything, after_closing=True, now=NOON + 8 * DAY)


def _requests(world: World) -> None:
    bruna = world.people["bruna"]
    _ask(world, "awa", "odile", day=9)
    world.codes["request:awa-odile"] = world.codes.pop("request:awa")
    case = report(world, "hawa", now=NOON + 9 * DAY)
    world.codes["case:hawa"] = case.code
    living = _pair(world, "awa", day=10, shows=("name", "email", "phone", "link"), reveal=("name", "email"))
    actions.log_meeting(pair=living, by=bruna, held_on=(NOON + 15 * DAY).date(), minutes=45, format="phone",
                        now=NOON + 15 * DAY)  # fmt: skip
    other = _pair(world, "binta", day=10, shows=("email",), reveal=("phone",))
    actions.log_meeting(pair=other, by=bruna, held_on=(NOON + 15 * DAY).date(), minutes=45, format="phone",
                        now=NOON + 15 * DAY)  # fmt: skip
    actions.answer_fit(pair=other, by=world.people["binta"], answer=Fit.NOT_RIGHT, now=NOON + 16 * DAY)
    actions.join_waiting_list(mentor=enrolment_of(bruna), by=world.people["kim"], now=NOON + 17 * DAY)
    actions.set_capacity(mentor=enrolment_of(bruna), capacity=3, by=bruna, now=NOON + 18 * DAY)
    _ask(world, "jade", day=19)
    for mentee in ("flore", "cora"):
        row = _ask(world, mentee, day=20)
        actions.decline_request(mentoring_request=row, by=bruna, reason="time", reply="Pas cette fois.",
                                now=NOON + 21 * DAY)  # fmt: skip
    row = _ask(world, "edith", day=36, reveal=("name", "email", "phone", "link"))
    actions.ask_question(mentoring_request=row, by=bruna, question="Pour quand ?", now=NOON + 37 * DAY)
    actions.answer_question(mentoring_request=row, by=world.people["edith"], answer="L’été.", now=NOON + 38 * DAY)
    actions.pause_mentor(mentor=enrolment_of(world.people["paule"]), until=None, by=world.people["paule"],
                         now=NOON + 38 * DAY)  # fmt: skip


def report(world: World, reporter: str, *, now: datetime = TODAY) -> Case:
    """She reports Bruna."""
    return support.report_person(
        reporter=world.people[reporter],
        reported=world.people["bruna"],
        programme=world.programme(),
        reason=ReportReason.DISCRETION,
        body=REPORT_TEXT,
        now=now,
    )


def _support(world: World) -> None:
    bruna, now = world.people["bruna"], NOON + 37 * DAY
    for key in ("bruna", "awa"):
        message = support.write_to_team(author=world.people[key], programme=world.programme(), subject="Une question",
                                        body="Où trouver la charte ?", now=now)  # fmt: skip
        world.codes[f"message:{key}"] = message.code
    awas = world.people["awa"].team_messages.get()
    support.answer_message(message=awas, by=world.people["dina"], answer="En bas de page.", now=now + DAY)
    actions.change_profile(person=bruna, changes={"quote": "Un pas après l’autre."}, now=now)
    # Bruna's waits for the team: were it shown, it would tell whoever she blocked that she has not left.
    shown = a_published(world.people["odile"], by=world.people["dina"], now=now)
    sent = a_submitted(bruna, Use.SOCIAL, now=now)
    world.codes |= {"testimony:odile": shown.code, "testimony:bruna": sent.code}
    identity.staff_card(moderator=world.people["delphine"], person=bruna, reason="check", now=now)


def _draft(world: World) -> None:
    draft = people.start_draft(programme_slug="binome", role=MENTOR, answers={}, language="fr", now=TODAY - DAY)
    people.save_draft_step(
        draft=draft,
        step=3,
        answers={**_answers(world, "rosa"), "first_name": "Salomé", "attested": ["woman", "adult"], "capacity": 1},
        typed={},
        complete=True,
        email=world.value(DRAFTER, EMAIL),
        family_name=world.value(DRAFTER, NAME),
        phone=world.value(DRAFTER, PHONE),
        photo=a_photo(world, DRAFTER),
        now=TODAY - DAY,
    )
    digest = hashlib.sha256(DRAFT_TOKEN.encode()).hexdigest()
    SignupDraft.objects.filter(pk=draft.pk).update(token_hash=digest, email_confirmed_at=TODAY - DAY)
    world.codes["draft"], world.tokens["draft"] = draft.code, DRAFT_TOKEN
    world.tokens["unsubscribe"] = unsubscribe_url(world.people["bruna"], "news_asked").rstrip("/").rpartition("/")[2]


def _stranger(world: World, number: int) -> None:
    """Two more members and what happens between them; one more waits at the door, one more writes to the team."""
    pair = a_closed_pair(a_mentee(f"Étrangère{number}"), a_mentor(f"Inconnue{number}"), now=NOON + 5 * DAY)
    living = a_pair(a_mentee(f"Autre{number}"), pair.mentor, now=NOON + 20 * DAY)
    world.codes |= {f"pair:stranger{number}": living.code, f"request:stranger{number}": living.mentoring_request.code}
    a_profile_to_check(f"Nouvelle{number}")
    support.write_to_team(author=pair.mentee, programme=pair.programme, subject="Bonjour", body="Merci.", now=TODAY)


def _passing_of_time(world: World) -> None:
    world.people["lea"].refresh_from_db()
    User.objects.filter(pk=world.people["lea"].pk).update(is_active=False)
    actions.refresh_member(person=world.people["lea"], now=TODAY - DAY)
    actions.follow_up(now=TODAY)
    turn_listings(programme=world.programme(), now=TODAY)
    letter = Letter.objects.filter(recipient_code=world.people["bruna"].code, kind="request_sent").latest("pk")
    world.codes["letter:bruna"] = letter.code
    for person in world.people.values():
        person.refresh_from_db()


def _sessions(world: World) -> None:
    for key, person in world.people.items():
        client = Client()
        log_in(client, person)
        if StaffRole.objects.filter(person=person).exists():
            _show_second_factor(client, person)
        world.cookies[key] = _kept(client)
    client = Client()
    guards._request(client, **client._base_environ(
        REQUEST_METHOD="POST", PATH_INFO=reverse("signup-resume", args=[DRAFT_TOKEN])
    ))  # fmt: skip
    world.cookies[SIGNING_UP] = _kept(client)
    world.cookies[ANONYMOUS] = ""


def _show_second_factor(client: Client, person: User) -> None:
    request = HttpRequest()
    request.session, request.user = client.session, person
    prove(request, "totp")
    request.session.save()


def _kept(client: Client) -> str:
    return "; ".join(f"{cookie.key}={cookie.coded_value}" for cookie in client.cookies.values())

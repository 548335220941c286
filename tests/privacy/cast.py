"""One woman who did everything that one can do here, with a mark in each of her texts."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from binome.core import addresses
from binome.core.codes import new_code
from binome.core.jobs import ask_job
from binome.core.journal import record
from binome.core.keeping import UNSAID
from binome.core.models import Letter
from binome.library.models import Article, ArticleVersion, Testimony
from binome.mentoring import actions
from binome.mentoring.models import (
    Block,
    Circle,
    CircleMeeting,
    CircleMember,
    Listing,
    MatchRun,
    Proposal,
    Ruling,
    WaitingEntry,
)
from binome.people import emails as people_emails
from binome.people.models import Review, User, photo_path
from binome.privacy.models import Breach, Departure, RightsRequest, SleepNotice
from binome.privacy.rooms import ROOMS, tables
from binome.programmes import emails as programmes_emails
from binome.programmes.models import (
    Affiliation,
    Cohort,
    DeclaredIdentity,
    EligibilityVersion,
    Enrolment,
    Invitation,
    Organisation,
    PastAttestation,
    Programme,
    StaffRole,
    Veto,
    Wish,
)
from binome.support.actions import answer_message, report_person, write_to_team
from binome.support.models import Appeal, Case, Decision, HandoverNote, Statement
from tests.factories import NOON, a_draft, a_mentee, a_mentor, a_moderator, a_pair, a_request, home

LATER = NOON + timedelta(days=1)


def a_full_life() -> User:
    """Awa, a mentee who also works for the team and has a listing: at least one row in each table of the export."""
    awa, bruna, dina = a_mentee(), a_mentor(), a_moderator()
    asked = {"data": {}, "by_code": awa.code, "language": "fr", "now": NOON, "busy": ""}
    ask_job("import_directory", about=new_code(), **asked)
    pair = a_pair(awa, bruna, reveal=("name", "email"))
    actions.log_meeting(pair=pair, by=awa, held_on=LATER.date(), minutes=60, format="remote", now=LATER)
    actions.answer_fit(pair=pair, by=awa, answer="well", now=LATER)
    actions.close_pair(pair=pair, by=awa, reason="reached", now=LATER)
    actions.leave_comment(pair=pair, by=awa, body="Merci.", shared=True, now=LATER)
    a_request(awa, a_mentor("Flore"))
    _waits(awa)
    _in_the_team(awa, dina)
    _logs_in(awa)
    _has_cases(awa)
    _testifies(awa)
    _is_invited(awa)
    _attested_before(awa)
    message = write_to_team(author=awa, programme=home(), subject="Question", body="Comment ?", now=LATER)
    answer_message(message=message, by=dina, answer="Ainsi.", now=LATER)
    record("identity_opened", by=dina, obj=awa, now=LATER, reason="check")
    addresses.refused(awa.email, reason="full", now=LATER)
    Departure.objects.create(person=awa, asked_at=LATER)
    SleepNotice.objects.create(person=awa, told_at=LATER)
    return awa


def _is_invited(awa: User) -> None:
    """Her company declares her, and invites her to a promotion."""
    company = Organisation.objects.create(name="Groupe Orvanne", created_at=LATER)
    tells = {"tells_line_managers": True}
    programme = Programme.objects.create(slug="passerelles", name="Passerelles", form="centralised", **tells)
    cohort = Cohort.objects.create(programme=programme, number=1, name="Promotion 1", created_at=LATER)
    boss = Affiliation.objects.create(organisation=company, person=a_mentor("Reine"), declared_at=LATER)
    hers = Affiliation.objects.create(
        organisation=company, person=awa, reference="M-17", line_manager=boss, declared_at=LATER
    )
    declared = DeclaredIdentity(affiliation=hers, email=awa.email, first_name="Awa", family_name="Déclarée")
    DeclaredIdentity.objects.declare([declared])
    Invitation.objects.create(cohort=cohort, affiliation=hers, role="mentee", token_hash="0" * 64, sent_at=LATER)
    here = {"programme": programme, "cohort": cohort, "attested_at": LATER, "attested_version": 1}
    mine = Enrolment.objects.create(person=awa, affiliation=hers, role="mentee", line_manager_may_know=True, **here)
    programmes_emails.line_manager_told(mine, now=LATER)
    other = Enrolment.objects.create(person=a_mentor("Maud"), role="mentor", **here)
    Wish.objects.create(enrolment=mine, wanted=other, rank=1)
    Veto.objects.create(enrolment=mine, refused=other, set_at=LATER)
    _is_matched(awa, mine, other)


def _is_matched(awa: User, mine: Enrolment, other: Enrolment) -> None:
    """A calculation that she asked for proposes somebody; she is in a circle too."""
    people = {"mentee": mine, "mentor": other}
    run = MatchRun.objects.create(cohort=mine.cohort, asked_by=awa, asked_at=LATER, decided_by=awa, decision="Oui.")
    Proposal.objects.create(run=run, points=80, offered_at=LATER, due_at=LATER, **people)
    Ruling.objects.create(cohort=mine.cohort, kind="forbidden", reason="Amies", by=awa, at=LATER, **people)
    circle = Circle.objects.create(cohort=mine.cohort, number=1, opened_at=LATER, last_sign_at=LATER)
    member = CircleMember.objects.create(circle=circle, enrolment=mine, email=True)
    CircleMeeting.objects.create(circle=circle, logged_by=awa, held_on=LATER).present.add(member)


def _attested_before(awa: User) -> None:
    before = EligibilityVersion.objects.create(programme=home(), number=1, rules=[], published_at=NOON)
    PastAttestation.objects.create(person=awa, version=before, attested_at=NOON)


def _has_cases(awa: User) -> None:
    """One that she opened, one about her of which she was told."""
    given = {"programme": home(), "reason": "other", "body": "Voilà.", "now": LATER}
    hers = report_person(reporter=awa, reported=a_mentor("Chloé"), **given)
    Statement.objects.create(case=hers, side=Statement.Side.REPORTER, body="Et encore.", at=LATER)
    told = report_person(reporter=a_mentor("Noor"), reported=awa, **given)
    Case.objects.filter(pk=told.pk).update(asked_at=LATER, asked_words="Votre version ?")
    Decision.objects.create(case=told, measure="reminder", reason="La charte.", by=a_moderator("Sara"), at=LATER)
    Appeal.objects.create(case=told, body="Je conteste.", filed_at=LATER)


def _testifies(awa: User) -> None:
    video = default_storage.save("testimonies/hers.mp4", ContentFile(b"her video"))
    testimony = Testimony.objects.create(programme=home(), person=awa, title="Oser", video=video, created_at=LATER)
    testimony.consents.create(use="members", given_at=LATER, ends_at=LATER + timedelta(days=365))


def _waits(awa: User) -> None:
    full = a_mentor("Odile", capacity=1)
    WaitingEntry.objects.create(mentor=full.enrolments.get(), mentee=awa, joined_at=LATER)
    Block.objects.create(by=awa, person=a_mentor("Ines"), since_at=LATER)


def _in_the_team(awa: User, dina: User) -> None:
    StaffRole.objects.create(person=awa, programme=home(), kind="moderator", since_at=NOON)
    Review.objects.create(profile=awa.profile, by=dina, at=NOON, verb="ask_change", message="Un mot.")
    awa.profile.photo = default_storage.save(photo_path(awa.profile, ""), ContentFile(b"\xff\xd8 her photo"))
    awa.profile.save()
    draft = a_draft(awa.email, family_name="Traoré", answers={"first_name": "Awa"})
    people_emails.signup_resume(draft, token="token", now=NOON)
    enrolment = awa.enrolments.get()
    given = {"enrolment": enrolment, "programme": home(), "person": awa, "joined_at": NOON, "turned_on": NOON.date()}
    Listing.objects.create(**given, text_tokens="awa", card={"first_name": "Awa"}, version="1")
    enrolment.places.create(number=1)
    HandoverNote.objects.create(programme=home(), author=awa, body="À suivre.", at=NOON)
    article = Article.objects.create(programme=home(), kind="news", slug="mot")
    ArticleVersion.objects.create(article=article, number=1, title="Un mot", body="…", written_by=awa, written_at=NOON)
    Breach.objects.create(programme=home(), declared_by=awa, declared_at=NOON, known_at=NOON, since_at=NOON, facts="…")
    RightsRequest.objects.create(
        programme=home(), right="access", received_on=NOON.date(), due_on=NOON.date(), entered_by=awa
    )


def _logs_in(awa: User) -> None:
    Authenticator.objects.create(user=awa, type="totp", data={"secret": "s"})
    UserSession.objects.create(user=awa, session_key="k" * 32, ip="192.0.2.7", user_agent="Firefox", data={})


CAN_HOLD = (models.CharField, models.TextField)


#: Codes alone, which name nobody once the account is gone; and the team's own texts.
WORDLESS = frozenset({"core.JournalEntry", "library.ArticleVersion"})
#: Begins every mark of this run: other tests leave theirs in the same database file.
PREFIX = f"zq{new_code(6)}"


def plant_marks(person: User) -> dict[str, str]:
    """Write a mark of its own in each text of hers that is not a choice: {"people.Profile.quote": mark}."""
    marks: dict[str, str] = {}
    for name, rows in tables().items():
        room, _dot, model = name.partition(".")
        classes = ROOMS[room].FIELDS.get(model, {})
        if name in WORDLESS:
            continue
        for row in list(rows.of(person)):
            for field, kind in classes.items():
                if kind in UNSAID - {"copy"} | {"link"} or field in rows.hidden(row, person):
                    continue
                _mark(row, field, f"{name}.{field}", marks)
    person.refresh_from_db()
    return marks


def _mark(row: models.Model, field: str, name: str, marks: dict[str, str]) -> None:
    column = row._meta.get_field(field)
    mark = f"{PREFIX}{len(marks):03d}"
    if isinstance(column, models.JSONField):
        content: object = [mark] if isinstance(getattr(row, field), list) else {"mark": mark}
    elif not isinstance(column, CAN_HOLD) or column.choices or (column.max_length or 99) < 20:
        return
    elif isinstance(column, models.EmailField) or field in {"to", "address"}:
        mark = f"{PREFIX}adr"  # one for all: her rows are found by it
        content = f"{mark}@example.org"
    else:
        content = f"https://{mark}.example" if isinstance(column, models.URLField) else mark
    if isinstance(row, Letter) and field in {"kind", "code"}:
        return
    type(row)._base_manager.filter(pk=row.pk).update(**{field: content})
    marks[name] = mark

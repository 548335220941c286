"""Telling people what happened: each fact writes exactly its declared letters, in the same transaction (A9, E1).

No letter carries a family name, a contact detail or what someone wrote to someone: it says that something waits,
and where to read it. Subjects are neutral: an employer may read the mailbox (N3).
"""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from binome.core.mails import MailKind, register
from binome.core.models import Letter
from binome.people.models import User
from binome.programmes.letters import tell
from binome.programmes.models import Enrolment, Role, StaffRole

from .lifecycle import LIVE, PairState, RunState, State
from .models import Circle, CircleMember, MatchRun, Meeting, MentoringRequest, Pair, Place, Proposal, WaitingEntry
from .rules import is_available


def _request_pending(letter: Letter) -> bool:
    return MentoringRequest.objects.pending().filter(code=letter.about_code).exists()


def _request_accepted(letter: Letter) -> bool:
    return MentoringRequest.objects.filter(code=letter.about_code, state=State.ACCEPTED).exists()


def _pair_live(letter: Letter) -> bool:
    return Pair.objects.filter(code=letter.about_code, state__in=LIVE).exists()


def _pair_has_met(letter: Letter) -> bool:
    return Meeting.objects.filter(pair__code=letter.about_code, pair__state__in=LIVE).exists()


def _pair_closing(letter: Letter) -> bool:
    return Pair.objects.filter(code=letter.about_code, state=PairState.CLOSING).exists()


def _place_is_free(letter: Letter) -> bool:
    free = Place.objects.filter(enrolment__code=letter.about_code, pair=None)
    return any(is_available(place.enrolment) for place in free.select_related("enrolment__person__profile")[:1])


def _proposal_waits(letter: Letter) -> bool:
    return Proposal.objects.waiting().filter(code=letter.about_code).exists()


def _circle_live(letter: Letter) -> bool:
    return Circle.objects.live().filter(code=letter.about_code).exists()


def _in_circle(letter: Letter) -> bool:
    members = CircleMember.objects.live().filter(circle__code=letter.about_code)
    return members.filter(enrolment__person__code=letter.recipient_code).exists()


def _match_submitted(letter: Letter) -> bool:
    return MatchRun.objects.filter(code=letter.about_code, state=RunState.SUBMITTED).exists()


def _kind(name: str, label: Any, *audience: str, optional: bool = True, still_due: Any = None) -> MailKind:
    return MailKind(name, "mentoring", label, optional=optional, audience=frozenset(audience), still_due=still_due)


BOTH = (Role.MENTOR, Role.MENTEE)
ALL = (*BOTH, Role.PEER)
MAILS = (
    _kind("request_sent", _("Une demande m’est adressée"), Role.MENTOR, optional=False, still_due=_request_pending),
    _kind("request_accepted", _("Ma demande est acceptée"), Role.MENTEE, optional=False, still_due=_request_accepted),
    _kind("request_declined", _("Ma demande est déclinée"), Role.MENTEE, optional=False),
    _kind("pair_closed", _("Mon binôme est clos"), *BOTH, optional=False),
    _kind("pair_proposed", _("Mon programme me propose quelqu’un"), *ALL, optional=False, still_due=_proposal_waits),
    _kind("proposal_reminder", _("Une proposition attend ma réponse"), *ALL, still_due=_proposal_waits),
    _kind("proposal_ended", _("Une proposition n’attend plus de réponse"), *ALL),
    _kind("circle_published", _("Mon programme a formé mon cercle"), Role.PEER, optional=False),
    _kind("circle_left", _("Quelqu’un quitte mon cercle"), Role.PEER, still_due=_in_circle),
    _kind("circle_closed", _("Mon cercle est clos"), Role.PEER, optional=False),
    _kind("circle_news_asked", _("Des nouvelles de mon cercle"), Role.PEER, still_due=_in_circle),
    _kind("circle_small", _("Un cercle devient trop petit"), StaffRole.Kind.MANAGER, still_due=_circle_live),
    _kind(
        "match_submitted", _("Un appariement attend ma décision"), StaffRole.Kind.MANAGER, still_due=_match_submitted
    ),
    _kind("pair_published", _("Mon programme a formé mon binôme"), *ALL, optional=False, still_due=_pair_live),
    _kind(
        "request_reminder",
        _("Une demande attend ma réponse depuis une semaine"),
        Role.MENTOR,
        still_due=_request_pending,
    ),
    _kind("request_expired", _("Ma demande est restée sans réponse"), Role.MENTEE),
    _kind("request_withdrawn", _("Une demande reçue est retirée"), Role.MENTOR),
    _kind("question_asked", _("On me pose une question sur ma demande"), Role.MENTEE, still_due=_request_pending),
    _kind("question_answered", _("On répond à ma question"), Role.MENTOR, still_due=_request_pending),
    _kind("mentor_paused", _("Mon profil est mis en pause"), Role.MENTOR),
    _kind("place_free", _("Une place que j’attends se libère"), Role.MENTEE, still_due=_place_is_free),
    _kind("first_meeting_held", _("Après le premier rendez-vous"), *BOTH, still_due=_pair_has_met),
    _kind("closing_proposed", _("Mon binôme arrive à son terme"), *BOTH, still_due=_pair_closing),
    _kind("pair_prolonged", _("Mon binôme est prolongé"), *BOTH, still_due=_pair_live),
    _kind("news_asked", _("Des nouvelles de mon binôme"), *BOTH, still_due=_pair_live),
    _kind("mentors_called", _("L’équipe cherche des places dans mon secteur"), Role.MENTOR),
)
register(*MAILS)


def _about_request(
    kind: str, row: MentoringRequest, *, to: str, now: datetime, path: str = "", event: str = ""
) -> None:
    person, other = (row.mentor, row.mentee) if to == "mentor" else (row.mentee, row.mentor)
    tell(
        kind,
        person=person,
        programme=row.programme,
        event=f"request:{row.code}:{event or kind}",
        about=f"request:{row.code}",
        now=now,
        path=path or reverse("request-detail", args=[row.code]),
        other_name=other.first_name,
        due_at=row.due_at,
    )


def request_sent(row: MentoringRequest, *, now: datetime) -> None:
    _about_request("request_sent", row, to="mentor", now=now)


def request_reminder(row: MentoringRequest, *, by_team: bool = False, now: datetime) -> None:
    """The site's, and at most one more when the team asks for it: the same words, the same right to refuse them."""
    event = "team_reminder" if by_team else "request_reminder"
    _about_request("request_reminder", row, to="mentor", now=now, event=event)


def request_withdrawn(row: MentoringRequest, *, now: datetime) -> None:
    _about_request("request_withdrawn", row, to="mentor", now=now)


def question_asked(row: MentoringRequest, *, now: datetime) -> None:
    _about_request("question_asked", row, to="mentee", now=now)


def question_answered(row: MentoringRequest, *, now: datetime) -> None:
    _about_request("question_answered", row, to="mentor", now=now)


def request_accepted(row: MentoringRequest, pair: Pair, *, now: datetime) -> None:
    """The button opens the pair, not the request."""
    _about_request("request_accepted", row, to="mentee", now=now, path=reverse("pair-detail", args=[pair.code]))


def request_declined(row: MentoringRequest, *, now: datetime) -> None:
    _about_request("request_declined", row, to="mentee", now=now)


def request_expired(row: MentoringRequest, *, now: datetime) -> None:
    """The mentee is told; three other mentors wait for her on the page of the request."""
    _about_request("request_expired", row, to="mentee", now=now)


def mentor_paused(mentor: Enrolment, *, request: MentoringRequest, now: datetime) -> None:
    tell(
        "mentor_paused",
        person=mentor.person,
        programme=mentor.programme,
        event=f"request:{request.code}:mentor_paused",
        about=f"enrolment:{mentor.code}",
        now=now,
        path=reverse("availability"),
    )


def place_free(entry: WaitingEntry, *, now: datetime) -> None:
    tell(
        "place_free",
        person=entry.mentee,
        programme=entry.mentor.programme,
        event=f"waiting:{entry.pk}:place_free",
        about=f"enrolment:{entry.mentor.code}",
        now=now,
        path=reverse("mentor-detail", args=[entry.mentor.person.code]),
        other_name=entry.mentor.person.first_name,
    )


def _about_pair(kind: str, pair: Pair, *, people: tuple[User, ...], event: str, now: datetime, **context: Any) -> None:
    for person in people:
        tell(
            kind,
            person=person,
            programme=pair.programme,
            event=f"pair:{pair.code}:{event}",
            about=f"pair:{pair.code}",
            now=now,
            path=reverse("pair-detail", args=[pair.code]),
            other_name=pair.partner_of(person).first_name,
            is_mentee=person.pk == pair.mentee_id and not pair.programme.modality.symmetrical,
            by_team=pair.mentoring_request_id is None,
            planned_end_on=pair.planned_end_on,
            **context,
        )


def pair_published(pair: Pair, *, now: datetime) -> None:
    _about_pair("pair_published", pair, people=(pair.mentor, pair.mentee), event="published", now=now)


def _about_proposal(
    kind: str, proposal: Proposal, *, event: str, people: tuple[Enrolment, ...], now: datetime, about: str = "proposal"
) -> None:
    for end in people:
        other = proposal.mentor if end.pk == proposal.mentee_id else proposal.mentee
        tell(
            kind,
            person=end.person,
            programme=proposal.run.cohort.programme,
            event=f"proposal:{proposal.code}:{event}",
            about=f"{about}:{proposal.code}",
            now=now,
            path=reverse("proposal-detail", args=[proposal.code]),
            other_name=other.person.first_name,
            due_at=proposal.due_at,
        )


def pair_proposed(proposal: Proposal, *, now: datetime) -> None:
    """Both are asked, neither knows yet what the other says."""
    people = (proposal.mentor, proposal.mentee)
    _about_proposal("pair_proposed", proposal, event="proposed", people=people, now=now)


def proposal_reminder(proposal: Proposal, *, now: datetime) -> None:
    """To whoever has not answered."""
    said = ((proposal.mentor, proposal.mentor_said), (proposal.mentee, proposal.mentee_said))
    people = tuple(end for end, answer in said if not answer)
    _about_proposal("proposal_reminder", proposal, event="reminder", people=people, now=now)


def proposal_ended(proposal: Proposal, *, but: User | None, now: datetime) -> None:
    """The same words whether the other declined, kept silent or left, or the team thought better of it (N7). They name
    nobody: so they still leave when the other is erased.
    """
    people = tuple(end for end in (proposal.mentor, proposal.mentee) if but is None or end.person_id != but.pk)
    _about_proposal("proposal_ended", proposal, event="ended", people=people, now=now, about="ended")


def match_submitted(run: MatchRun, *, committee: list[User], now: datetime) -> None:
    """To each who may approve it."""
    for person in committee:
        tell(
            "match_submitted",
            person=person,
            programme=run.cohort.programme,
            event=f"match:{run.code}:submitted:{now.isoformat()}",
            about=f"match:{run.code}",
            now=now,
            path=reverse("match-board", args=[run.cohort.code]),
            cohort=run.cohort.name,
        )


def circle_published(circle: Circle, member: Enrolment, *, size: int, now: datetime) -> None:
    tell(
        "circle_published",
        person=member.person,
        programme=circle.cohort.programme,
        event=f"circle:{circle.code}:published",
        about=f"circle:{circle.code}",
        now=now,
        path=reverse("circle-detail", args=[circle.code]),
        size=size,
    )


def circle_left(circle: Circle, member: Enrolment, *, first_name: str, now: datetime) -> None:
    _about_circle("circle_left", circle, member.person, now=now, other_name=first_name)


def circle_closed(circle: Circle, member: Enrolment, *, now: datetime) -> None:
    _about_circle("circle_closed", circle, member.person, now=now)


def circle_news_asked(circle: Circle, member: Enrolment, *, now: datetime) -> None:
    _about_circle("circle_news_asked", circle, member.person, now=now)


def circle_small(circle: Circle, *, size: int, now: datetime) -> None:
    """To who runs the whole programme: too few people are left."""
    roles = StaffRole.objects.filter(kind=StaffRole.Kind.MANAGER, organisation=None, entity=None)
    path = reverse("circle-list", args=[circle.cohort.code])
    for role in roles.filter(programme=circle.cohort.programme).select_related("person").order_by("pk"):
        _about_circle("circle_small", circle, role.person, now=now, path=path, number=circle.number, size=size)


def _about_circle(kind: str, circle: Circle, person: User, *, now: datetime, path: str = "", **context: Any) -> None:
    tell(
        kind,
        person=person,
        programme=circle.cohort.programme,
        event=f"circle:{circle.code}:{kind}:{now.isoformat()}",
        about=f"circle:{circle.code}",
        now=now,
        path=path or reverse("circle-detail", args=[circle.code]),
        **context,
    )


def pair_closed(pair: Pair, *, now: datetime) -> None:
    _about_pair("pair_closed", pair, people=(pair.mentor, pair.mentee), event="closed", now=now)


def first_meeting_held(pair: Pair, *, now: datetime) -> None:
    _about_pair("first_meeting_held", pair, people=(pair.mentor, pair.mentee), event="first_meeting", now=now)


def closing_proposed(pair: Pair, *, now: datetime) -> None:
    _about_pair(
        "closing_proposed",
        pair,
        people=(pair.mentor, pair.mentee),
        event=f"closing:{now.isoformat()}",
        now=now,
        because=pair.closing_because,
    )


def pair_prolonged(pair: Pair, *, by: User, now: datetime) -> None:
    _about_pair("pair_prolonged", pair, people=(pair.partner_of(by),), event=f"prolonged:{now.isoformat()}", now=now)


def news_asked(pair: Pair, *, now: datetime) -> None:
    _about_pair("news_asked", pair, people=(pair.mentor, pair.mentee), event=f"silence:{now.isoformat()}", now=now)


def mentors_called(mentor: Enrolment, *, now: datetime) -> None:
    """Her sector lacks places. Two calls on one day are one."""
    tell(
        "mentors_called",
        person=mentor.person,
        programme=mentor.programme,
        event=f"call:{now:%Y-%m-%d}",
        about=f"enrolment:{mentor.code}",
        now=now,
        path=reverse("availability"),
    )

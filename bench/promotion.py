"""The pages of who runs a promotion: its board before its pairs are published, and its dashboard once they live."""

import time
from pathlib import Path

from django.test import Client
from django.urls import reverse

from binome.mentoring.models import MatchRun
from binome.people.models import User
from binome.programmes.models import Cohort, Entity, Organisation, StaffRole

from . import peer_promotion
from .directory import Figure, get, measure, noise, queries_by, queries_of
from .promotion_seed import NOW, SLUG, live, load

TIMES, ALL, ONE = 51, "board: all", "board: one person"
#: What the issue of the programmes of organisations promises of each page: ms of CPU, and queries.
PROMISED = 50, 12


def measure_both(people: int, folder: Path) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """Ours, and the peer's of the same promotion; `folder`: for its database."""
    cohort = load(people)
    staff = {
        "manager": _staff("manager", cohort),
        "local manager": _staff("manager", cohort, organisation=Organisation.objects.get()),
        "coordinator": _staff("coordinator", cohort, entity=Entity.objects.order_by("pk").first()),
        "sponsor": _staff("sponsor", cohort, organisation=Organisation.objects.get()),
    }
    peers = _measure_peer(cohort, folder)
    figures = {f"board: {name}": _figure(staff["manager"], path) for name, path in _board(cohort).items()}
    for who in ("local manager", "coordinator"):
        figures[f"board: all, {who}"] = _figure(staff[who], _board(cohort)["all"])
    live(cohort)
    for name in ("pilot-dashboard", "participant-list", "people-list", "invite-people"):
        for who in ("manager", "coordinator"):
            figures[f"{name}, {who}"] = _figure(staff[who], f"/programmes/{SLUG}{reverse(name)}")
    figures["sponsor-space"] = _figure(staff["sponsor"], f"/programmes/{SLUG}{reverse('sponsor-space')}")
    return figures, peers


def _measure_peer(cohort: Cohort, folder: Path) -> dict[str, Figure]:
    rows = cohort.enrolments.select_related("person", "affiliation__entity").order_by("pk")
    people = [
        {"id": row.pk, "role": row.role, "first_name": row.person.first_name, "job": row.affiliation.job_title,
         "site": row.affiliation.entity.name}
        for row in rows
    ]  # fmt: skip
    run = MatchRun.objects.get(cohort=cohort, name="")
    proposals = list(run.proposals.order_by("pk").values("mentee_id", "mentor_id", "points", "parts"))
    app = peer_promotion.create_app(folder / "peer_promotion.sqlite3", people, proposals)
    with app.app_context():
        count = queries_by(peer_promotion.db.engine)
    client, one = app.test_client(), f"/board?person={proposals[0]['mentee_id']}"
    pages = {ALL: "/board", ONE: one}
    return {name: measure([lambda path=path: get(client, path)] * TIMES, count) for name, path in pages.items()}


def _board(cohort: Cohort) -> dict[str, str]:
    root = f"/programmes/{SLUG}/pilotage/appariement/{cohort.code}/"
    first, second = MatchRun.objects.get(cohort=cohort, name="").proposals.order_by("pk")[:2]
    person, trial = f"{root}personnes/{first.mentee.code}/", MatchRun.objects.exclude(name="").get()
    return {
        "all": root,
        "one person": person,
        "who is alone": f"{root}?etat=alone",
        "why not": f"{person}pourquoi/?avec={second.mentor.code}",
        "a swap": f"{person}echanger/?avec={second.mentee.code}",
        "without her": f"{person}sans-elle/",
        "a trial": f"{root}essais/{trial.code}/",
        "rules": f"{root}regles/",
        "minutes": f"{root}proces-verbal/",
    }


def _staff(kind: str, cohort: Cohort, **perimeter) -> Client:
    """A window of this kind of staff, the second factor given."""
    person = User.objects.create(
        email=f"{kind}{StaffRole.objects.count()}@example.org",
        first_name="Delphine",
        is_active=True,
        created_at=NOW,
        password="!",
    )
    StaffRole.objects.create(person=person, programme=cohort.programme, kind=kind, since_at=NOW, **perimeter)
    client, now = Client(HTTP_HOST="127.0.0.1"), int(time.time())
    client.force_login(person)
    session = client.session
    session["begun"] = session["seen"] = now
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": now}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def _figure(client: Client, path: str) -> Figure:
    return measure([lambda: get(client, path)] * TIMES, queries_of)


def table(people: int, ours: dict[str, Figure], peers: dict[str, Figure]) -> str:
    most, queries = PROMISED
    lines = [
        "",
        f"A promotion of {people} people. A fixed loop runs {noise():.1f} times slower than its fastest.",
        f"CPU ms per page: median (95th percentile), queries. Promised for 500: ≤ {most} ms, ≤ {queries} queries.",
        "The peer is bench/peer_promotion.py, in the same run.",
        f"{'page':30}{'ours':>24}{'peer (Flask)':>26}{'peer ÷ ours':>13}",
    ]
    for name, mine in ours.items():
        line = f"{name:30}{mine.cell():>24}"
        if (peer := peers.get(name)) is not None:
            ratio = f"{peer.middle / mine.middle:.1f}×"
            line += f"{peer.cell():>26}{ratio:>13}"
        lines.append(line)
    return "\n".join(lines)

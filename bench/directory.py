"""The directory, a search, a mentor's page and a request, through the whole application but without a network.

CPU time (`process_time`), since a wall clock measures the neighbours; the first calls, which fill the caches, are left
out. SQLite works inside the process, so that its time is counted for both.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from sqlalchemy import event

from binome.mentoring.models import Listing
from binome.people.models import Profile, User
from binome.programmes.models import Role

COLD, TIMES = 10, 100
CALLS = TIMES + COLD + 1
SEARCH = "/mentores/?q=reprendre+des+études&secteur=sante&secteur=droit&mode=distance&dispo=libre"
#: What the issue of the open platform promises, in ms of CPU.
PROMISED = {"directory": 12, "search with filters": 12, "profile": 6, "request (POST)": 13}
REQUEST: dict[str, object] = {
    "objective": "Prendre la tête de mon atelier sans m’y perdre",
    "about_me": "Je travaille à l’atelier depuis six ans.",
    "why_you": "Vous avez fait ce chemin avant moi.",
    "rhythm": "monthly",
    "duration_months": "12",
    "will_reveal": ["email"],
    "send": "",
}


@dataclass(frozen=True)
class Figure:
    """One page: CPU ms and queries."""

    middle: float
    slow: float
    queries: int

    def cell(self) -> str:
        return f"{self.middle:.1f} ({self.slow:.1f}), {self.queries:>3} q"


def measure(calls: list[Callable[[], None]], count: Callable[[Callable[[], None]], int]) -> Figure:
    """Time each call but the first; the last one is counted, not timed."""
    *timed, counted = calls
    for call in timed[:COLD]:
        call()
    times = []
    for call in timed[COLD:]:
        started = time.process_time()
        call()
        times.append((time.process_time() - started) * 1000)
    return Figure(median(times), quantiles(times, n=20)[-1], count(counted))


def queries_of(call: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def measure_ours() -> dict[str, Figure]:
    mentees = list(User.objects.filter(enrolments__role=Role.MENTEE).order_by("pk"))
    codes = list(User.objects.filter(enrolments__listing__free__gt=0).order_by("pk").values_list("code", flat=True))
    reader = _window(mentees[0])
    pages = {"directory": "/mentores/", "search with filters": SEARCH, "profile": f"/mentores/{codes[0]}/"}
    figures = {
        name: measure([lambda url=url: get(reader, url)] * (TIMES + COLD + 1), queries_of)
        for name, url in pages.items()
    }
    windows = [(_window(mentee), code) for mentee, code in zip(mentees[1 : CALLS + 1], codes, strict=False)]
    for window, code in windows:  # she reads the form before she sends it; a window's first call builds the site anew
        get(window, f"/mentores/{code}/demande/")
    posts = [lambda window=window, code=code: _post(window, f"/mentores/{code}/demande/") for window, code in windows]
    return figures | {"request (POST)": measure(posts, queries_of)}


def _window(person: User) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    return client


def get(client, url: str) -> None:
    assert client.get(url).status_code == 200, url


def _post(client, url: str) -> None:
    assert client._post(url, REQUEST).status_code == 302, url


# --- the peer --------------------------------------------------------------------------------------------
def rows_for_the_peer() -> list[dict[str, object]]:
    """The same mentors."""
    profiles = Profile.objects.filter(person__enrolments__role=Role.MENTOR).select_related("person").order_by("pk")
    free = dict(Listing.objects.order_by("pk").values_list("person", "free"))
    return [
        {
            "first_name": profile.person.first_name, "headline": profile.headline, "quote": profile.quote,
            "presentation": profile.presentation, "path": profile.path, "sector": profile.sector, "city": profile.city,
            "free": free[profile.person_id], "topics": profile.topics, "formats": profile.formats,
        }
        for profile in profiles
    ]  # fmt: skip


def queries_by(engine) -> Callable[[Callable[[], None]], int]:
    """How many queries a call sends by this engine of SQLAlchemy."""

    def count(call: Callable[[], None]) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        call()
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    return count


def measure_peer(app) -> dict[str, Figure]:
    from bench.peer_flask import db

    with app.app_context():
        engine = db.engine
    client = app.test_client()
    assert client._post("/login", data={"member": "1"}).status_code == 302

    def count(call: Callable[[], None]) -> int:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        call()
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    pages = {
        "directory": "/mentors",
        "search with filters": "/mentors?q=reprendre&sector=sante&sector=droit&format=remote&free=1",
        "profile": "/mentors/17",
    }
    figures = {name: measure([lambda url=url: get(client, url)] * CALLS, count) for name, url in pages.items()}

    def ask(mentor: int) -> Callable[[], None]:
        def call() -> None:
            assert client._post(f"/mentors/{mentor}/request", data=REQUEST).status_code == 302

        return call

    return figures | {"request (POST)": measure([ask(n + 1) for n in range(CALLS)], count)}


def noise() -> float:
    """How much slower a fixed loop runs now than at its fastest: 1.0 on a quiet machine."""
    times = []
    for _n in range(200):
        started = time.process_time()
        sum({str(n): n for n in range(20_000)}.values())
        times.append(time.process_time() - started)
    return median(times) / min(times)


def table(ours: dict[str, Figure], peers: dict[str, Figure]) -> str:
    lines = [
        "",
        f"The neighbours of this run make a fixed loop {noise():.1f} times slower than its fastest.",
        "CPU ms per request: median (95th percentile), queries. The peer is bench/peer_flask.py, in the same run.",
        f"{'page':22}{'ours':>24}{'promised':>10}{'peer (Flask)':>26}{'peer ÷ ours':>13}",
    ]
    for name, mine in ours.items():
        peer, promised = peers[name], f"≤ {PROMISED[name]}"
        ratio = f"{peer.middle / mine.middle:.1f}×"
        lines.append(f"{name:22}{mine.cell():>24}{promised:>10}{peer.cell():>26}{ratio:>13}")
    return "\n".join(lines)

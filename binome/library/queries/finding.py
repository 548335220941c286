"""One search over the whole library: texts of every kind and testimonies, with the French of the directory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from binome.core import french
from binome.programmes.queries import Membership

from ..models import ArticleVersion, Testimony
from ..videos.captions import words_of
from .articles import readable
from .testimonies import shown_testimonies

MOST = 60


@dataclass(frozen=True)
class Found:
    """What a search gives, the best first: at most MOST of the `total`."""

    items: list[ArticleVersion | Testimony] = field(default_factory=list)
    total: int = 0
    #: Word as typed → the one that was looked for instead, as the best text that has it writes it.
    corrections: dict[str, str] = field(default_factory=dict)
    #: No text has all the words: these have some.
    some_words: bool = False


@dataclass(frozen=True)
class _Row:
    """What is compared of one text: the stems of its title, and of everything."""

    model: type[ArticleVersion] | type[Testimony]
    key: int
    title: set[str]
    words: set[str]


def search(reader: Membership, *, text: str, now: datetime, exact: bool = False) -> Found:
    """What has these words; `exact`, no typo is forgiven.

    A library has hundreds of texts: they are compared here, one answer on both engines. Only what she may open is
    looked at, so that a corrected word says nothing of the rest.
    """
    rows = _rows(reader, now)
    query = french.query(text, () if exact else frozenset().union(*(row.words for row in rows)))
    if not query.groups:
        return Found()
    groups = [set(group) for group in query.groups]
    ranked = sorted(((_hits(groups, row.words), _hits(groups, row.title), row) for row in rows), key=_best_first)
    best = ranked[0][0] if ranked else 0
    chosen = [row for hits, _title, row in ranked if best and hits == best]
    items = _load(reader, chosen[:MOST], now)
    return Found(items, len(chosen), _corrections(text, query, items), 0 < best < len(groups))


def _hits(groups: Iterable[set[str]], words: set[str]) -> int:
    return sum(1 for group in groups if group & words)


def _rows(reader: Membership, now: datetime) -> list[_Row]:
    readers: Iterable[tuple[Any, Any]] = (
        (ArticleVersion, readable(reader, now=now)),
        (Testimony, shown_testimonies(membership=reader, now=now)),
    )
    return [
        _Row(model, key, set(title.split()), set(words.split()))
        for model, shown in readers
        for key, title, words in shown.values_list("pk", "title_tokens", "text_tokens")
    ]


def _best_first(ranked: tuple[int, int, _Row]) -> tuple[int, int, bool, int]:
    """Among equals, texts come before testimonies, and the older first."""
    hits, title, row = ranked
    return -hits, -title, row.model is Testimony, row.key


def _load(reader: Membership, chosen: list[_Row], now: datetime) -> list[ArticleVersion | Testimony]:
    """Those that may still be opened: one may be withdrawn while another is compared."""
    keys: dict[type, list[int]] = {ArticleVersion: [], Testimony: []}
    for row in chosen:
        keys[row.model].append(row.key)
    found = {
        ArticleVersion: readable(reader, now=now).in_bulk(keys[ArticleVersion]),
        Testimony: shown_testimonies(membership=reader, now=now).in_bulk(keys[Testimony]),
    }
    return [found[row.model][row.key] for row in chosen if row.key in found[row.model]]


def _corrections(text: str, query: french.Query, items: list[ArticleVersion | Testimony]) -> dict[str, str]:
    """Each word that nothing has, in its own spelling, and the near one that was found."""
    if not query.corrections:
        return {}
    groups = {group[0]: set(group) for group in query.groups}
    typed = {french.fold(word): word for word in french.WRITTEN.findall(text)}
    found = {}
    for word, near in query.corrections.items():
        for item in items:
            written = french.written(_said(item))
            if known := sorted(groups[near] & written.keys()):
                found[typed.get(word, word)] = written[known[0]]
                break
    return found


def _said(item: ArticleVersion | Testimony) -> str:
    if isinstance(item, Testimony):
        return f"{item.title} {item.summary} {item.transcript} {words_of(item.captions)}"
    return f"{item.title} {item.summary} {item.body} {item.title_en} {item.summary_en} {item.body_en}"

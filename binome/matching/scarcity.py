"""Why someone is left without a partner, and what would change it.

Two causes. A *binding rule*: no partner at all, or none with a place, and rules that keep away people who would do.
*Scarcity*: a set of mentees who can only be with a few mentors, who have fewer places than those mentees ask for: then
whoever is chosen, some are left (P. Hall, "On representatives of subsets", 1935; the set is found by alternating paths
from the person left alone, as in D. Kőnig, "Graphok és matrixok", 1931).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from binome.matching.called import Noun
from binome.matching.engine import Matching
from binome.matching.forbidden import by_rule, exclusion_label
from binome.matching.listed import allowed, passes
from binome.matching.lookup import words_of
from binome.matching.problem import Exclusion, Form, Ints, PairList, Points, Problem
from binome.matching.rules import InPerson, Rule
from binome.matching.tables import Tables
from binome.matching.words import Language, Words, counted

SEARCHED = 20_000_000  # pairs gone through for one promotion; beyond, neither sets nor rules are looked for
LIFTS = 3  # rules proposed to each person


class Cause(StrEnum):
    NOBODY = "nobody"
    SCARCITY = "scarcity"
    TAKEN = "taken"
    OPEN = "open"


@dataclass(frozen=True)
class Lift:
    """Without this rule, `people` more partners would be possible, `free` of which have a place left. `remote`: how
    many of them if she only accepted to meet remotely (0 when the rule isn't about that, or it isn't up to her)."""

    label: Words
    people: int
    free: tuple[int, ...]
    remote: int = 0


@dataclass(frozen=True)
class Alone:
    """Someone with `missing` places unfilled. `side`: 0 mentee, 1 mentor. `possible`: how many partners the rules
    leave her. For scarcity, `rivals` ask for `asked` places with the `hosts`, who have `offered` (mentees and mentors
    when the person is a mentee, the other way round when she is a mentor)."""

    side: int
    person: int
    missing: int
    cause: Cause
    possible: int
    lifts: tuple[Lift, ...] = ()
    rivals: tuple[int, ...] = ()
    hosts: tuple[int, ...] = ()
    asked: int = 0
    offered: int = 0


class Scarcity:
    """Looks into one matching. `tables`: of the whole problem, as compiled (mutual ones for one population)."""

    def __init__(self, matching: Matching, tables: Tables) -> None:
        self.problem, self.tables, self.pairs = matching.problem, tables, matching.pairs
        self.symmetric = matching.problem.form is not Form.PAIRS
        self.left = _places_left(matching, tables)
        self.searched = 0
        self._rows: tuple[dict[int, Ints], dict[int, Ints]] = ({}, {})
        self._gates = by_rule(tables.gates)
        self._others = tuple(np.flatnonzero(places > 0).astype(np.int32) for places in self._both_places())

    def alone(self, side: int) -> list[Alone]:
        """Everyone of one side with a place unfilled who has no partner at all, or not all that she asked for."""
        people = [int(person) for person in np.flatnonzero(self.left[side] > 0)]
        sets = {} if self.symmetric else self._sets(side, people)
        return [self._explain(side, person, sets.get(person)) for person in people]

    def _explain(self, side: int, person: int, confined: _Set | None) -> Alone:
        possible = self._possible(side, person)
        lifts = self._lifts(side, person) if self.searched < SEARCHED else ()
        missing = int(self.left[side][person])
        if not len(possible):
            return Alone(side, person, missing, Cause.NOBODY, 0, lifts)
        if confined is None or not confined.hosts:  # without hosts: her possible partners are already hers
            cause = Cause.TAKEN if self.symmetric or confined else Cause.OPEN
            return Alone(side, person, missing, cause, len(possible), lifts)
        rivals, hosts = tuple(sorted(confined.rivals)), tuple(sorted(confined.hosts))
        pinned = (self.problem.pinned.mentee, self.problem.pinned.mentor)[1 - side]
        offered = int(self._both_places()[1 - side][list(hosts)].sum() - np.isin(pinned, hosts).sum())
        asked = offered + int(self.left[side][list(rivals)].sum())  # their hosts are full, and of them alone
        return Alone(side, person, missing, Cause.SCARCITY, len(possible), lifts, rivals, hosts, asked, offered)

    def _both_places(self) -> tuple[Ints, Ints]:
        return self.tables.mentee_places, self.tables.mentor_places

    def _possible(self, side: int, person: int) -> Ints:
        """The partners that rules and exclusions leave to someone, among those who have any place; int32, sorted."""
        if person not in self._rows[side]:
            others = self._others[1 - side]
            self.searched += len(others)
            self._rows[side][person] = others[allowed(self.tables, _pairs(side, person, others))]
        return self._rows[side][person]

    def _sets(self, side: int, people: list[int]) -> dict[int, _Set]:
        """For each of these people, the set that confines her; sets that touch are one. Whoever isn't confined has
        none: by changing hands, a free place could reach her (or the matching isn't meant to fill them all)."""
        mine, theirs = (self.pairs.mentor, self.pairs.mentee) if side else (self.pairs.mentee, self.pairs.mentor)
        width = np.int64(max(map(len, self.left)) + 1)
        pinned = np.isin(mine * width + theirs, _keys(self.problem.pinned, side, width))
        now = _Partners(mine, theirs, ~pinned)
        owner = np.full(len(self.left[1 - side]), -1, np.int64)  # the set that holds each host
        sets: dict[int, _Set] = {}
        for person in people:
            found = self._confined(side, person, now, owner, sets)
            if found is not None:
                for touched in {int(owner[host]) for host in found.hosts} - {-1}:
                    old = sets.pop(touched)
                    found = _Set(found.rivals | old.rivals, found.hosts | old.hosts)
                sets[person] = found
                owner[list(found.hosts)] = person
        return {rival: found for found in sets.values() for rival in found.rivals}

    def _confined(self, side: int, person: int, now: _Partners, owner: Points, sets: dict[int, _Set]) -> _Set | None:
        """Alternating paths: her possible partners, those whom they have now, and so on, up to sets already known. None
        when a free place is reached, or when too many pairs were gone through."""
        rivals, hosts, waiting = {person}, set[int](), [person]
        reached = np.zeros(len(owner), np.bool_)
        while waiting:
            one = waiting.pop()
            possible = self._possible(side, one)
            new = possible[~reached[possible]]
            new = new[~np.isin(new, now.of(one))]
            if self.searched > SEARCHED or (self.left[1 - side][new] > 0).any():
                return None
            reached[new] = True
            hosts.update(new.tolist())
            for host in new[owner[new] < 0].tolist():
                fresh = [other for other in now.movable(host) if other not in rivals]
                rivals.update(fresh)
                waiting += fresh
        return _Set(frozenset(rivals), frozenset(hosts))

    def _lifts(self, side: int, person: int) -> tuple[Lift, ...]:
        """The rules whose removal alone would bring most partners, those with a place first."""
        others = self._others[1 - side]
        self.searched += len(others)
        pairs = _pairs(side, person, others)
        broken = [(rule, flags) for rule, flags in self._broken(pairs) if flags.any()]
        number = np.sum([flags for _, flags in broken], axis=0) if broken else np.zeros(len(others), np.int64)
        ids = self.problem.mentees.ids if side else self.problem.mentors.ids
        who = (self.problem.mentors if side else self.problem.mentees).ids[person]
        herself = np.array([place for place in others.tolist() if ids[place] == who], np.int32)
        lifts = []
        for rule, flags in broken:
            would = np.setdiff1d(others[flags & (number == 1)], herself)
            if len(would) and not (isinstance(rule, Exclusion) and rule.secret):
                label = exclusion_label(rule) if isinstance(rule, Exclusion) else rule.label
                free = would[self.left[1 - side][would] > 0]
                lifts.append(Lift(label, len(would), tuple(free.tolist()), self._by_remote(rule, side, person, would)))
        return tuple(sorted(lifts, key=lambda lift: (-len(lift.free), -lift.people))[:LIFTS])

    def _by_remote(self, rule: Rule | Exclusion, side: int, person: int, would: Ints) -> int:
        """How many of these partners the rule would leave her if she accepted to meet remotely."""
        if not isinstance(rule, InPerson):
            return 0
        mine, theirs = rule.both(self.problem)[:: -1 if side else 1]
        if words_of(mine, person) not in rule.in_person:
            return 0
        return sum(words_of(theirs, other) not in rule.in_person for other in would.tolist())

    def _broken(self, pairs: PairList) -> Iterable[tuple[Rule | Exclusion, NDArray[np.bool_]]]:
        """Each rule and exclusion with the pairs that it forbids."""
        for rule, gates in self._gates.items():
            forbids = np.zeros(len(pairs), np.bool_)
            for gate in gates:
                forbids |= ~passes(gate, gate.mentee[pairs.mentee], gate.mentor[pairs.mentor])
            yield self.problem.rules[rule], forbids
        for exclusion in self.problem.excluded:
            yield exclusion, _listed_in(exclusion.pairs, pairs)


@dataclass(frozen=True)
class _Set:
    """People of one side (`rivals`) who can only be with these of the other (`hosts`), all full."""

    rivals: frozenset[int]
    hosts: frozenset[int]


class _Partners:
    """Who is with whom now: of each person of one side, and of each host those who could move (not pinned)."""

    def __init__(self, mine: Ints, theirs: Ints, movable: NDArray[np.bool_]) -> None:
        self._of: dict[int, list[int]] = {}
        self._movable: dict[int, list[int]] = {}
        for one, other, moves in zip(mine.tolist(), theirs.tolist(), movable.tolist(), strict=True):
            self._of.setdefault(one, []).append(other)
            if moves:
                self._movable.setdefault(other, []).append(one)

    def of(self, person: int) -> list[int]:
        return self._of.get(person, [])

    def movable(self, host: int) -> list[int]:
        return self._movable.get(host, [])


def _places_left(matching: Matching, tables: Tables) -> tuple[Points, Points]:
    """int64 [n] and [m]: the places that each person has left. In a circle, one place is to be in it."""
    pairs, (n, m) = matching.pairs, tables.shape
    mentees, mentors = np.bincount(pairs.mentee, minlength=n), np.bincount(pairs.mentor, minlength=m)
    if matching.problem.form is not Form.PAIRS:
        placed = np.minimum(1, mentees + mentors)
        left = np.minimum(1, matching.problem.mentees.places) - placed
        return left, left
    return tables.mentee_places - mentees, tables.mentor_places - mentors


def _keys(pairs: PairList, side: int, width: np.int64) -> Points:
    mine, theirs = (pairs.mentor, pairs.mentee) if side else (pairs.mentee, pairs.mentor)
    return mine * width + theirs


def _pairs(side: int, person: int, others: Ints) -> PairList:
    alike = np.full(len(others), person, np.int32)
    return PairList(others, alike) if side else PairList(alike, others)


def _listed_in(listed: PairList, pairs: PairList) -> NDArray[np.bool_]:
    width = int(max(listed.mentor.max(initial=0), pairs.mentor.max(initial=0))) + 1
    keys: Points = pairs.mentee.astype(np.int64) * width + pairs.mentor
    return np.isin(keys, listed.mentee.astype(np.int64) * width + listed.mentor)


_NOBODY = Words("Les règles ne lui laissent aucune {noun} possible.", "The rules leave her no possible {noun}.")
_SCARCITY = (
    Words(
        "{possible} pour elle, sans place libre : {rivals} demandent {asked} à {hosts} qui en ont {offered}. Quel que "
        "soit le choix, il en manque {lacking}.",
        "{possible} for her, with no place left: {rivals} ask for {asked} with {hosts} who have {offered}. Whatever is "
        "chosen, {lacking} are lacking.",
    ),
    Words(
        "Il y a plus de places que de demandes : {possible} pour elle, déjà en binôme.",
        "There are more places than demands: {possible} for her, already in a pair.",
    ),
)
_TAKEN = Words(
    "{possible} pour elle, déjà avec elle ou avec d’autres.", "{possible} for her, already with her or with others."
)
_WITH_OTHERS = Words("{possible} pour elle, déjà avec d’autres.", "{possible} for her, already with others.")
_ODD = Words("Le nombre de personnes est impair.", "The number of people is odd.")
_PLACE = Words("Une place de plus suffirait, chez {names}.", "One more place would be enough, with {names}.")
_OR = Words("ou", "or")
_ANY = Words("l’une de ces {number} {mentors}", "any of these {number} {mentors}")
_LIFT = Words(
    "Sans la règle « {label} » : {people}, {free} avec une place libre.",
    "Without the rule “{label}”: {people}, {free} with a place left.",
)
_NONE = Words("aucune", "none")
_REMOTE = Words("Si elle acceptait de se voir à distance : {people}.", "If she accepted to meet remotely: {people}.")
_NO_LIFT = Words("Aucune règle, levée seule, n’y changerait rien.", "No rule, if lifted alone, would change it.")
_PARTNER = Noun(Words("partenaire", "partner"), Words("partenaires", "partners"))
_MORE = (
    Words("{number} partenaire possible de plus", "{number} more possible partner"),
    Words("{number} partenaires possibles de plus", "{number} more possible partners"),
)
_PLACES = Words("{number} place", "{number} place"), Words("{number} places", "{number} places")
SHOWN_HOSTS = 5


def tell_alone(alone: Alone, problem: Problem, names: Mapping[str, str], language: Language) -> list[str]:
    """Why, then what would change it: one sentence each. `names`: what to call each identifier."""
    pairs = problem.form is Form.PAIRS
    noun = problem.called[1 - alone.side] if pairs else _PARTNER
    possible = counted(alone.possible, *noun.possible, language)
    if alone.cause is Cause.NOBODY:
        told = [_NOBODY.said(language, noun=noun.one)]
    elif alone.cause is Cause.SCARCITY:
        sizes = {
            "rivals": counted(len(alone.rivals), *problem.called[0].counted, language),
            "asked": counted(alone.asked, *_PLACES, language),
            "hosts": counted(len(alone.hosts), *problem.called[1].counted, language),
        }
        lacking = alone.asked - alone.offered
        words = _SCARCITY[alone.side]
        told = [words.said(language, possible=possible, offered=alone.offered, lacking=lacking, **sizes)]
    else:
        told = [(_TAKEN if pairs else _WITH_OTHERS).said(language, possible=possible)]
        if problem.form is Form.PEERS and int((problem.mentees.places > 0).sum()) % 2:
            told.append(_ODD.said(language))
    return told + _remedies(alone, problem, names, language)


def _remedies(alone: Alone, problem: Problem, names: Mapping[str, str], language: Language) -> list[str]:
    """Places, then rules: those that would help her, and all of them when nobody is possible."""
    told = []
    if alone.cause is Cause.SCARCITY and alone.side == 0:
        shown = [names.get(problem.mentors.ids[host], problem.mentors.ids[host]) for host in alone.hosts]
        last = f" {_OR.said(language)} "
        few = last.join([", ".join(shown[:-1]), *shown[-1:]]).removeprefix(last)
        any_of = _ANY.said(language, number=len(shown), mentors=problem.called[1].many)
        told.append(_PLACE.said(language, names=few if len(shown) <= SHOWN_HOSTS else any_of))
    helpful = [lift for lift in alone.lifts if lift.free or alone.cause is Cause.NOBODY]
    for lift in helpful:
        people = counted(lift.people, *_MORE, language)
        told.append(_LIFT.said(language, label=lift.label, people=people, free=len(lift.free) or _NONE))
        if lift.remote:
            told.append(_REMOTE.said(language, people=counted(lift.remote, *_MORE, language)))
    if alone.cause is Cause.NOBODY and not helpful:
        told.append(_NO_LIFT.said(language))
    return told

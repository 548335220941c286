"""Who can't be with whom, by name; who wishes whom; who is imposed. Read for some people, in three queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from binome.core.prepared import Given, prepared
from binome.matching.problem import Exclusion, PairList, Wishes
from binome.programmes.models import Affiliation, Cohort, Competition, Enrolment, Veto, Wish

from ..lifecycle import RulingKind
from ..models import Block, Pair, Ruling
from .people import Someone

Couple = tuple[int, int]

#: Reasons, told in both languages by the engine (`binome.matching.rules.REASONS`).
LINE, MET, REFUSED, OWN = "reporting_line", "met_before", "declined", "own_organisation"
#: So many people are read by name; more, by the whole promotion.
FEW = 20
#: A veto, a block, a pair of another programme, two accounts of one woman: never told, nor which of them (N7, N11).
APART = "kept_apart"


@dataclass(frozen=True)
class Couples:
    """By the keys of persons, in no order of roles: `apart` couples by reason; `wishes` (who, whom) by rank from 0;
    `imposed`: in the order of the rulings."""

    apart: Mapping[str, set[Couple]] = field(default_factory=dict)
    wishes: Mapping[Couple, int] = field(default_factory=dict)
    imposed: tuple[Couple, ...] = ()


def read_couples(cohort: Cohort, people: Sequence[Someone]) -> Couples:
    """Everything that is known of these people two by two."""
    apart: dict[str, set[Couple]] = defaultdict(set)
    hats = _hats(cohort, people)
    apart[LINE] = _reporting_lines(people, hats)
    apart[OWN] = _in_one_company(cohort, people, hats)
    apart[APART] = _same_woman(people)
    wishes: dict[Couple, int] = {}
    imposed: list[Couple] = []
    here = {person.person for person in people}
    for kind, one, other, rank, reason in _named(cohort, people):
        if one not in here or other not in here:
            continue
        if kind == "wish":
            wishes[one, other] = rank - 1
        elif kind == RulingKind.IMPOSED:
            imposed.append((one, other))
        elif kind == RulingKind.FORBIDDEN:
            apart[reason or "écarté par l’équipe"].add((one, other))
        else:
            apart[{"pair": MET, RulingKind.REFUSED: REFUSED}.get(kind, APART)].add((one, other))
    return Couples({reason: couples for reason, couples in apart.items() if couples}, wishes, tuple(imposed))


def _named(cohort: Cohort, people: Sequence[Someone]) -> Iterable[tuple[str, int, int, int, str]]:
    """(kind, one person, another, rank, reason), in one query; of a few people, theirs alone."""
    if len(people) > FEW:
        return _among_all(cohort=cohort.pk, programme=cohort.programme_id)
    few = [person.person for person in people]
    return _among_few(cohort=cohort.pk, programme=cohort.programme_id, few=few)


@prepared
def _among_all(cohort: Given, programme: Given) -> QuerySet[Any, Any]:
    return _couples(cohort, programme)


@prepared
def _among_few(cohort: Given, programme: Given, few: Given) -> QuerySet[Any, Any]:
    return _couples(cohort, programme, few)


def _couples(cohort: Given, programme: Given, few: Given | None = None) -> QuerySet[Any, Any]:
    def rows(source: QuerySet[Any], kind: Any, one: str, other: str, rank: Any = None, reason: Any = None) -> Any:
        named = source.order_by()
        if few is not None:
            named = named.filter(**{f"{one}__in": few.keys(), f"{other}__in": few.keys()})
        return named.annotate(
            what=kind if not isinstance(kind, str) else Value(kind, CharField()),
            first=F(one),
            second=F(other),
            rank_=rank or Value(0, IntegerField()),
            why=reason or Value("", CharField()),
        ).values_list("what", "first", "second", "rank_", "why")

    wishes = Wish.objects.filter(enrolment__cohort=cohort)
    vetoes = Veto.objects.filter(enrolment__cohort=cohort)
    rulings = Ruling.objects.filter(cohort=cohort)
    met = Case(When(programme=programme, then=Value("pair")), default=Value("pair elsewhere"))
    everyone = Enrolment.objects.filter(cohort=cohort).values("person")
    return rows(Pair.objects.filter(Q(mentor__in=everyone), Q(mentee__in=everyone)), met, "mentee", "mentor").union(
        rows(Block.objects.filter(by__in=everyone), "block", "by", "person"),
        rows(vetoes, "veto", "enrolment__person", "refused__person"),
        rows(wishes, "wish", "enrolment__person", "wanted__person", Cast("rank", IntegerField())),
        rows(rulings, Cast("kind", CharField()), "mentee__person", "mentor__person", None, F("reason")),
        all=True,
    )


@dataclass(frozen=True)
class _Hat:
    """One affiliation of the parties' directories: a person takes part on behalf of one of hers, and the rules hold
    for all."""

    affiliation: int
    person: int
    organisation: int
    boss: int | None


def _hats(cohort: Cohort, people: Sequence[Someone]) -> list[_Hat]:
    """Those of these people, and those of everybody who has a line manager. One query."""
    few = [person.person for person in people] if len(people) <= FEW else cohort.enrolments.values("person")
    here = Q(person__in=few, left_on=None) | Q(line_manager__isnull=False)
    rows = Affiliation.objects.filter(here, organisation__in=cohort.programme.parties.values("organisation"))
    return [_Hat(*row) for row in rows.values_list("pk", "person", "organisation", "line_manager")]


def _in_one_company(cohort: Cohort, people: Sequence[Someone], hats: Iterable[_Hat]) -> set[Couple]:
    """Where the two come from different organisations: who is also declared by the other's own, or by a competitor of
    it. Between people of one organisation each, the rule of the form says it already."""
    modality = cohort.programme.modality
    if modality.across != "organisation" and modality.populations < 2:
        return set()
    companies: dict[int, set[int]] = defaultdict(set)
    for hat in hats:
        companies[hat.person].add(hat.organisation)
    several = [person.person for person in people if len(companies[person.person]) > 1]
    if not several:
        return set()
    kept = set(Competition.objects.filter(programme=cohort.programme).values_list("first", "second"))
    kept |= {(second, first) for first, second in kept}
    found = set()
    for one in several:
        closed = companies[one] | {second for first, second in kept if first in companies[one]}
        found |= {(one, p.person) for p in people if p.person != one and companies[p.person] & closed}
    return found


def _reporting_lines(people: Sequence[Someone], hats: Iterable[_Hat]) -> set[Couple]:
    """Everybody with each person above her, at any depth; a loop in a directory ends where it begins."""
    above = {hat.affiliation: hat.boss for hat in hats if hat.boss is not None}
    here = {person.person for person in people}
    person_of = {hat.affiliation: hat.person for hat in hats if hat.person in here}
    person_of |= {person.affiliation: person.person for person in people if person.affiliation is not None}
    lines = set()
    for start, who in person_of.items():
        seen, boss = {start}, above.get(start)
        while boss is not None and boss not in seen:
            if person_of.get(boss, who) != who:
                lines.add((who, person_of[boss]))
            seen.add(boss)
            boss = above.get(boss)
    return lines


def _same_woman(people: Sequence[Someone]) -> set[Couple]:
    """Two accounts that a moderator linked."""
    here = {person.person for person in people}
    return {(person.person, person.linked_to) for person in people if person.linked_to in here and person.linked_to}


class Placed:
    """Couples of persons as pairs of places in a problem. `sides`: mentees and mentors; the same twice when alike."""

    def __init__(self, sides: tuple[Sequence[Someone], Sequence[Someone]]) -> None:
        self.symmetric = sides[0] is sides[1]
        self.places = [{person.person: place for place, person in enumerate(side)} for side in sides]

    def pairs(self, couples: Iterable[Couple]) -> PairList:
        """Whichever of the two is the mentee; both ways in one population."""
        found = set()
        for one, other in couples:
            for mentee, mentor in ((one, other), (other, one)):
                if mentee in self.places[0] and mentor in self.places[1]:
                    found.add((self.places[0][mentee], self.places[1][mentor]))
        return listed(sorted(found))

    def exclusions(self, apart: Mapping[str, set[Couple]]) -> tuple[Exclusion, ...]:
        made = [Exclusion(why, self.pairs(apart[why]), secret=why == APART) for why in sorted(apart)]
        return tuple(each for each in made if len(each.pairs))

    def wishes(self, wishes: Mapping[Couple, int], side: int) -> Wishes:
        """Those of one side; in one population, everyone's are the mentees'."""
        ranked: dict[tuple[int, int], int] = {}
        for (who, whom), rank in wishes.items():
            if who not in self.places[side] or whom not in self.places[1 - side] or (self.symmetric and side):
                continue
            own, other = self.places[side][who], self.places[1 - side][whom]
            ranked[(own, other) if side == 0 else (other, own)] = rank
        pairs = sorted(ranked)
        return Wishes(listed(pairs), np.array([ranked[pair] for pair in pairs], np.int8))


def listed(pairs: Sequence[tuple[int, int]]) -> PairList:
    both = np.array(pairs, np.int32).reshape(-1, 2)
    return PairList(both[:, 0].copy(), both[:, 1].copy())

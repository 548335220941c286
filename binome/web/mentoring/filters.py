"""The directory's address read as criteria, and written back: parameters are French, bookmarkable, and forgiving."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from binome.core.french import MAX_QUERY, words
from binome.core.world import LANGUAGES, language_name
from binome.mentoring.lifecycle import MeetingFormat, Rhythm
from binome.mentoring.queries.directory import AVAILABLE, NEWEST, RELEVANCE, Criteria, Results
from binome.mentoring.queries.picture import AVAILABILITY, ENTITY, FREE, FREE_SOON, Branch, branches_of
from binome.programmes.models import Programme

#: facet → its name in the address. The order is the page's.
PARAMETERS = {
    AVAILABILITY: "dispo",
    ENTITY: "entite",
    "sector": "secteur",
    "topic": "aide",
    "format": "mode",
    "rhythm": "rythme",
    "language": "langue",
}
#: Of these, only what someone has is shown; and a single entity tells nobody apart.
AS_PRESENT = ("language", ENTITY)
#: Values whose name in the address is not the one in the database.
FRENCH = {
    FREE: "libre",
    FREE_SOON: "bientot",
    MeetingFormat.REMOTE.value: "distance",
    MeetingFormat.IN_PERSON.value: "place",
    MeetingFormat.PHONE.value: "telephone",
    Rhythm.MONTHLY.value: "mois",
    Rhythm.FORTNIGHTLY.value: "quinzaine",
}
SORTS = {"pertinence": RELEVANCE, "nouvelles": NEWEST, "disponibilite": AVAILABLE}


@dataclass(frozen=True)
class Option:
    """One value of a facet, as a box to tick."""

    value: str
    slug: str
    label: str


@dataclass(frozen=True)
class Facet:
    """One group of boxes."""

    key: str
    parameter: str
    legend: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    url: str


@dataclass
class Filters:
    """What the address asks for. `notices` are sentences on what it asked in vain."""

    facets: list[Facet]
    text: str = ""
    place: str = ""
    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    sort: str = "pertinence"
    page: int = 1
    notices: list[str] = field(default_factory=list)

    @property
    def criteria(self) -> Criteria:
        return Criteria(text=self.text, place=self.place, chosen=self.chosen, sort=SORTS[self.sort])

    @cached_property
    def chips(self) -> list[Chip]:
        chips = [
            Chip(option.label, self.url(without=(facet.key, option.value)))
            for facet in self.facets
            for option in facet.options
            if option.value in self.chosen.get(facet.key, ())
        ]
        if self.place:
            chips.append(Chip(self.place, self.url(without=("place", ""))))
        return chips

    def boxes(self, results: Results) -> Iterator[tuple[Facet, list[tuple[Option, int, bool]]]]:
        """Each facet with its options, their numbers, whether they are ticked; of some, those that someone has."""
        for facet in self.facets:
            chosen, counts = self.chosen.get(facet.key, frozenset()), results.counts[facet.key]
            here = results.present[facet.key] | chosen
            options = [one for one in facet.options if facet.key not in AS_PRESENT or one.value in here]
            if facet.key == ENTITY and len(options) < 2 and not chosen:
                options = []
            yield facet, [(one, counts.get(one.value, 0), one.value in chosen) for one in options]

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: signs without a word, « ?! » or « la », are no search."""
        return not (words(self.text) or words(self.place) or self.chosen)

    def url(self, *, without: tuple[str, str] = ("", "")) -> str:
        """The address of this search, always written in the same way; `page` is left out."""
        query = urlencode(list(self._parameters(without)))
        return reverse("mentor-list") + (f"?{query}" if query else "")

    def query(self) -> QueryDict:
        return QueryDict(urlencode(list(self._parameters(("", "")))))

    @property
    def cleared_url(self) -> str:
        """The same words and order without a filter."""
        return Filters(facets=[], text=self.text, sort=self.sort).url()

    def _parameters(self, without: tuple[str, str]) -> Iterator[tuple[str, str]]:
        if self.text:
            yield "q", self.text
        for facet in self.facets:
            for option in facet.options:
                if option.value in self.chosen.get(facet.key, ()) and (facet.key, option.value) != without:
                    yield facet.parameter, option.slug
        if self.place and without[0] != "place":
            yield "lieu", self.place
        if self.sort != "pertinence":
            yield "tri", self.sort


def read(query: QueryDict, *, programme: Programme, language: str) -> Filters:
    filters = Filters(facets=facets_of(programme, language))
    filters.text, filters.place = _words(query, "q", filters), _words(query, "lieu", filters)
    unknown = False
    for facet in filters.facets:
        asked = set(query.getlist(facet.parameter)) - {""}
        known = {option.slug: option.value for option in facet.options}
        unknown = unknown or not asked <= known.keys()
        if values := frozenset(known[slug] for slug in asked if slug in known):
            filters.chosen[facet.key] = values
    sort = query.get("tri", "")
    filters.sort = sort if sort in SORTS else "pertinence"
    if unknown or (sort and sort not in SORTS):
        filters.notices.append(_("Un filtre de cette adresse n’existe pas, ou n’existe plus : il n’est pas appliqué."))
    number = query.get("page", "1")
    filters.page = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 1
    return filters


def _words(query: QueryDict, name: str, filters: Filters) -> str:
    """What she typed, on one line and without invisible characters."""
    typed = query.get(name, "")
    if len(typed) > MAX_QUERY:
        sentence = _("Votre recherche est longue : seuls ses %(limit)d premiers signes comptent.")
        filters.notices.append(sentence % {"limit": MAX_QUERY})
    return " ".join("".join(c if c.isprintable() else " " for c in typed[:MAX_QUERY]).split())


def sorts() -> list[tuple[str, str]]:
    return [
        ("pertinence", _("Pertinence")),
        ("nouvelles", _("Nouvelles venues")),
        ("disponibilite", _("Disponibilité")),
    ]


def facets_of(programme: Programme, language: str) -> list[Facet]:
    def facet(key: str, legend: str, labels: dict[str, str]) -> Facet:
        options = [Option(value, FRENCH.get(value, value), label) for value, label in labels.items()]
        return Facet(key, PARAMETERS[key], legend, options)

    available = {FREE: _("A une place libre"), FREE_SOON: _("Se libère sous trois mois")}
    # The programme's own labels, in the language of the page.
    sectors = {row["slug"]: row[language] for row in programme.sectors}
    topics = {row["slug"]: row[language] for row in programme.topics}
    languages = {code: capfirst(language_name(code, language)) for code in LANGUAGES}
    return [
        facet(AVAILABILITY, _("Disponibilité"), available),
        facet(ENTITY, _("Entité"), _named(list(branches_of(programme).values()))),
        facet("sector", _("Secteur"), sectors),
        facet("topic", _("Peut vous aider sur"), topics),
        facet("format", _("Rencontres"), {value: str(label) for value, label in MeetingFormat.choices}),
        facet("rhythm", _("Rythme"), {value: str(label) for value, label in Rhythm.choices}),
        facet("language", _("Langues"), languages),
    ]


def _named(branches: list[Branch]) -> dict[str, str]:
    """By code; two of one name say what holds them."""
    names = Counter(branch.name for branch in branches)
    return {
        branch.code: f"{branch.name} ({branch.within})" if names[branch.name] > 1 and branch.within else branch.name
        for branch in branches
    }

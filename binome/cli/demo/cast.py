"""Who the invented women are: names of their time and origin, where they live, what they speak. Pure."""

from dataclasses import dataclass
from random import Random

from binome.core.french import fold

from .fragments import Bag, Fragment, read

#: How many of a hundred, in a city open to all origins.
ORIGINS = {"france": 62, "maghreb": 11, "afrique": 7, "iberique": 5, "bretagne": 3, "asie": 4, "est": 3, "levant": 2,
           "antilles": 2, "alsace": 1}  # fmt: skip
OVERSEAS = frozenset({"GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM"})


@dataclass(frozen=True)
class Woman:
    """One invented woman, before anything is written about her."""

    first_name: str
    family_name: str
    email: str
    phone: str
    age: int
    city: str
    country: str
    at: str
    languages: tuple[str, ...]

    @property
    def abroad(self) -> bool:
        return self.country != "FR" and self.country not in OVERSEAS

    @property
    def prefers_english(self) -> bool:
        """A few of those who live where English is spoken use the site in English."""
        return self.country in {"US", "GB", "AU", "SG", "KE"} and self.age % 3 == 0

    @property
    def island(self) -> bool:
        return self.country in OVERSEAS


class Casting:
    """Invents women one after the other, all different, from one source of chance."""

    def __init__(self, random: Random, year: int) -> None:
        self._random = random
        self._year = year
        self._names = {part: Bag(read("names")[part], random) for part in ("first", "family")}
        self._words: dict[Fragment, Bag[str]] = {}
        self._weights = [int(place.texts[-1]) for place in _places()]
        self._emails: set[str] = set()

    def woman(self, *, youngest: int, oldest: int) -> Woman:
        age = self._random.randint(youngest, oldest)
        place = self._random.choices(_places(), self._weights)[0]
        city, country, at, origins = place.texts[:4]
        origin = self._origin(origins.split())
        first, family = self._first_name(origin, self._year - age), self._family_name(origin)
        return Woman(
            first_name=first,
            family_name=family,
            email=self._email(first),
            # These numbers are set apart for works of fiction: nobody answers.
            phone=f"06 39 98 {self._random.randint(0, 99):02} {self._random.randint(0, 99):02}",
            age=age,
            city=city,
            country=country,
            at=at,
            languages=self._languages(origin, country),
        )

    def _origin(self, origins: list[str]) -> str:
        chosen = self._random.choice(origins)
        return self._random.choices(list(ORIGINS), list(ORIGINS.values()))[0] if chosen == "*" else chosen

    def _deal_word(self, fragment: Fragment, text: str) -> str:
        if fragment not in self._words:
            # Names of several words are written with an underscore.
            self._words[fragment] = Bag(tuple(word.replace("_", " ") for word in text.split()), self._random)
        return self._words[fragment].deal()

    def _first_name(self, origin: str, born: int) -> str:
        def of_her_time(line: Fragment) -> bool:
            return line.words == (origin,) and line.youngest <= born <= line.oldest

        line = self._names["first"].find(of_her_time) or self._names["first"].deal(lambda f: f.words == (origin,))
        return self._deal_word(line, line.text)

    def _family_name(self, origin: str) -> str:
        # One in eight bears a name of another origin: her husband's, her father's.
        wanted = origin if self._random.random() < 0.88 else "france"
        line = self._names["family"].deal(lambda f: f.words == (wanted,))
        return self._deal_word(line, line.text)

    def _email(self, first_name: str) -> str:
        stem = "".join(c for c in fold(first_name) if c.isalnum())
        number = 1
        while (email := f"{stem}{number if number > 1 else ''}@demo.example") in self._emails:
            number += 1
        self._emails.add(email)
        return email

    def _languages(self, origin: str, country: str) -> tuple[str, ...]:
        spoken = {line.words[0]: line.text for line in read("places")["language"]}
        home = {line.words[0]: line.text for line in read("places")["origin"]}
        chosen = ["fr"]
        if country in spoken:
            chosen.append(spoken[country])
        if origin in home and self._random.random() < 0.6:
            chosen.append(home[origin])
        if self._random.random() < 0.55:
            chosen.append("en")
        if self._random.random() < 0.18:
            chosen.append(self._random.choice(("es", "de", "it", "pt")))
        return tuple(dict.fromkeys(chosen))


def _places() -> tuple[Fragment, ...]:
    return read("places")["place"]

"""What the invented women write to one another. Pure: no row, no clock, one source of chance."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .fragments import Bag, Fragment, lower_first, read, typeset, upper_first
from .profiles import Written

LONGEST_OBJECTIVE = 200


@dataclass(frozen=True)
class Asking:
    """The words of one mentee's request to one mentor."""

    objective: str
    about_me: str
    why_you: str
    rhythm: str
    duration_months: int
    will_reveal: tuple[str, ...]


class Correspondence:
    """Writes the requests, the answers and the last words."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._bags: dict[str, Bag[Fragment]] = {}

    def line(self, section: str, **names: str) -> str:
        """One line of a section of `requests.txt`, with the first names in it."""
        return typeset(self._deal(section).text.format(**names))

    def exchange(self) -> tuple[str, str]:
        """A mentor's question and the answer that goes with it: the same rank in the two sections."""
        question = self._deal("question")
        rank = read("requests")["question"].index(question)
        return typeset(question.text), typeset(read("requests")["answer"][rank].text)

    def report(self) -> tuple[str, str]:
        """A reason and the words of a report."""
        found = self._deal("report")
        return found.words[0], typeset(found.text)

    def letters_to_team(self) -> list[tuple[str, str, str]]:
        """Subject, words, and the team's answer, empty while it waits."""
        letters = [tuple(typeset(text) for text in f.texts) for f in read("requests")["team"]]
        return [(subject, body, "" if answer == "-" else answer) for subject, body, answer in letters]

    def asking(self, mentor: Written, mentee: Written) -> Asking:
        shared = [topic for topic in mentee.topics if topic in mentor.topics]
        topic = shared[0] if shared else mentee.topics[0]
        objective = self._deal("objective", lambda f: f.words == (topic,)).text
        reveal = [
            field for field, share in (("name", 0.6), ("email", 0.8), ("phone", 0.5)) if self._random.random() < share
        ]
        return Asking(
            objective=typeset(objective)[:LONGEST_OBJECTIVE],
            about_me=self._about(mentee),
            why_you=self._why(mentor, mentee, shared),
            rhythm=self._random.choice(mentor.rhythms),
            duration_months=self._random.choices((6, 9, 12), (2, 3, 5))[0],
            will_reveal=tuple(reveal),
        )

    def _about(self, mentee: Written) -> str:
        woman = mentee.woman
        job = typeset(mentee.headline.split(",")[0])
        facts = {"at": woman.at, "age": str(woman.age), "job": lower_first(job), "Job": upper_first(job)}
        idle = re.match(r"Étudiante|Jeune diplômée|Indépendante|.*en recherche", mentee.headline)
        line = self._deal("about", lambda f: not (idle and "travaille" in f.text))
        return typeset(line.text.format(**facts) + " ") + mentee.situation

    def _why(self, mentor: Written, mentee: Written, shared: list[str]) -> str:
        nouns = {f.words[0]: f.text for f in (*read("requests")["topic"], *read("requests")["sector"])}
        same_sector = mentor.sector == mentee.sector

        def true(f: Fragment) -> bool:
            return (
                ("{topic}" not in f.text or bool(shared))
                and ("{quote}" not in f.text or (bool(mentor.quote) and "«" not in mentor.quote))
                and ("{sector}" not in f.text or same_sector)
                and ("votre domaine" not in f.text or not same_sector)
            )

        facts = {
            "topic": nouns[shared[0]] if shared else "",
            "sector": nouns[mentor.sector],
            "quote": re.sub(r"\.$", "", mentor.quote),
        }
        reasons: list[str] = []
        for _time in range(self._random.choice((1, 2, 2, 3))):
            # One mention of the topic is enough.
            fresh = self._deal(
                "why", lambda f: true(f) and not ("{topic}" in f.text and facts["topic"] in " ".join(reasons))
            )
            reasons.append(fresh.text.format(**facts))
        greeting = self._deal("greeting").text.format(mentor=mentor.woman.first_name)
        first, *others = dict.fromkeys(reasons)
        first = lower_first(first) if greeting.endswith(",") else first
        parts = [greeting, first, *others]
        if self._random.random() < 0.7:
            parts.append(self._deal("ending").text)
        return typeset(" ".join(parts))

    def _deal(self, section: str, wanted: Callable[[Fragment], bool] = lambda _f: True) -> Fragment:
        return self._bags.setdefault(section, Bag(read("requests")[section], self._random)).deal(wanted)

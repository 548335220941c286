"""What the people of both sides are called: mentorées and mentores, or students and employees, as a programme says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from binome.matching.words import Words, bare


@dataclass(frozen=True)
class Noun:
    """One person and several, feminine in French; `definite`: with its article, `genitive`: after « of », when they
    aren't the usual ones."""

    one: Words
    many: Words
    definite: Words | None = None
    genitive: Words | None = None

    @property
    def the(self) -> Words:
        """« l’étudiante », « la salariée »; the student."""
        if self.definite:
            return self.definite
        french = self.one.french
        article = "l’" if bare(french)[:1] in tuple("aeiouh") else "la "
        return Words(f"{article}{french}", f"the {self.one.english}")

    @property
    def of(self) -> Words:
        """« de l’étudiante », « de la salariée », « du ou de la mentor·e »; of the student."""
        return self.genitive or Words(f"de {self.the.french}", f"of {self.the.english}")

    @property
    def counted(self) -> tuple[Words, Words]:
        """One and several, with {number}."""
        one, many = (Words("{number} " + each.french, "{number} " + each.english) for each in (self.one, self.many))
        return one, many

    @property
    def possible(self) -> tuple[Words, Words]:
        """The same, of those whom the rules allow."""
        return (
            Words(f"{{number}} {self.one.french} possible", f"{{number}} possible {self.one.english}"),
            Words(f"{{number}} {self.many.french} possibles", f"{{number}} possible {self.many.english}"),
        )


Called = tuple[Noun, Noun]
MENTEE = Noun(Words("mentorée", "mentee"), Words("mentorées", "mentees"))
MENTOR = Noun(Words("mentore", "mentor"), Words("mentores", "mentors"))


def nouns_in(called: Called) -> dict[str, Any]:
    """The holes of a sentence that names the sides."""
    mentee, mentor = called
    return {
        "mentee": mentee.one,
        "mentees": mentee.many,
        "the_mentee": mentee.the,
        "mentor": mentor.one,
        "mentors": mentor.many,
        "the_mentor": mentor.the,
    }

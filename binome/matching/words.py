"""French and English side by side: every sentence that the engine says to people, in the reader's language.

A sentence is written once with both versions, so that neither is forgotten. French comes first and its spaces
before « : ; ? ! » and around quotation marks are made unbreakable when it is printed, never typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

HARD_SPACE, THIN_SPACE = "\u00a0", "\u202f"


class Language(StrEnum):
    FRENCH = "fr"
    ENGLISH = "en"


@dataclass(frozen=True)
class Words:
    """One sentence or label in both languages, with `{holes}` filled by `said`."""

    french: str
    english: str

    def said(self, language: Language, **holes: object) -> str:
        """The sentence in one language. A hole may itself be Words or a Sentence, or a tuple of them."""
        filled = {name: _in_language(value, language) for name, value in holes.items()}
        text = self.french if language == Language.FRENCH else self.english
        text = text.format_map(filled) if filled else text
        return spaced(text) if language == Language.FRENCH else text

    def about(self, **holes: object) -> Sentence:
        """The sentence with its holes filled, to be said later."""
        return Sentence(self, holes)


@dataclass(frozen=True)
class Sentence:
    """Words and what fills their holes: found where nobody knows yet who will read. `str` gives the English."""

    words: Words
    holes: Mapping[str, object]

    def said(self, language: Language) -> str:
        return self.words.said(language, **self.holes)

    def __str__(self) -> str:
        return self.said(Language.ENGLISH)


def _in_language(hole: object, language: Language) -> object:
    if isinstance(hole, tuple):
        return listed((str(_in_language(each, language)) for each in hole), language)
    return hole.said(language) if isinstance(hole, Words | Sentence) else hole


def spaced(french: str) -> str:
    """Unbreakable spaces where French typography wants them."""
    return re.sub(r" (?=[:;?!»%])|(?<=«) ", HARD_SPACE, french)


def whole(number: int, language: Language) -> str:
    """A whole number with its thousands apart: 12 345 or 12,345."""
    return f"{number:,}".replace(",", THIN_SPACE if language == Language.FRENCH else ",").replace("-", "\u2212")


def decimal(number: float, language: Language, places: int = 1) -> str:
    """A number with its decimals, comma or point as the language wants."""
    text = f"{number:,.{places}f}".replace("-", "\u2212")
    return text if language == Language.ENGLISH else text.replace(",", THIN_SPACE).replace(".", ",")


def percent(share: float, language: Language, places: int = 0) -> str:
    """A share between 0 and 1 in percent."""
    gap = HARD_SPACE if language == Language.FRENCH else ""
    return f"{decimal(100 * share, language, places)}{gap}%"


def listed(items: Iterable[str], language: Language, at_most: int = 0) -> str:
    """« a, b et c »; beyond `at_most` (0: no limit), the number of those left out."""
    names = list(items)
    if at_most and len(names) > at_most:
        left = len(names) - at_most
        names = [*names[:at_most], f"{left} {'autres' if language == Language.FRENCH else 'others'}"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {'et' if language == Language.FRENCH else 'and'} {names[-1]}"


def counted(number: int, one: Words, many: Words, language: Language) -> str:
    """« 1 binôme », « 3 binômes »: each with its {number}. In French 0 is singular, in English plural."""
    singular = abs(number) < 2 if language == Language.FRENCH else abs(number) == 1
    return (one if singular else many).said(language, number=whole(number, language))


def of(name: str) -> str:
    """« de Bruna », « d’Elsa », « d’Hélène »: before a name, in French."""
    return f"d’{name}" if bare(name)[:1] in tuple("aeiouh") else f"de {name}"


def bare(text: str) -> str:
    """A word without accents, capitals, doubled spaces or underscores: how column names and labels are compared."""
    plain = unicodedata.normalize("NFKD", text).replace("\u2019", "'")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", " ", plain).strip().casefold()

"""Search words of a French (or English) text: the same stems for a text and for what a person types.

`tokens` normalises; `query` also forgives a typo, with the words that are really in use as its only dictionary.
Everything is ASCII, so that two databases with different collations give the same answer.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import Stemmer
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MAX_TEXT = 20_000
MAX_QUERY = 200
MAX_WORDS = 12
MAX_WORD = 40
MAX_ALTERNATIVES = 6
#: A shorter word has too many neighbours for its typo to be guessed.
TYPO_LENGTH = 5
LONG_WORD = 8
SHORTEST_STEM = 4

_STOP = """
    a ai aie aient ainsi ait alors apres as au aucun aucune aussi autre autres aux avaient avais avait avant avec avez
    avoir avons ayant bien car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de
    des donc dont du elle elles en encore entre es est et etaient etais etait etant ete etes etre eu eux fait faire fais
    faut fut ici il ils j jamais je jusqu l la laquelle le lequel les lesquels leur leurs lors lorsqu lorsque lui m ma
    mais me meme memes mes mien mienne moi moins mon n ne ni nos notre nous on ont ou par parce pas pendant peu peut
    peux plus plutot pour pourquoi puis puisque qu quand que quel quelle quelles quels quelque quelques qui quoi s sa se
    sans sera serait ses si sien sienne soi soit sommes son sont sous suis sur t ta tandis te tel telle tes toi ton
    toujours tous tout toute toutes tres tu un une vers voici voila vos votre vous y
    about an and any are at be been but by can could did do does for from had has have he her hers him his how i if in
    into is it its just my no not of off or our out own she so some such than that the their them then there these they
    this those through to too us was we were what when where which while who why will with would you your
    """
STOP_WORDS = frozenset(_STOP.split())

#: Letters that Unicode does not decompose into a plain one and a mark.
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)

_SPECIAL_TERMS = (
    (re.compile(r"\b([cf])#"), r" \1sharp "),
    (re.compile(r"\bc\+\+"), " cplusplus "),
    (re.compile(r"\.net\b"), " dotnet "),
    (re.compile(r"\b([a-z]+)\.js\b"), r" \1js "),
    (re.compile(r"\b([a-z]) ?& ?([a-z])\b"), r"\1\2"),
    (re.compile(r"\b[a-z](?:\.[a-z])+\b\.?"), lambda found: found[0].replace(".", "")),
)

#: "mentoré·e·s", "salarié(e)s", "directeur/trice", "conseiller-ère", after the accents are gone.
_INCLUSIVE = re.compile(
    r"(?<=[a-z]{2})(?:[·•‧∙⋅.\-/](?:trices?|rices?|ices?|euses?|ieres?|eres?|iennes?|ennes?|nes?|elles?|les?|ives?|ves?|fes?|tes?|ses?|es?)"
    r"|\((?:trice|euse|iere|ere|ienne|ne|le|ve|fe|te|se|e)s?\))[·•‧∙⋅.\-/]?(s?)(?![a-z])"
)

#: The feminine of a word, brought to its masculine (or both to one form). Only the first rule that matches is applied.
_GENDER = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=..)trice$", "teur"),
        (r"(?<=...)(?:euse|eure)$", "eur"),
        (r"(?<=...)eux$", "eur"),
        (r"(?<=..)iere$", "ier"),
        (r"(?<=..)(ll|g|ch|l)ere$", r"\1er"),
        (r"(?<=..)([eoa])nne$", r"\1n"),
        (r"(?<=...)ee$", "e"),
        (r"(?<=..)if$", "ive"),  # this way round, "motivé" without its accent joins "motivée"
        (r"(?<=...)elle$", "el"),
        (r"ffe$", "f"),
        (r"^publique$", "public"),
    )
)

#: A person and what she does: "viticultrice" and "viticulture", "directrice" and "direction".
_FAMILIES = (
    (re.compile(r"culteur$"), "culture"),
    (re.compile(r"(?<=...)([ac]t)eur$"), r"\1ion"),
    # Snowball would make one word of "communication" and "commune".
    (re.compile(r"^communi(?:ca|qu).*"), "communic"),
)
_PLURALS = {"travaux": "travail", "baux": "bail", "vitraux": "vitrail"}
#: Nouns in -eux, where no feminine in -euse exists.
_PLURAL_IN_X = re.compile(r"(?:lieu|jeu|cheveu|neveu|aveu|voeu|feu|adieu)x$")
_WORD = re.compile(r"[a-z0-9]+")
#: A word as a person writes it.
WRITTEN = re.compile(r"[^\W_]+")


class _Local(threading.local):
    """A stemmer keeps a cache and must not be shared between threads."""

    def __init__(self) -> None:
        self.stem = Stemmer.Stemmer("french").stemWord


_local = _Local()


@dataclass(frozen=True)
class Query:
    """What a person typed. Each group is one word and must match by any of its alternatives."""

    groups: list[list[str]] = field(default_factory=list)
    #: Word as typed (its plain form) → the nearest in use; only for words that are not in use.
    corrections: dict[str, str] = field(default_factory=dict)


def fold(text: str) -> str:
    """Lower case without accents or ligatures; also the key by which French names are sorted."""
    # Marks go first: putting thousands of them in order is what makes normalisation slow.
    bare = "".join(c for c in text[:MAX_TEXT].lower() if not unicodedata.combining(c))
    decomposed = unicodedata.normalize("NFKD", bare.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: str) -> list[str]:
    """The words of a text without its accents, stop words and inclusive endings, not yet stemmed."""
    plain = fold(text)
    for pattern, replacement in _SPECIAL_TERMS:
        plain = pattern.sub(replacement, plain)
    plain = _INCLUSIVE.sub(r"\1", plain)
    return [w[:MAX_WORD] for w in _WORD.findall(plain) if w not in STOP_WORDS and (len(w) > 1 or w.isdigit())]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The common part of the forms of one plain word: number first, then gender, then Snowball."""
    word = _singular(word)
    for pattern, replacement in _GENDER:
        word, changed = pattern.subn(replacement, word)
        if changed:
            break
    for pattern, replacement in _FAMILIES:
        word = pattern.sub(replacement, word)
    return str(_local.stem(word))


def tokens(text: str) -> list[str]:
    """Normalised stems of a text, in its order."""
    return [stem(word) for word in words(text)]


def joined(*texts: str) -> str:
    """The stems of these texts, each once and in order: what a table keeps to be searched."""
    return " ".join(sorted({token for text in texts for token in tokens(text)}))


def written(text: str) -> dict[str, str]:
    """Stem → the first word of the text that has it, as it is written there, in lower case."""
    found: dict[str, str] = {}
    for word in WRITTEN.findall(text):
        for token in tokens(word):
            found.setdefault(token, word.lower())
    return found


def vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """The words in use and their stems, as `query` likes them: word → stem, stem → stem."""
    found = {word: stem(word) for text in texts for word in words(text)}
    return found | {known: known for known in found.values()}


def query(text: str, vocabulary: Mapping[str, str] | Collection[str]) -> Query:
    """Read what a person typed against the words in use.

    With `vocabulary()` it forgives nearly every typo and corrects by a word; the stems alone, as a set, do for most.
    """
    result = Query()
    for word in words(text[:MAX_QUERY])[:MAX_WORDS]:
        group = [stem(word)]
        if group[0] not in vocabulary and len(word) >= TYPO_LENGTH and not word.isdigit():
            near = _near(word, vocabulary)
            if near:
                result.corrections[word] = near[0]
                stems = [vocabulary[n] for n in near] if isinstance(vocabulary, Mapping) else near
                group = list(dict.fromkeys(stems))
        if group not in result.groups:
            result.groups.append(group)
    return result


def _singular(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("aux") and len(word) > 4:
        return word[:-1] if word.endswith("eaux") else word[:-3] + "al"
    if _PLURAL_IN_X.search(word):
        return word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _near(word: str, vocabulary: Collection[str]) -> list[str]:
    """The known words within one edit (two in a long word), the nearest first, always in the same order.

    A typo in an ending keeps it from being cut off: when nothing is near, the beginnings of the word are compared,
    the longest first.
    """
    typed = stem(word)
    found = _within(1, word, vocabulary) or _within(1, typed, vocabulary)
    for length in range(len(word) - 1, SHORTEST_STEM - 1, -1):
        found = found or _within(1 if length > SHORTEST_STEM else 0, word[:length], vocabulary)
    if not found and len(word) >= LONG_WORD:
        found = _within(2, word, vocabulary) or _within(2, typed, vocabulary)
    return found[:MAX_ALTERNATIVES]


def _within(edits: int, text: str, vocabulary: Collection[str]) -> list[str]:
    """The known words so near a text, the nearest first."""
    # A mapping would be compared by its values.
    found = extract(text, list(vocabulary), scorer=OSA.distance, score_cutoff=edits, limit=None)
    return [
        near
        for _distance, _gap, near in sorted((distance, abs(len(near) - len(text)), near) for near, distance, _ in found)
        if len(near) >= SHORTEST_STEM
    ]

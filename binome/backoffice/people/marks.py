"""What a moderator's eye should fall on: findings highlighted in a text, and what changed since the last check.

A text becomes pieces `(kind, words)`; `kind` is "" for the text that calls for nothing.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from binome.core.french import fold
from binome.people.rules import EMAIL, LINK, MONEY, NETWORK, PHONE

Piece = tuple[str, str]
PATTERNS = (("contact", EMAIL), ("contact", PHONE), ("contact", NETWORK), ("link", LINK), ("money", MONEY))
WORD = re.compile(r"[^\W_]+")
#: Words with what follows them, so that the pieces of a difference join without losing a space or a line.
TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def highlight(text: str, kinds: Iterable[str], family_name: str = "") -> list[Piece]:
    """The text in pieces; those of one of `kinds` are to be marked."""
    wanted = set(kinds)
    spans = [(*found.span(), kind) for kind, pattern in PATTERNS if kind in wanted for found in pattern.finditer(text)]
    if "name" in wanted:
        spans += [(start, end, "name") for start, end in _name_spans(text, family_name)]
    pieces, here = [], 0
    for start, end, kind in sorted(spans):
        if end <= here:
            continue
        pieces += [("", text[here:start]), (kind, text[max(start, here) : end])]
        here = end
    return [piece for piece in [*pieces, ("", text[here:])] if piece[1]]


def _name_spans(text: str, family_name: str) -> list[tuple[int, int]]:
    """Where a word of her name stands. Spelled letter by letter, the letters are marked together."""
    name = [part for part in WORD.findall(fold(family_name)) if len(part) > 1]
    words = [(found.span(), fold(found[0])) for found in WORD.finditer(text)]
    spans = [span for span, word in words if word in {*name, "".join(name)}]
    spelled = re.compile(r"\b" + r"[\W_]*".join(re.escape(sign) for sign in "".join(name)) + r"\b")
    folded = "".join(fold(sign)[:1] or " " for sign in text)
    return spans or [found.span() for found in spelled.finditer(folded)] if name else []


def compare(before: str, now: str) -> list[Piece]:
    """The two texts as one, word by word: "" kept, "del" taken out, "ins" put in."""
    old, new = TOKEN.findall(before), TOKEN.findall(now)
    pieces: list[Piece] = []
    for move, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if move == "equal":
            pieces.append(("", "".join(new[k:m])))
            continue
        pieces += [("del", "".join(old[i:j])), ("ins", "".join(new[k:m]))]
    return _joined(piece for piece in pieces if piece[1])


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Two changes with one space between them read better as one."""
    kept = list(pieces)
    result: list[Piece] = []
    taken, added = "", ""
    for index, (kind, words) in enumerate(kept):
        between = kind == "" and (taken or added) and not words.strip() and index + 1 < len(kept)
        if kind == "" and not between:
            result += [piece for piece in (("del", taken), ("ins", added)) if piece[1]] + [("", words)]
            taken, added = "", ""
        if kind == "del" or between:
            taken += words
        if kind == "ins" or between:
            added += words
    return result + [piece for piece in (("del", taken), ("ins", added)) if piece[1]]

"""What a moderator's eye should fall on: findings highlighted in a text.

A text becomes pieces `(kind, words)`; `kind` is "" for the text that calls for nothing.
"""

import re
from collections.abc import Iterable

from binome.core.french import fold
from binome.people.rules import EMAIL, LINK, MONEY, NETWORK, PHONE
from binome.ui.differences import Piece

PATTERNS = (("contact", EMAIL), ("contact", PHONE), ("contact", NETWORK), ("link", LINK), ("money", MONEY))
WORD = re.compile(r"[^\W_]+")


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

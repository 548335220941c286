"""Two versions of a text as one: what was taken out and put in, for `ui/_pieces.html`."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

#: `(kind, words)`: "" kept, "del" taken out, "ins" put in.
Piece = tuple[str, str]
#: Words with what follows them, so that the pieces of a difference join without losing a space or a line.
TOKEN = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


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


def changed_passages(before: str, now: str) -> list[list[Piece]]:
    """Only what changed, passage by passage: paragraphs are matched first, then compared word by word."""
    old, new = _paragraphs(before), _paragraphs(now)
    moves = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [compare("\n\n".join(old[i:j]), "\n\n".join(new[k:m])) for move, i, j, k, m in moves if move != "equal"]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]

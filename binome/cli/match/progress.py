"""What is being done, on the error stream: a bar that moves in a terminal, a line a step elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

from binome.matching.words import Language, Words

_STEPS = {
    "read": Words("Lecture des fichiers", "Reading the files"),
    "population": Words("Meilleurs groupes", "Best groups"),
    "total": Words("Meilleur total sur tous les binômes possibles", "Best total over all possible pairs"),
    "protection": Words("Protection des moins bien servies", "Protection of the worst-off"),
    "stable": Words("Appariement stable", "Stable matching"),
    "explain": Words("Explications", "Explanations"),
    "write": Words("Écriture des fichiers", "Writing the files"),
    "check": Words("Vérification de la preuve", "Checking the proof"),
}
_ROUND = Words("tour {number}", "round {number}")
_WIDTH = 24
#: A terminal is written to at most so often, in seconds.
_OFTEN = 0.05


class Progress:
    """`step` begins a step, `round` says that the solver goes on; `done` clears the line."""

    def __init__(self, stream: TextIO, language: Language, steps: int, *, quiet: bool = False) -> None:
        self._stream, self._language, self._steps, self._quiet = stream, language, steps, quiet
        self._moves = stream.isatty()
        self._step, self._name, self._drawn = 0, "", 0.0

    def step(self, name: str) -> None:
        if name == self._name:
            return
        self._step, self._name, self._drawn = min(self._step + 1, self._steps), name, 0.0
        self._show(_STEPS[name].said(self._language) if name in _STEPS else name)

    def round(self, name: str, number: int) -> None:
        self.step(name)
        if self._moves and number > 1:
            title = _STEPS[name].said(self._language) if name in _STEPS else name
            self._show(f"{title}, {_ROUND.said(self._language, number=number)}")

    def done(self) -> None:
        if self._moves and not self._quiet:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _show(self, text: str) -> None:
        if self._quiet:
            return
        if not self._moves:
            self._stream.write(f"[{self._step}/{self._steps}] {text}\n")
        elif time.monotonic() - self._drawn > _OFTEN:
            filled = _WIDTH * self._step // self._steps
            self._stream.write(f"\r\x1b[K{'━' * filled}{'╌' * (_WIDTH - filled)} {text}")
            self._drawn = time.monotonic()
        self._stream.flush()

"""argparse in the reader's language: its titles, its usage, and what it says of a command written wrongly."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from typing import NoReturn

from binome.matching.words import Language, Words

_USAGE = Words("usage : ", "usage: ")
_MORE = Words("{fault}\nToutes les options : {prog} --help", "{fault}\nAll options: {prog} --help")
_MEANT = Words(" Vouliez-vous dire {name} ?", " Did you mean {name}?")
_HELP = Words("montrer cette aide", "show this help")
_UNKNOWN = Words("{text} n’est pas connu.", "{text} is not known.")
#: What argparse says (Python 3.11 to 3.14), and how it is said here.
_FAULTS = (
    (r"the following arguments are required: (?P<text>.+)", Words("il manque : {text}.", "{text} is missing.")),
    (
        r"argument (?P<name>[^:]+): invalid choice: '?(?P<text>.*?)'? \(choose from (?P<choices>.+)\)",
        Words("{name} : « {text} » n’est pas un choix ({choices}).", "{name}: “{text}” is no choice ({choices})."),
    ),
    (
        r"argument (?P<name>[^:]+): expected (?:one argument|at least one argument)",
        Words("{name} : il manque une valeur.", "{name}: a value is missing."),
    ),
    (
        r"argument (?P<name>[^:]+): expected (?P<number>\d+) arguments?",
        Words("{name} : il faut {number} valeurs.", "{name}: {number} values are needed."),
    ),
    (
        r"argument (?P<name>[^:]+): ignored explicit argument '?(?P<text>.*?)'?",
        Words("{name} ne prend pas de valeur (« {text} »).", "{name} takes no value (“{text}”)."),
    ),
    (r"argument (?P<name>[^:]+): (?P<text>.+)", Words("{name} : {text}", "{name}: {text}")),
)


class Formatter(argparse.HelpFormatter):
    """« usage : » with its French space."""

    def __init__(self, prog: str, language: Language) -> None:
        super().__init__(prog)
        self._said = _USAGE.said(language)

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        super().add_usage(usage, actions, groups, self._said)


class Parser(argparse.ArgumentParser):
    """Refuses with a short usage and one sentence in `language`."""

    def __init__(self, *, language: Language, prog: str, usage: str, **more: object) -> None:
        formatter = partial(Formatter, language=language)
        super().__init__(prog=prog, usage=usage, add_help=False, allow_abbrev=False, formatter_class=formatter, **more)  # type: ignore[arg-type]
        self.language = language
        self.add_argument("-h", "--help", action="help", help=_HELP.said(language))

    def parse_args(self, args=None, namespace=None):  # type: ignore[no-untyped-def, override]
        """As argparse does, but an unknown option is told with the nearest known one."""
        asked, left = self.parse_known_args(args, namespace)
        if left:
            self._unknown(left)
        return asked

    def _unknown(self, left: Sequence[str]) -> NoReturn:
        fault = _UNKNOWN.said(self.language, text=left[0])
        near = get_close_matches(left[0].split("=")[0], re.findall(r"--[\w-]+", self.format_help()), n=1)
        self.refuse(fault + (_MEANT.said(self.language, name=near[0]) if near else ""))

    def error(self, message: str) -> NoReturn:
        for pattern, words in _FAULTS:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                said = found.groupdict()
                said |= {"choices": said.get("choices", "").replace("'", "")}
                self.refuse(words.said(self.language, **said))
        self.refuse(message)

    def refuse(self, fault: str) -> NoReturn:
        """Usage, sentence, exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, _MORE.said(self.language, fault=fault, prog=self.prog) + "\n")

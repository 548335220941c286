"""The options of `binome match`, explained in the reader's language."""

from __future__ import annotations

import argparse
import gettext
import locale
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import binome
from binome.cli.match.parser import Parser
from binome.matching.problem import Protection
from binome.matching.words import Language, Words

FOLDER = Path(binome.__path__[0])

_ABOUT = Words(
    "Former les binômes d’une promotion : le meilleur choix possible, expliqué et prouvé.",
    "Match a promotion: the best possible pairs, explained and proved.",
)
_FIRST = Words(
    "Pour commencer : binome match --example exemple, puis binome match exemple/people.csv",
    "To begin with: binome match --example example, then binome match example/people.csv",
)
_USAGE = Words("binome match people.csv [options]", "binome match people.csv [options]")
_NO_COMMAND = Words(
    "« {text} » n’est pas une commande : écrivez binome match.", "“{text}” is no command: write binome match."
)
_FILES, _SETTINGS = Words("fichiers", "files"), Words("réglages", "settings")
_FILE, _FOLDER = Words("FICHIER", "FILE"), Words("DOSSIER", "FOLDER")
_COLUMN, _SECONDS = Words("COLONNE", "COLUMN"), Words("SECONDES", "SECONDS")
_TWO = Words("MENTORÉE", "MENTEE"), Words("MENTORE", "MENTOR")
_NO_SECONDS = Words(
    "« {text} » n’est pas un nombre de secondes, plus que 0.", "“{text}” is no number of seconds over 0."
)
_NO_COUNT = Words("« {text} » n’est pas un nombre de 1 à 1024.", "“{text}” is no number from 1 to 1024.")
_HELP = {
    "people": Words(
        "les personnes, une par ligne (CSV ou XLSX), avec une colonne de rôles",
        "people, one a row (CSV or XLSX), with a column of roles",
    ),
    "rules": Words(
        "les critères et les règles (par défaut : rules.toml à côté des personnes)",
        "criteria and rules (by default: rules.toml beside the people)",
    ),
    "mentees": Words("les mentorées, dans un fichier à part", "the mentees, in a file of their own"),
    "mentors": Words("les mentores, dans un fichier à part", "the mentors, in a file of their own"),
    "output": Words(
        "où écrire les binômes (.csv ou .xlsx) ; les personnes sans binôme vont à côté",
        "where to write the pairs (.csv or .xlsx); people without a partner go beside it",
    ),
    "report": Words("où écrire le rapport, une page HTML", "where to write the report, an HTML page"),
    "certificate": Words("où écrire la preuve (JSON)", "where to write the proof (JSON)"),
    "check": Words(
        "ne rien calculer : vérifier que ces binômes sont les meilleurs, d’après cette preuve",
        "match nobody: check that these pairs are the best, by this proof",
    ),
    "compare": Words("comparer avec d’autres règles", "compare with other rules"),
    "why_not": Words(
        "dire pourquoi cette mentorée n’a pas cette mentore (identifiants)",
        "say why this mentee doesn't have this mentor (identifiers)",
    ),
    "parity": Words(
        "rapprocher les points moyens des groupes de cette colonne, et dire ce que cela coûte",
        "bring the mean points of this column’s groups together, and say what it costs",
    ),
    "protection": Words(
        "protéger les moins bien servies (remplace ce que disent les règles)",
        "protect the worst-off (instead of what the rules say)",
    ),
    "stable": Words(
        "appariement stable : aucun binôme ne se préférerait ; moins de binômes parfois",
        "stable matching: no two people would rather be together; sometimes fewer pairs",
    ),
    "time_limit": Words(
        "secondes de calcul au plus ; l’écart restant est alors prouvé et dit",
        "seconds of computing at most; the remaining gap is then proved and said",
    ),
    "threads": Words(
        "calculs simultanés ; le résultat n’en dépend pas",
        "computing threads; the result doesn't depend on it",
    ),
    "kernel": Words(
        "qui parcourt les binômes ; le résultat n’en dépend pas",
        "who goes through the pairs; same result",
    ),
    "solver": Words("qui résout ; le résultat n’en dépend pas", "who solves; same result"),
    "language": Words("la langue des messages et du rapport", "the language of messages and report"),
    "example": Words(
        "écrire dans ce dossier un exemple complet, personnes et règles",
        "write a whole example, people and rules, in this folder",
    ),
    "quiet": Words("ne rien dire de ce qui va bien", "say nothing of what goes well"),
}


def chosen_language(arguments: Sequence[str]) -> Language:
    """The one asked for, else the one of the session (LANGUAGE, LC_ALL, LANG), else French."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--language")
    asked = early.parse_known_args(arguments)[0].language
    if asked in tuple(Language):
        return Language(asked)
    try:
        session = locale.setlocale(locale.LC_MESSAGES, "")
    except locale.Error:  # a language that this machine doesn't have: ours don't need it
        session = ""
    found = gettext.find("django", FOLDER / "locale")  # reads the session's variables as every program does
    speaks_english = session.split(".")[0] not in ("C", "POSIX") and found and Path(found).parts[-3].startswith("en")
    return Language.ENGLISH if speaks_english else Language.FRENCH


def read_options(arguments: Sequence[str], language: Language) -> argparse.Namespace:
    """What was asked of the `binome` command. A mistake is said on the error stream, and ends with code 2."""
    command, *rest = [*arguments, *[""] * (not arguments)]
    parser = Parser(
        language=language,
        prog="binome match",
        usage=_USAGE.said(language),
        description=_ABOUT.said(language),
        epilog=_FIRST.said(language),
    )
    _add_files(_adder(parser.add_argument_group(_FILES.said(language)), language), language)
    _add_settings(_adder(parser.add_argument_group(_SETTINGS.said(language)), language), language)
    if command in ("-h", "--help"):
        rest = [command]
    elif command != "match":
        parser.refuse((_NO_COMMAND if command else _FIRST).said(language, text=command))
    return parser.parse_args(rest)


def _adder(group: argparse._ArgumentGroup, language: Language) -> Callable[..., None]:
    def add(*names: str, key: str, **more: object) -> None:
        group.add_argument(*names, help=_HELP[key].said(language).replace("%", "%%"), **more)  # type: ignore[arg-type]

    return add


def _add_files(add: Callable[..., None], language: Language) -> None:
    file, folder = _FILE.said(language), _FOLDER.said(language)
    add("people", key="people", nargs="?", type=Path, metavar="people.csv")
    add("--rules", key="rules", type=Path, metavar="rules.toml")
    add("--mentees", key="mentees", type=Path, metavar=file)
    add("--mentors", key="mentors", type=Path, metavar=file)
    add("-o", "--output", key="output", type=Path, metavar="pairs.csv")
    add("--report", key="report", type=Path, metavar="report.html")
    add("--certificate", key="certificate", type=Path, metavar="certificate.json")
    add("--check", key="check", nargs=2, type=Path, metavar=("pairs.csv", "certificate.json"))
    add("--compare", key="compare", type=Path, metavar="other.toml")
    add(
        "--why-not",
        key="why_not",
        nargs=2,
        action="append",
        default=[],
        metavar=tuple(each.said(language) for each in _TWO),
    )
    add("--example", key="example", type=Path, metavar=folder)


def _add_settings(add: Callable[..., None], language: Language) -> None:
    add("--protection", key="protection", choices=[each.value for each in Protection])
    add("--parity", key="parity", metavar=_COLUMN.said(language))
    add("--stable", key="stable", action="store_true")
    add("--time-limit", key="time_limit", type=partial(_seconds, language), metavar=_SECONDS.said(language))
    add("--threads", key="threads", type=partial(_count, language), default=1, metavar="N")
    add("--kernel", key="kernel", choices=["auto", "reference", "native"], default="auto")
    add("--solver", key="solver", choices=["auto", "wheels", "native"], default="auto")
    add("--language", key="language", choices=[each.value for each in Language], default=language.value)
    add("-q", "--quiet", key="quiet", action="store_true")


def _seconds(language: Language, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value < 10**7:
        raise argparse.ArgumentTypeError(_NO_SECONDS.said(language, text=text))
    return value


def _count(language: Language, text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if not 1 <= value <= 1024:
        raise argparse.ArgumentTypeError(_NO_COUNT.said(language, text=text))
    return value

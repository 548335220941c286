"""French words that are in no dictionary: Debian's hunspell-fr, and our own short list, `mots.txt`."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

OURS = Path(__file__).parent / "mots.txt"
HUNSPELL = ["hunspell", "-d", "fr_FR", "-i", "utf-8"]
#: A word with its hyphens and apostrophes: « rendez-vous », « aujourd’hui », « l’heure ».
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: « JPEG », « WebM »: no dictionary knows them.
ABBREVIATION = re.compile(r"\w+[A-Z]")
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[’']", re.IGNORECASE)
#: What is no French: commands, addresses, names of files, tags, holes to be filled.
OTHER = re.compile(
    r"manage\.py [^.]*|\]\([^)]*\)|https?://\S+|[\w.+-]+@[\w.-]+|\w*\.[a-z]+\b|<[^>]*>|%\(\w+\)[sd]|%[sd]|\{[^}]*\}"
)


def our_words() -> list[str]:
    return OURS.read_text(encoding="utf-8").split()


def unknown_words(text: str) -> set[str]:
    """The words of a French text that neither the dictionary nor our list knows."""
    words = {ELISION.sub("", word) for word in WORD.findall(OTHER.sub(" ", text))}
    asked = subprocess.run(
        [*HUNSPELL, "-l"], input="\n".join(sorted(words)), capture_output=True, encoding="utf-8", check=True
    )
    ours = set(our_words())
    unknown = {word for word in asked.stdout.split() if not ABBREVIATION.match(word)}
    return {word for word in unknown if word not in ours and word.lower() not in ours}


def misspelt(texts: Mapping[str, str]) -> dict[str, set[str]]:
    """Each unknown word of these texts (text → where it stands), and where it stands. The dictionary is read once."""
    words = unknown_words("\n".join(texts))
    return {word: {origin for text, origin in texts.items() if word in text} for word in words}


def need_hunspell() -> None:
    """Where the dictionary can't be had, the test is left out aloud; in CI, it fails."""
    if shutil.which("hunspell") and not subprocess.run([*HUNSPELL, "-l"], input=b"", capture_output=True).returncode:
        return
    line = "THE SPELLING IS NOT TESTED: install hunspell and hunspell-fr."
    if os.environ.get("CI") == "true":
        pytest.fail(line)
    pytest.skip(line)

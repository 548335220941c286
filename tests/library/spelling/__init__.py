"""French words that are in no dictionary: Debian's hunspell-fr, and our own short list, `mots.txt`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

OURS = Path(__file__).parent / "mots.txt"
HUNSPELL = ["hunspell", "-d", "fr_FR", "-i", "utf-8"]
#: A word with its hyphens and apostrophes: « rendez-vous », « aujourd’hui », « l’heure ».
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)[’']", re.IGNORECASE)
ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+|[\w.+-]+@[\w.-]+")


def our_words() -> list[str]:
    return OURS.read_text(encoding="utf-8").split()


def unknown_words(text: str) -> set[str]:
    """The words of a French text that neither the dictionary nor our list knows."""
    words = {ELISION.sub("", word) for word in WORD.findall(ADDRESS.sub(" ", text))}
    asked = subprocess.run(
        [*HUNSPELL, "-l"], input="\n".join(sorted(words)), capture_output=True, text=True, check=True
    )
    ours = set(our_words())
    return {word for word in asked.stdout.split() if word not in ours and word.lower() not in ours}


def need_hunspell() -> None:
    """Where the dictionary can't be had, the test is left out aloud; in CI, it fails."""
    if shutil.which("hunspell") and not subprocess.run([*HUNSPELL, "-l"], input=b"", capture_output=True).returncode:
        return
    line = "THE SPELLING IS NOT TESTED: install hunspell and hunspell-fr."
    if os.environ.get("CI") == "true":
        pytest.fail(line)
    pytest.skip(line)

"""The texts that a new site starts with: Markdown files `texts/<language>/<kind>/<slug>.md`. No query, no clock.

A file begins with its front matter, lines `key: value` between two lines `---`, then the text:

    ---
    title: Réussir le premier rendez-vous
    summary: Une heure pour faire connaissance et fixer le cadre.
    audience: mentees
    theme: rencontres
    order: 30
    ---
    ## Avant de vous rencontrer

    Relisez sa présentation…

`title` is required. `summary` (one or two sentences, for lists) is required but in a question, whose title is the
question and whose text is the answer. The other keys are read in the French file only, which is the reference:

* `audience`  everyone (when not given), mentors, mentees, organisations: whom the text is for; all four are public;
* `reserved`  yes: for members only, or for those of the audience; anyone else gets « page introuvable »;
* `theme`     a slug of THEMES, or nothing;
* `order`     a whole number, the smallest first (100 when not given);
* `sector`    news only: the slug of a sector of the programme (a « sector spotlight »);
* `age`       news only: published so many days before the day of loading (1 when not given);
* `moves`     news only: becomes a resource so many days after its publication, or never when not given.

The English file has the same path under `texts/en/` and needs `title`, and `summary` where the French one has it; an
article may lack its English file. Headings of a text begin at `##`; no image, no HTML; links are absolute paths of the
site (`/questions/`) or `https://`. Type plain spaces and « guillemets »: French spacing is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
KINDS = ("fiche", "question", "resource", "news")
AUDIENCES = ("everyone", "mentors", "mentees", "organisations")
#: slug, French and English name: the themes of a new site, in their order. The team may change them.
THEMES = (
    ("comprendre", "Comprendre le mentorat", "Understanding mentoring"),
    ("compte", "Inscription et compte", "Signing up and your account"),
    ("demarrer", "Bien démarrer", "Starting well"),
    ("rencontres", "Vivre les rencontres", "Meeting each other"),
    ("difficultes", "Traverser une difficulté", "Getting through a difficulty"),
    ("terminer", "Clore et continuer", "Closing and going on"),
    ("parcours", "Parcours et carrière", "Paths and careers"),
    ("donnees", "Confidentialité et données", "Confidentiality and data"),
    ("programmes", "Mentorat en organisation", "Mentoring in organisations"),
)
KEYS = {"title", "summary", "audience", "reserved", "theme", "order", "sector", "age", "moves"}


class TextFault(Exception):
    """A starting text is not written as it must be. Says the file and what is wrong."""


@dataclass(frozen=True)
class StartingText:
    """One article as its files say it. `age` and `moves` are days; English fields are empty without their file."""

    kind: str
    slug: str
    title: str
    summary: str
    body: str
    title_en: str = ""
    summary_en: str = ""
    body_en: str = ""
    audience: str = "everyone"
    reserved: bool = False
    theme: str = ""
    order: int = 100
    sector: str = ""
    age: int = 1
    moves: int | None = None


def starting_texts(kinds: tuple[str, ...] = KINDS, *, folder: Path = TEXTS) -> Iterator[StartingText]:
    """Those of these kinds, by kind and by name of file. Raises TextFault."""
    for kind in kinds:
        for path in sorted((folder / "fr" / kind).glob("*.md")):
            yield _read(path, folder / "en" / kind / path.name, kind)


def _read(french: Path, english: Path, kind: str) -> StartingText:
    keys, body = _split(french)
    keys_en, body_en = _split(english) if english.exists() else ({}, "")
    if kind != "question" and not (keys.get("summary") and (keys_en.get("summary") or not english.exists())):
        raise TextFault(f"{french.name}: summary is missing")
    try:
        return StartingText(
            kind=kind, slug=french.stem, title=keys["title"], summary=keys.get("summary", ""), body=body,
            title_en=keys_en.get("title", ""), summary_en=keys_en.get("summary", ""), body_en=body_en,
            audience=_one_of(keys.get("audience", "everyone"), AUDIENCES), reserved=keys.get("reserved") == "yes",
            theme=_one_of(keys.get("theme", ""), ("", *(slug for slug, _fr, _en in THEMES))),
            order=int(keys.get("order", "100")), sector=keys.get("sector", ""), age=int(keys.get("age", "1")),
            moves=int(keys["moves"]) if "moves" in keys else None,
        )  # fmt: skip
    except ValueError as error:
        raise TextFault(f"{french.name}: {error}") from error


def _split(path: Path) -> tuple[dict[str, str], str]:
    start, *rest = path.read_text(encoding="utf-8").split("---\n", 2)
    if start.strip() or len(rest) != 2:
        raise TextFault(f"{path.name}: the front matter stands between two lines ---")
    pairs = [line.partition(":") for line in rest[0].splitlines() if line.strip()]
    keys = {name.strip(): value.strip() for name, _colon, value in pairs}
    if unknown := set(keys) - KEYS:
        raise TextFault(f"{path.name}: unknown key {', '.join(sorted(unknown))}")
    if not keys.get("title") or not rest[1].strip():
        raise TextFault(f"{path.name}: a title and a text are needed")
    return keys, rest[1].strip() + "\n"


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"« {value} » is none of {', '.join(filter(None, allowed))}")
    return value

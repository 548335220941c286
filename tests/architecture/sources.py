"""The project's own files, as the rules read them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("binome", "config", "tests", "tools", "bench", "docs", "requirements", ".ci")
FRONTS = ("web", "backoffice", "api", "cli")
ROOMS = ("people", "programmes", "library", "mentoring", "surveys", "support", "privacy")
GROUND = ("core", "matching", "ui")


def files(*endings: str) -> list[str]:
    """Paths from the root, with a slash, in a fixed order; all files without an ending."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    for folder in FOLDERS:
        found += [path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    paths = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [path for path in paths if path.endswith(endings)] if endings else paths


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def room_of(path: str) -> str:
    """`people` for binome/people/models.py; empty outside the rooms."""
    parts = path.split("/")
    return parts[1] if parts[0] == "binome" and len(parts) > 2 else ""


def is_below_the_fronts(path: str) -> bool:
    return room_of(path) in ROOMS + GROUND and "/migrations/" not in path

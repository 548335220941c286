"""The texts of the pages and mails, as `make messages` collects them."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(messages)


def french() -> dict[str, str]:
    """Each text with the file that says it; a plural stands beside its singular."""
    return {f"{one}\n{many}": origin for (_context, one, many), origin in messages.collect().items()}


def english() -> dict[str, str]:
    """French text: its English, where there is one."""
    known = messages.read_po(messages.LOCALE / "en" / "LC_MESSAGES" / "django.po")
    return {text: words[0] for (_context, text, _many), words in known.items() if words[0]}

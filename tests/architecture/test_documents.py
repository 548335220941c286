"""The documents say what is true: variables, links, decisions, commands."""

import re

from .sources import ROOT, files, read

PAGES = files(".md")


def variables(source: str) -> set[str]:
    return set(re.findall(r"(?:env|flag)\(\s*\"(\w+)\"", source))


def broken_links(path: str, text: str) -> list[str]:
    """Links to a file of the project that does not exist; a slash begins an address of the site, checked elsewhere."""
    folder = (ROOT / path).parent
    targets = re.findall(r"\]\((?!https?:|mailto:|[#/])([^)#\s]+)", text)
    return [f"{path}: {target}" for target in targets if not (folder / target).exists()]


def test_every_variable_of_the_settings_is_explained():
    explained = set(re.findall(r"`([A-Z_]+)`", read("docs/operating.md")))
    wanted = variables(read("config/settings.py"))
    assert wanted - explained == set()
    assert {name for name in explained if name.startswith("BINOME_")} - wanted == set()


def test_a_variable_without_explanation_is_found():
    assert variables('PORT = int(env("BINOME_PORT", "1"))\nX = flag(\n"BINOME_X")') == {"BINOME_PORT", "BINOME_X"}


def test_every_link_leads_somewhere():
    assert [link for path in PAGES for link in broken_links(path, read(path))] == []


def test_a_broken_link_is_found():
    assert broken_links("README.md", "[here](docs/nowhere.md) [there](docs/map.md)") == ["README.md: docs/nowhere.md"]


def test_every_decision_is_in_the_list():
    decisions = {path.rsplit("/", 1)[1] for path in PAGES if re.match(r"docs/adr/\d{4}-", path)}
    assert decisions and decisions == set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", read("docs/adr/README.md")))


def test_every_command_that_the_documents_name_exists():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {name for path in PAGES for name in re.findall(r"`make ([a-z-]+)", read(path))}
    assert named - targets == set()

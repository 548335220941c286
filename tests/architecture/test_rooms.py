"""A room says what it is for, and its files are those that the house knows."""

import ast
import re

import pytest

from .sources import FRONTS, GROUND, ROOMS, files, read

#: ARCHITECTURE's files of a room, from the highest to the lowest, and those that an ADR added.
LADDER = ("privacy", "matchmaking", "actions", "emails", "identity", "rules", "queries", "models")
BOTTOM = ("modalities", "lifecycle")
ADDED = {
    "defaults": "0001", "forms": "0015", "letters": "0014", "links": "0015", "photos": "0006", "tokens": "0006",
    "videos": "0012",
}  # fmt: skip
ALWAYS = ("__init__", "apps")
#: Folders of a room that hold no Python of the ladder.
OTHER_FOLDERS = ("migrations", "templates", "static", "typst")


def docstring_faults(source: str) -> list[str]:
    docstring = ast.get_docstring(ast.parse(source)) or ""
    lines = docstring.count("\n") + 1 if docstring else 0
    return [] if 5 <= lines <= 15 else [f"{lines} lines of docstring instead of 5 to 15"]


def unknown_files(paths: list[str]) -> list[str]:
    """Python of a room under a name that the house does not know. Inside a folder of a known name, any name."""
    known = {*LADDER, *BOTTOM, *ADDED, *ALWAYS, *OTHER_FOLDERS}
    return [path for path in paths if path.removeprefix("binome/").split("/")[1].removesuffix(".py") not in known]


@pytest.mark.parametrize("room", ROOMS + GROUND + FRONTS)
def test_every_room_says_what_it_is_for(room):
    assert docstring_faults(read(f"binome/{room}/__init__.py")) == []


def test_a_missing_or_long_docstring_is_found():
    assert docstring_faults("x = 1") and docstring_faults('"""Short."""')
    assert docstring_faults('"""' + "line\n" * 20 + '"""')


def test_a_room_has_only_files_that_the_house_knows():
    rooms = [path for path in files(".py") if re.match(rf"binome/({'|'.join(set(ROOMS) - {'privacy'})})/", path)]
    assert unknown_files(rooms) == []


def test_a_file_of_another_name_is_found():
    assert unknown_files(["binome/people/utils.py", "binome/people/models.py"]) == ["binome/people/utils.py"]


def test_a_file_of_another_name_has_its_decision_on_record():
    for name, number in ADDED.items():
        decision = next(path for path in files(".md") if path.startswith(f"docs/adr/{number}"))
        assert re.search(rf"`(\w+/)?{name}(\.py|/)`", read(decision))


def test_no_file_is_a_drawer():
    drawers = [path for path in files(".py") if re.search(r"/(utils|helpers|common|misc|signals)(\.py|/)", path)]
    assert drawers == []

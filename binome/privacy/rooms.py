"""The rooms that keep something about people, from the highest down, each through its `privacy.py`."""

from typing import Any

from binome.core import privacy as core
from binome.core.keeping import Clock, Rows
from binome.library import privacy as library
from binome.mentoring import privacy as mentoring
from binome.people import privacy as people
from binome.programmes import privacy as programmes
from binome.support import privacy as support

from . import privacy

#: name of the application: its module. An erasure goes down this list, an export up.
ROOMS: dict[str, Any] = {
    "privacy": privacy,
    "support": support,
    "mentoring": mentoring,
    "library": library,
    "programmes": programmes,
    "people": people,
    "core": core,
}


def tables() -> dict[str, Rows]:
    """Every table of an export, "people.User" first."""
    order = ["people", *(name for name in reversed(ROOMS) if name not in {"people", "core"}), "core"]
    return {f"{name}.{model}": rows for name in order for model, rows in ROOMS[name].ROWS.items()}


def clocks() -> tuple[Clock, ...]:
    """Every retention rule of the rooms."""
    return tuple(clock for room in ROOMS.values() for clock in room.CLOCKS)

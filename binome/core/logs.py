"""What a log may say: no name, address, token or text of a person (N14).

A line keeps its words, without e-mail addresses, query strings and secrets of links. A failure is told by its kind and
by the lines of code that it went through: its own text often quotes what a person typed or a row of the database.
"""

import logging
import re
import traceback
from types import TracebackType

ADDRESS = re.compile(r"[^\s<>\"'(),;:=/]+@[^\s<>\"'(),;:/]+")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']*")
#: A part of a path that was not written by hand: the token of a link, a public code.
SECRET = re.compile(r"(?<=/)(?=[\w:=-]*[0-9A-Z_:])[\w:=.-]{10,}(?=/|\s|\"|'|$)")
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def discreet(text: str) -> str:
    """The same line without what could name someone or open something."""
    return SECRET.sub("[…]", ADDRESS.sub("[adresse]", QUERY.sub("", text)))


class DiscreetFormatter(logging.Formatter):
    """Every handler of the settings writes through it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord({**record.__dict__, "exc_text": None, "stack_info": None})
        bare.msg, bare.args = discreet(record.getMessage()), None
        return super().format(bare)

    def formatException(self, ei: ExcInfo) -> str:
        lines: list[str] = []
        failure = ei[1]
        while failure is not None:
            lines.append(f"{type(failure).__module__}.{type(failure).__qualname__}")
            for frame in traceback.extract_tb(failure.__traceback__):
                lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
            failure = failure.__cause__ or failure.__context__
        return "\n".join(lines)

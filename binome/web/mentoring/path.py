"""A mentor's path as she typed it, one stage a line, read as a timeline."""

import re
from dataclasses import dataclass

#: « 2009 à 2018 : responsable qualité. Une première équipe. » A date has a figure and stays short.
DATED = re.compile(r"(?P<when>(?=[^:]*\d)[^:]{1,30}?)[\s\u00a0]*:\s*(?P<what>.+)")
FIRST_SENTENCE = re.compile(r"(?P<what>.+?[^\s.])\.(?:\s+(?P<more>.+))?")


@dataclass(frozen=True)
class Stage:
    """When, what, and what she says of it; only `what` is always there."""

    what: str
    when: str = ""
    more: str = ""


def stages(text: str) -> list[Stage]:
    """The lines of the text; a line without a date is a stage without one, and nothing typed is lost."""
    return [_stage(line.strip()) for line in text.splitlines() if line.strip()]


def _stage(line: str) -> Stage:
    dated = DATED.fullmatch(line)
    if dated is None:
        return Stage(line)
    told = FIRST_SENTENCE.fullmatch(dated["what"])
    what, more = (told["what"], told["more"] or "") if told else (dated["what"], "")
    return Stage(what[0].upper() + what[1:], dated["when"].strip(), more)

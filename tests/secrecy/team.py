"""What the team read in a walk, beside what the journal says of it (N16)."""

from dataclasses import dataclass
from urllib.parse import unquote

from . import decoding
from .walk import Walk
from .worlds import REPORT_MARK, planted

#: What the journal says when names or addresses come out.
OPENED_BY = ("identity_opened", "impact_listed")


@dataclass(frozen=True)
class Reading:
    """One answer to a member of the team: whether it showed a sealed value or a report, and the lines it left."""

    call: str
    names: bool
    report: bool
    opened: int
    reported: int

    @property
    def lines(self) -> int:
        return self.opened + self.reported

    @property
    def is_journalled(self) -> bool:
        """One line for each, and none for an answer that shows nothing."""
        return (self.opened, self.reported) == (self.names, self.report)


def team_readings(walk: Walk, viewer: str) -> list[Reading]:
    """Every answer that this member of the team received."""
    others = {value for key, value in planted().items() if key.split()[0] != viewer and not key.endswith(" link")}
    found = []
    for (who, call), outcomes in walk.outcomes.items():
        for outcome in outcomes if who == viewer else ():
            typed = decoding.plain(unquote(call))  # the word searched for is shown back
            names = {value for value in decoding.find(outcome.text.encode(), others) if value not in typed}
            opened = sum(f" {verb} " in line for line in outcome.journal for verb in OPENED_BY)
            reported = sum(" report_read " in line for line in outcome.journal)
            found.append(Reading(call, bool(names), REPORT_MARK in outcome.text, opened, reported))
    return found

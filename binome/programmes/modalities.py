"""The forms of mentoring as values. Code branches on these properties, never on the form's name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Modality:
    """How a programme pairs people.

    `self_service`: mentees find their mentor in the directory and ask; otherwise the team matches.
    `one_role`: an account has one role in the programme (A7).
    `moderated`: a person checks each profile before it gives access (A5).
    `invited`: one comes in by invitation or nomination; otherwise with an address of the organisation's domain.
    `symmetrical`: no sides, everyone in turn mentor and mentee (D6).
    `circle_sizes`: the smallest and the largest group, None for pairs.
    `direction`: "down" when the mentor's career stage must not be below the mentee's, "up" when it must be below
    (D7: the junior mentors the senior), "" when stages don't count.
    `across`: what must differ between the two: "organisation" (D8), "entity", or "".
    `populations`: 2 when mentors and mentees come from different organisations (companies and schools, D5).
    `local`: entities have coordinators who run their perimeter under central rules (D4).
    `adjustable`: its properties are the manager's to choose, until somebody takes part.
    `both_accept`: a proposal of the team becomes a pair once both said yes; otherwise when it is published.
    """

    key: str
    self_service: bool = False
    one_role: bool = True
    moderated: bool = False
    invited: bool = True
    symmetrical: bool = False
    circle_sizes: tuple[int, int] | None = None
    direction: str = ""
    across: str = ""
    populations: int = 1
    local: bool = False
    both_accept: bool = False
    adjustable: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Those that people take; between peers there is one."""
        return ("peer",) if self.symmetrical else ("mentor", "mentee")

    @property
    def needs_several(self) -> bool:
        """Nobody can be paired while one organisation only takes part."""
        return self.across == "organisation" or self.populations > 1


OPEN_PLATFORM = Modality(key="open", self_service=True, moderated=True, invited=False)
INFORMAL = Modality(key="informal", self_service=True, invited=False)
ORGANISED = Modality(key="organised", both_accept=True)
CENTRALISED = Modality(key="centralised")
DECENTRALISED = Modality(key="decentralised", local=True)
EXTERNAL = Modality(key="external", populations=2, both_accept=True)
PEERS = Modality(key="peers", symmetrical=True)
CIRCLES = Modality(key="circles", symmetrical=True, circle_sizes=(3, 6))
REVERSE = Modality(key="reverse", direction="up")
CROSS_COMPANY = Modality(key="cross_company", across="organisation", both_accept=True)
OWN = Modality(key="own", adjustable=True)

#: D1 to D9, and the open platform, which is one of them.
MODALITIES = {
    modality.key: modality
    for modality in (
        OPEN_PLATFORM, INFORMAL, ORGANISED, CENTRALISED, DECENTRALISED, EXTERNAL, PEERS, CIRCLES, REVERSE,
        CROSS_COMPANY, OWN,
    )
}  # fmt: skip

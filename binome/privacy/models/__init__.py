"""The tables of personal data: who answers for the site, breaches, requests about one's rights."""

from .breaches import Breach
from .keeping import ClockRun, Departure, SleepNotice
from .operator import Basis, Conformity, OperatorDetails, Transfers
from .rights import Right, RightsRequest

__all__ = [
    "Basis", "Breach", "ClockRun", "Conformity", "Departure", "OperatorDetails", "Right", "RightsRequest",
    "SleepNotice", "Transfers",
]  # fmt: skip

"""The tables of personal data: who answers for the site, breaches, requests about one's rights."""

from .breaches import Breach
from .operator import Basis, Conformity, OperatorDetails, Transfers
from .rights import Right, RightsRequest

__all__ = ["Basis", "Breach", "Conformity", "OperatorDetails", "Right", "RightsRequest", "Transfers"]

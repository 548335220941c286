"""The forms of mentoring as values. Code branches on these properties, never on the form's name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Modality:
    """How a programme pairs people.

    `self_service`: mentees find their mentor in the directory and ask. `one_role`: an account has one role in
    the programme (A7). `moderated`: a person checks each profile before it gives access (A5).
    """

    key: str
    self_service: bool = False
    one_role: bool = True
    moderated: bool = False


OPEN_PLATFORM = Modality(key="open", self_service=True, moderated=True)

#: The forms of organisations (D1 to D9) will join this table; the open platform is the first value.
MODALITIES = {modality.key: modality for modality in (OPEN_PLATFORM,)}

"""The cast everyone knows: Awa (mentee), Bruna (her mentor), Chloé (stranger), Dina (moderator), Elsa (administrator).

Each call makes a new person unless she exists already; every family name is a planted canary.
"""

from .mentoring import a_closed_pair, a_pair, a_request
from .people import (
    NOON,
    a_draft,
    a_mentee,
    a_mentor,
    a_moderator,
    a_profile_to_check,
    a_window,
    an_administrator,
    family_name_of,
    home,
    log_in,
    second_factor,
)

__all__ = [
    "NOON", "a_closed_pair", "a_draft", "a_mentee", "a_mentor", "a_moderator", "a_pair", "a_profile_to_check",
    "a_request", "a_window", "an_administrator", "family_name_of", "home", "log_in", "second_factor",
]  # fmt: skip

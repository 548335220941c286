"""Public codes: what names a row in an address, a mail or the journal. Never a primary key."""

import secrets
from typing import Any

from django.db import models

#: No vowel, so that no word appears by chance; no 0, 1, i, l, o or y, which are mistaken for one another.
ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
LENGTH = 10  # 27^10, 47 bits: codes are not secrets, every page checks who asks


def draw(length: int) -> str:
    """Random letters of the alphabet. The one function that a test replaces to know the codes beforehand."""
    letters = ""
    while len(letters) < length:
        # Below 243 = 9 × 27, the remainder by 27 favours no letter.
        letters += "".join(ALPHABET[byte % 27] for byte in secrets.token_bytes(length) if byte < 243)
    return letters[:length]


def new_code(length: int = LENGTH) -> str:
    """A fresh public code."""
    return draw(length)


class CodeField(models.CharField):  # type: ignore[type-arg]
    """The public code of a row: unique, given once at creation, never typed by anyone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {"max_length": 16, "unique": True, "editable": False, "default": new_code}
        super().__init__(*args, **{**given, **kwargs})

    def deconstruct(self) -> Any:
        """Django writes `unique` only where it is true: left out, it would come back as true."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "unique": self.unique}

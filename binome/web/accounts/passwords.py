"""What a password must not be: a common one under a thin disguise (Django reads only the exact form)."""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from binome.people.models import User

#: Fewer different signs than this is a drum roll, whatever its length.
FEWEST_SIGNS = 6
ROWS = ("azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "0123456789" * 2)
RUNS = ROWS + tuple(row[::-1] for row in ROWS)
#: The example that the page gives is read by everyone.
EXAMPLES = {"lechatdortsurlatablerouge"}


class GuessablePasswordValidator(CommonPasswordValidator):
    """Refuses a common password with its accents, capitals, figures around it and repetitions: « Motdepasse2026 ! »."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError, in Django's words, for a common, monotonous or run-along-the-keyboard password."""
        super().validate(password, user)
        plain = _plain(password)
        stem = re.sub(r"^(.+?)\1+$", r"\1", plain.strip("0123456789"))
        if (
            len(set(plain)) < FEWEST_SIGNS
            or stem in self.passwords
            or stem in EXAMPLES
            or any(text in run for run in RUNS for text in (plain, stem))
        ):
            raise ValidationError(self.get_error_message(), code="password_too_common")


def _plain(password: str) -> str:
    """Its letters and figures alone, lower case, without accents; other alphabets keep their letters."""
    spread = unicodedata.normalize("NFKD", password.casefold())
    return "".join(sign for sign in spread if sign.isalnum())

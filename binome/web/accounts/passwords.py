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
#: As common here as what Django's list has, which is mostly English.
COMMON_HERE = EXAMPLES | {
    "administrateur", "administratrice", "bienvenue", "binome", "connexion", "mentor", "mentorat", "mentore",
    "mentoree", "janvier", "fevrier", "mars", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
}  # fmt: skip
#: Shorter, a piece of a glued password is in half of all sentences.
PIECE = 4
DISGUISES = str.maketrans("@$013457", "asoieast")


class GuessablePasswordValidator(CommonPasswordValidator):
    """Refuses a common password, or two glued, under accents, capitals, figures, repetitions: « M0tdepasse2026 ! »."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError, in Django's words, for a common, monotonous or run-along-the-keyboard password."""
        super().validate(password, user)
        plain = _plain(password)
        stem = _once(plain.strip("0123456789"))
        if (
            len(set(plain)) < FEWEST_SIGNS
            or any(self._glued(_once(text)) for text in _letters(password))
            or any(text in run for run in RUNS for text in (plain, stem))
        ):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def _glued(self, stem: str) -> bool:
        cuts = range(PIECE, len(stem) - PIECE + 1)
        return self._common(stem) or any(self._common(stem[:cut]) and self._common(stem[cut:]) for cut in cuts)

    def _common(self, text: str) -> bool:
        return text in self.passwords or text in COMMON_HERE


def _once(text: str) -> str:
    """« chatonchaton » → « chaton »."""
    return re.sub(r"^(.+?)\1+$", r"\1", text)


def _letters(password: str) -> tuple[str, str]:
    """Its letters alone, without figures; and with those that figures and signs stand for."""
    plain, disguised = _plain(password), _plain(password.strip("0123456789 !?.-_").translate(DISGUISES))
    return re.sub(r"\d", "", plain), re.sub(r"\d", "", disguised)


def _plain(password: str) -> str:
    """Its letters and figures alone, lower case, without accents; other alphabets keep their letters."""
    spread = unicodedata.normalize("NFKD", password.casefold())
    return "".join(sign for sign in spread if sign.isalnum())

"""A password is not a common one under a thin disguise."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

GUESSABLE = [
    "aaaaaaaaaaaa",
    "abababababab",
    "Motdepasse2026",
    "M-o-t-d-e-p-a-s-s-e !",
    "bonjour bonjour",
    "12marseille12",
    "azertyuiopqsdf",
    "abcdefghijkl2026",
    "98765432109876",
    "princésse 1998",
    "Le chat dort sur la table rouge",
    "motdepasse2026!",
    "m0tdep@sse2026",
    "p@ssw0rd12345678",
    "azertymotdepasse",
    "soleil2026bonjour",
    "password-secret-1",
    "doudou2026doudou",
    "Juillet2026juillet!",
    "bienvenue2026!!",
    "motdepassebinome",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_guessable_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "ma tante cultive des figues",
        "Vent-du-large-2026",
        "хлеб и соль на столе",
        "q8Zt!4kLp0xW",
        "le cheval rouge dort",
        "trois figues 1 table",
        "correct horse battery",
    ],
)
def test_a_sentence_or_a_drawn_password_is_accepted(password):
    validate_password(password)

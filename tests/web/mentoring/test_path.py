"""A path typed as lines is read as a timeline."""

import pytest

from binome.web.mentoring.path import Stage, stages


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("1994 à 2009 : chercheuse.", Stage("Chercheuse", "1994 à 2009")),
        ("Depuis 2018 : directrice. J’y tiens.", Stage("Directrice", "Depuis 2018", "J’y tiens.")),
        ("2003\u00a0: ouvrière", Stage("Ouvrière", "2003")),
        ("Ouvrière, puis cheffe d’atelier. Toujours là.", Stage("Ouvrière, puis cheffe d’atelier. Toujours là.")),
        ("Ce que j’aime : les chiffres", Stage("Ce que j’aime : les chiffres")),
        ("2 villes, 3 enfants et bien des détours : oui", Stage("2 villes, 3 enfants et bien des détours : oui")),
    ],
)  # fmt: skip
def test_a_line_is_a_stage(line, stage):
    assert stages(line) == [stage]


def test_nothing_typed_is_lost():
    text = "1990 : A. B. C.\n\n  2000 : d\nRien"
    joined = " ".join(f"{s.when} {s.what} {s.more}" for s in stages(text)).casefold()
    assert all(word in joined for word in ("1990", "a", "b", "c.", "2000", "d", "rien"))

"""Files that hardly make a promotion: `binome match` gives a clear result, or names the row and the column."""

import pytest

from binome.cli.match.run import main
from tests.cli.test_match import rows_of

RULES = '[people]\nplaces = "places"\n[[criteria]]\nkind = "same"\ncolumn = "domaine"\npoints = 60\n'
APART = '[[rules]]\nkind = "other_than"\ncolumn = "domaine"\n'
STEPS = '[[criteria]]\nkind = "gap"\ncolumn = "étape"\npoints = 9\nper_step = 1\n'
HEADER = "id;role;places;domaine;étape"
TWO = ["E1;mentorée;;droit;1", "R1;mentore;1;droit;2"]


@pytest.fixture
def matched(tmp_path, monkeypatch, capsys):
    """Exit code, what was said, rows of pairs and of those alone."""

    def run(people, rules=RULES):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "people.csv").write_text("\n".join([HEADER, *people]), encoding="utf-8")
        (tmp_path / "rules.toml").write_text(rules, encoding="utf-8")
        code = main(["match", "people.csv", "-o", "pairs.csv", "--language", "fr"])
        said = "".join(capsys.readouterr()).replace("\u00a0", " ").replace("\u202f", " ")
        assert "Traceback" not in said
        pairs, alone = tmp_path / "pairs.csv", tmp_path / "pairs-unmatched.csv"
        return code, said, *(rows_of(path) if path.exists() else None for path in (pairs, alone))

    return run


def test_everyone_alike_is_matched(matched):
    code, said, pairs, _alone = matched([f"E{k};mentorée;;droit;1" for k in range(9)] + ["R;mentore;5;droit;1"])
    assert code == 0 and len(pairs) == 5 and "Avec une partenaire : 5 sur 9." in said


def test_everyone_forbidden_is_told_the_rule(matched):
    code, said, pairs, alone = matched(TWO, RULES + APART)
    assert code == 0 and pairs == [] and "Avec une partenaire : 0 sur 1." in said
    assert "Les règles ne lui laissent aucune mentore possible" in alone[0]["raison"]


def test_a_place_that_nobody_has_leaves_everyone_alone(matched):
    code, _said, pairs, alone = matched([TWO[0], "R1;mentore;0;droit;2"])
    assert code == 0 and pairs == [] and [row["identifiant"] for row in alone] == ["E1"]


def test_ten_thousand_mentees_share_the_places_of_one_mentor(matched):
    people = [f"E{k};mentorée;;{'droit' if k % 2 else 'chimie'};1" for k in range(10_000)]
    code, said, pairs, alone = matched([*people, "R;mentore;7;droit;1"])
    assert code == 0 and "Avec une partenaire : 7 sur 10 000." in said
    assert [row["points"] for row in pairs] == ["60"] * 7 and len(alone) == 9_993


def test_whoever_has_both_roles_is_never_with_herself(matched):
    both = [*TWO, "E1;mentore;1;droit;1"]
    code, said, *_ = matched(both)
    assert code == 1 and "people.csv, ligne 4, colonne « id » : « E1 » est mentore et mentorée" in said
    code, _said, pairs, _alone = matched(both[::2], "[promotion]\nboth_roles = true\n" + RULES)
    assert code == 0 and pairs == []


def test_values_that_are_missing_bring_nothing(matched):
    code, _said, pairs, _alone = matched(["E1;mentorée;;;", TWO[1]], RULES + STEPS)
    assert code == 0 and [row["points"] for row in pairs] == ["0"]


def test_weights_all_zero_still_match_as_many_as_possible(matched):
    code, said, pairs, _alone = matched(TWO, RULES.replace("points = 60", "points = 0"))
    assert code == 0 and len(pairs) == 1 and "1 binôme, 0 point" in said


@pytest.mark.parametrize(
    ("people", "rules", "sentence"),
    [
        ([], RULES, "people.csv : il n’y a que la ligne des noms de colonnes, aucune personne."),
        (TWO[:1], RULES, "il n’y a aucune mentore (rôle « mentore »)"),
        (TWO[1:], RULES, "il n’y a personne à accompagner"),
        ([*TWO, TWO[0]], RULES, "people.csv, ligne 4, colonne « id » : « E1 » est déjà à la ligne 2"),
        ([*TWO, ";mentorée;;droit;1"], RULES, "people.csv, ligne 4, colonne « id »"),
        ([*TWO, "E2;;;droit;1"], RULES, "people.csv, ligne 4, colonne « role »"),
        ([*TWO, "E2;mentorée;-1;droit;1"], RULES, "people.csv, ligne 4, colonne « places »"),
        ([*TWO, "E2;mentorée;NaN;droit;1"], RULES, "people.csv, ligne 4, colonne « places »"),
        ([*TWO, "R2;mentore;99999999999999999999;droit;1"], RULES, "people.csv, ligne 4, colonne « places »"),
        ([*TWO, "E2;mentorée;;droit;NaN"], RULES + STEPS, "people.csv, ligne 4, colonne « étape »"),
        ([*TWO, "E2;mentorée;;droit;1e999"], RULES + STEPS, "people.csv, ligne 4, colonne « étape »"),
        ([*TWO, "E2;mentorée;;droit;99999999999999999999"], RULES + STEPS, "people.csv, ligne 4, colonne « étape »"),
        (TWO, RULES.replace('"domaine"', '"domane"'), "colonne « domane »"),
        (TWO, RULES.replace('"places"', '"palces"'), "Vouliez-vous dire « places » ?"),
        (TWO, RULES.replace("60", "-1"), "rules.toml, [[criteria]] n° 1 (same) : « points » vaut -1"),
        (TWO, RULES.replace("60", "nan"), "rules.toml, [[criteria]] n° 1 (same) : « points » doit être un nombre"),
        (TWO, RULES.replace("60", "inf"), "« points » doit être un nombre entier"),
        (TWO, RULES.replace("60", "40000"), "tous les points ensemble font 40000 ; 15000 au plus"),
        (TWO, RULES.replace("60", "9" * 30), "au plus sont permis"),
        (TWO, '[people]\nplaces = "places"\n', "il faut au moins un critère"),
    ],
)
def test_what_can_not_be_matched_is_said_with_its_row_and_column(matched, people, rules, sentence):
    code, said, pairs, _alone = matched(people, rules)
    assert code == 1 and pairs is None
    assert sentence in said

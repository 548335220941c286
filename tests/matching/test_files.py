"""Files in: whatever people save is read, and every fault is named by row and column, in French and in English."""

import io

import numpy as np
import pytest
import xlsxwriter

from binome.matching.files import sheets
from binome.matching.files.faults import Faults, FilesError
from binome.matching.files.reading import read_promotion
from binome.matching.problem import Form, Protection
from binome.matching.words import Language

from .promotions import PEOPLE, RULES, faults, read, write


def labels_of(people, column, person):
    found = people.columns[column]
    start, end = found.starts[person : person + 2]
    return {
        found.labels[code]: level for code, level in zip(found.codes[start:end], found.levels[start:end], strict=True)
    }


def test_people_are_read_with_their_places_columns_and_wishes(tmp_path):
    promotion = read(tmp_path)
    problem = promotion.problem

    assert (problem.mentees.ids, problem.mentors.ids) == (("E1", "E2"), ("R1", "R2"))
    assert (problem.mentees.places.tolist(), problem.mentors.places.tolist()) == ([1, 1], [2, 1])
    assert promotion.names == {"E1": "Awa", "E2": "Chloé", "R1": "Bruna", "R2": "Elsa"}
    assert problem.mentees.columns["étape"].values.tolist() == [0, 1]
    assert labels_of(problem.mentees, "veut", 0) == {"Finance": 3, "Réseau": 1}
    assert labels_of(problem.mentors, "offre", 0) == {"Finance": 3, "Négociation": 2}
    assert [problem.mentee_wishes.pairs.mentee.tolist(), problem.mentee_wishes.pairs.mentor.tolist()] == [
        [0, 0],
        [0, 1],
    ]
    assert problem.mentee_wishes.rank.tolist() == [0, 1]
    assert (problem.mentor_wishes.pairs.mentee.tolist(), problem.mentor_wishes.pairs.mentor.tolist()) == ([1], [1])
    assert problem.wish_points == (30, 20)
    assert (problem.form, problem.protection) == (Form.PAIRS, Protection.GENTLE)


def test_groups_are_read_beside_the_problem_and_no_criterion_sees_them(tmp_path):
    rules = RULES.replace('groups = ["entreprise"]', 'groups = ["langues"]')
    promotion = read(tmp_path, rules=rules)
    mentees, _mentors = promotion.groups["langues"]
    assert mentees.labels[mentees.codes[1]] == "français"
    assert "langues" not in promotion.problem.mentees.columns


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: ("sep=;\n" + text).encode(),
        lambda text: text.replace(";", "\t").encode("utf-16"),
        lambda text: text.replace(";", "|").encode(),
        lambda text: text.replace(", ", "/").replace(";", ",").replace("/", ";").encode(),
        lambda text: ("\n\n" + text + "\n;;;;;;;;;\n").encode(),
        lambda text: text.replace("rôle", "  RÔLE ").replace("étape", "Etape").encode(),
    ],
    ids=["utf-8", "utf-8 mark", "cp1252", "utf-16", "crlf", "sep", "tabs", "bars", "commas", "blank rows", "capitals"],
)
def test_any_usual_encoding_and_separator_gives_the_same_people(tmp_path, encode):
    problem = read(tmp_path, encode(PEOPLE)).problem
    assert problem.mentees.ids == ("E1", "E2")
    assert problem.mentees.columns["étape"].values.tolist() == [0, 1]
    assert labels_of(problem.mentors, "offre", 0) == {"Finance": 3, "Négociation": 2}


def workbook(rows):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(place, column, cell[0], None, cell[1])
                elif cell != "":
                    sheet.write(place, column, cell)
    return data.getvalue()


def rows_of(text):
    return [[int(cell) if cell.isdigit() else cell for cell in line.split(";")] for line in text.splitlines()]


def test_a_workbook_gives_the_same_people(tmp_path):
    problem = read(tmp_path, workbook(rows_of(PEOPLE)), name="people.xlsx").problem
    assert problem.mentors.places.tolist() == [2, 1]
    assert labels_of(problem.mentees, "veut", 0) == {"Finance": 3, "Réseau": 1}


def test_a_formula_gives_its_value_and_a_failed_one_is_named(tmp_path):
    rows = rows_of(PEOPLE)
    rows[3][3] = ("=1+1", 2)
    assert read(tmp_path, workbook(rows), name="people.xlsx").problem.mentors.places.tolist() == [2, 1]
    rows[3][3] = ("=1/0", "#DIV/0!")
    assert faults(tmp_path, workbook(rows), name="people.xlsx") == [
        "people.xlsx, ligne 4, colonne « places » : la formule de cette cellule ne donne pas de valeur."
    ]


def test_two_files_need_no_column_of_roles(tmp_path):
    lines = PEOPLE.splitlines()
    mentees, rules = write(tmp_path, "\n".join(lines[:3]), name="mentees.csv")
    mentors, _ = write(tmp_path, "\n".join([lines[0], *lines[3:]]), name="mentors.csv")
    problem = read_promotion([(mentees, 0), (mentors, 1)], rules).problem
    assert (problem.mentees.ids, problem.mentors.ids) == (("E1", "E2"), ("R1", "R2"))


@pytest.mark.parametrize(
    ("word", "is_mentor"),
    [
        ("mentore", True),
        ("Mentor", True),
        ("marraine", True),
        ("mentoré", False),
        ("MENTORÉE", False),
        ("filleule", False),
    ],
)
def test_roles_are_understood_as_they_are_written(tmp_path, word, is_mentor):
    people = PEOPLE + f"X9;Gaël;{word};;Céto;experte;français;;;\n"
    problem = read(tmp_path, people).problem
    assert ("X9" in problem.mentors.ids, "X9" in problem.mentees.ids) == (is_mentor, not is_mentor)


def test_everything_wrong_is_said_at_once_with_row_column_and_nearest_name(tmp_path):
    people = """\
id;prénom;rôle;places;entreprise;étape;langues;veut;offre;souhaits
E1;Awa;mentorée;-1;Alcyon;débutente;français;Finance:9;;R1, Rb1
E1;Chloé;mentorée;deux;Bélier;confirmée;français;;;E1
R1;Bruna;mentorre;nan;Bélier;experte;français;;=SOMME(A1:A3);
;Elsa;mentore;;Alcyon;experte;anglais;;;
R1b;Dina;mentore;1,5;Alcyon;experte;anglais;;;;;trop
"""
    found = faults(tmp_path, people)
    assert found == [
        "people.csv, ligne 2, colonne « places » : -1 est négatif : il faut 0 ou plus.",
        "people.csv, ligne 2, colonne « veut » : le niveau de « Finance:9 » doit être un nombre entier de 1 à 3.",
        "people.csv, ligne 2, colonne « étape » : « débutente » n’est pas dans l’ordre donné. Vouliez-vous dire "
        "« débutante » ?",
        "people.csv, ligne 2, colonne « souhaits » : « Rb1 » n’est pas dans la liste. Noms connus : R1b.",
        "people.csv, ligne 3, colonne « places » : « deux » n’est pas un nombre entier.",
        "people.csv, ligne 3, colonne « id » : « E1 » est déjà à la ligne 2 de people.csv.",
        "people.csv, ligne 4, colonne « offre » : « =SOMME(A1:A3) » est une formule : écrivez sa valeur.",
        "people.csv, ligne 4, colonne « rôle » : « mentorre » n’est pas un rôle : écrivez « mentore » ou « mentorée ».",
        "people.csv, ligne 4, colonne « places » : « nan » n’est pas un nombre entier.",
        "people.csv, ligne 5, colonne « id » : il manque une valeur.",
        "people.csv, ligne 6 : cette ligne a 12 cellules pour 10 colonnes : un séparateur est sans doute de trop, ou "
        "un texte qui en contient n’est pas entre guillemets.",
        "people.csv, ligne 6, colonne « places » : « 1,5 » n’est pas un nombre entier.",
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("rôle;places", "role2;places"), "there is no column “rôle” (each person’s role, [people] role; without"),
        (("E2;Chloé", "R2;Chloé"), "“R2” is both mentor and mentee"),
        (("E2;Chloé;mentorée;;", "E2;Chloé;mentorée;99999;"), "99999 is too large: 32767 at most."),
        (("R1, R2", "R1, E2"), "row 2, column “souhaits”: “E2” has the same role."),
        (("R1, R2", "E1"), "row 2, column “souhaits”: “E1” names herself."),
        (("id;prénom", "id;id"), "column “id”: two columns bear this name."),
        (("id;prénom;rôle", "id;;rôle"), "people.csv, row 1: column no. 2 has values but no name."),
    ],
)
def test_each_fault_has_its_english_sentence(tmp_path, change, sentence):
    assert sentence in " ".join(faults(tmp_path, PEOPLE.replace(*change), language=Language.ENGLISH))


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("", "this file is empty."),
        (" \n\n", "this file is empty."),
        (PEOPLE.splitlines()[0], "there is only the row of column names, nobody below it."),
        (
            PEOPLE.split("\n", 1)[1].replace("E1;", "1;", 1),
            "the first row must name the columns; “1” looks like a value.",
        ),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this file is neither a CSV nor a readable XLSX."),
        (b"PK\x03\x04 broken", "this file is neither a CSV nor a readable XLSX."),
        (PEOPLE.replace("mentorée", "mentore"), "there is nobody to mentor"),
    ],
    ids=["empty", "blank", "header alone", "no header", "picture", "broken zip", "nobody"],
)
def test_a_file_that_is_no_list_of_people_is_refused_in_a_sentence(tmp_path, people, sentence):
    assert sentence in " ".join(faults(tmp_path, people, language=Language.ENGLISH))


def test_a_missing_file_and_a_folder_are_refused_in_a_sentence(tmp_path):
    _, rules = write(tmp_path)
    for path, sentence in ((tmp_path / "none.csv", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(FilesError, match=sentence):
            read_promotion([(path, None)], rules)


def test_both_roles_may_be_borne_when_the_rules_say_so(tmp_path):
    people = PEOPLE.replace("E2;Chloé", "R2;Chloé").replace(";E2\n", ";\n")
    rules = RULES.replace("[promotion]", "[promotion]\nboth_roles = true")
    problem = read(tmp_path, people, rules).problem
    assert "R2" in problem.mentees.ids and "R2" in problem.mentors.ids


def test_a_required_value_that_is_missing_is_named(tmp_path):
    rules = RULES.replace('order = ["débutante"', 'required = true\norder = ["débutante"')
    people = PEOPLE.replace("Bélier;confirmée", "Bélier;")
    assert faults(tmp_path, people, rules) == ["people.csv, ligne 3, colonne « étape » : il manque une valeur."]
    assert faults(tmp_path, people) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            ('kind = "gap"', 'kind = "gapp"'),
            "rules.toml, [[criteria]] n° 2: “gapp” is not a known kind. Did you mean “gap”?",
        ),
        (("per_step = 15", "per_stp = 15"), "“per_stp” is not a known setting. Did you mean “per_step”?"),
        (("per_step = 15", "per_stp = 15"), "“per_step” is missing."),
        (("points = 90", "points = nan"), "“points” must be a whole number of points."),
        (("points = 90", "points = -5"), "“points” is -5: it must be 0 or more."),
        (("points = 90", 'points = "90"'), "“points” must be a whole number of points."),
        (("points = 90", "points = 20000"), "all points together make 20100; 15000 at most are allowed."),
        (("[wishes]", "[whishes]"), "“whishes” is not a known part. Did you mean “wishes”?"),
        (
            ('wanted = "veut"', 'wanted = "veux"'),
            "there is no column “veux” ([[criteria]] n° 1, Compétences). Did you mean “veut”?",
        ),
        (
            ("[promotion]", '[promotion]\nprotection = "gentel"'),
            "“gentel” is not a possible choice. Did you mean “gentle”?",
        ),
        (("points = 90", "points = "), "rules.toml, row 17: this isn't TOML"),
    ],
)
def test_each_fault_of_the_rules_is_named(tmp_path, change, sentence):
    assert sentence in "\n".join(faults(tmp_path, rules=RULES.replace(*change), language=Language.ENGLISH))


def test_points_that_are_all_zero_are_allowed(tmp_path):
    rules = RULES.replace("points = 90", "points = 0").replace("points = 40", "points = 0")
    assert [criterion.points for criterion in read(tmp_path, rules=rules).problem.criteria] == [0, 0]


def test_exclusions_and_earlier_pairs_ignore_people_who_are_not_there_and_remark_typing_errors(tmp_path):
    people = PEOPLE.replace("souhaits\n", "souhaits;responsable\n").replace("R1, R2\n", "R1, R2;ZZZ, R2\n")
    rules = RULES + '\n[[exclusions]]\ncolumn = "responsable"\nreason = "reporting_line"\n'
    promotion = read(tmp_path, people, rules)
    excluded = promotion.problem.excluded[0]
    assert (excluded.reason, excluded.pairs.mentee.tolist(), excluded.pairs.mentor.tolist()) == (
        "reporting_line",
        [0],
        [1],
    )
    assert promotion.remarks == ()


def test_pairs_may_be_in_a_file_of_their_own(tmp_path):
    (tmp_path / "before.csv").write_text("mentorée;mentore\nE2;R1\nE9;R1\n", encoding="utf-8")
    rules = RULES + '\n[current]\nfile = "before.csv"\nstickiness = 25\n[pins]\nfile = "pins.csv"\n'
    (tmp_path / "pins.csv").write_text("mentorée;mentore\nE1;R1\n", encoding="utf-8")
    problem = read(tmp_path, rules=rules).problem
    assert (problem.current.mentee.tolist(), problem.current.mentor.tolist(), problem.stickiness) == ([1], [0], 25)
    assert (problem.pinned.mentee.tolist(), problem.pinned.mentor.tolist()) == ([0], [0])
    (tmp_path / "pins.csv").write_text("mentorée;mentore\nE1;R7\n", encoding="utf-8")
    assert faults(tmp_path, rules=rules) == [
        "pins.csv, ligne 2, colonne « mentore » : « R7 » n’est pas dans la liste. Noms connus : R1 et R2."
    ]


def test_imposed_pairs_that_cannot_be_kept_are_told_in_words(tmp_path):
    rules = RULES + '\n[pins]\nfile = "pins.csv"\n'
    (tmp_path / "pins.csv").write_text("mentorée;mentore\nE1;R1\nE1;R2\nE2;R2\n", encoding="utf-8")
    assert faults(tmp_path, rules=rules) == [
        "rules.toml, [pins] : E1 et R2 ne peuvent pas être un binôme imposé : même entreprise (Alcyon).",
        "rules.toml, [pins] : E1 : 2 binômes imposés, mais 1 dans la colonne des places.",
        "rules.toml, [pins] : R2 : 2 binômes imposés, mais 1 dans la colonne des places.",
    ]


def test_one_population_is_the_same_object_on_both_sides(tmp_path):
    rules = RULES.replace("[promotion]", '[promotion]\nform = "peers"')
    people = PEOPLE.replace(";rôle;", ";ignoré;")
    problem = read(tmp_path, people, rules).problem
    assert problem.mentors is problem.mentees and len(problem.mentees) == 4
    assert (len(problem.mentee_wishes.pairs), len(problem.mentor_wishes.pairs)) == (3, 0)


def test_a_vector_is_brought_to_length_127_and_a_wrong_one_is_named(tmp_path):
    people = "id;role;buts\nE1;mentee;3 4\nE2;mentee;\nR1;mentor;-1e300 0\n"
    rules = '[[criteria]]\nkind = "alike"\ncolumn = "buts"\npoints = 50\n'
    problem = read(tmp_path, people, rules).problem
    assert problem.mentees.columns["buts"].values.tolist() == [[76, 102], [0, 0]]
    assert problem.mentors.columns["buts"].values.tolist() == [[-127, 0]]
    for wrong in ("inf 1", "nan 1", "1", "1 2 3", "a b"):
        found = faults(tmp_path, people.replace("-1e300 0", wrong), rules)
        assert found == [f"people.csv, ligne 4, colonne « buts » : « {wrong} » n’est pas une suite de 2 nombres finis."]


def test_a_cell_that_we_escaped_is_read_as_it_was():
    found = Faults()
    assert sheets._text("'=1+1") == "=1+1"
    assert sheets._text("'hui") == "'hui"
    assert not len(found)


def test_a_hundred_faults_are_shown_and_the_others_counted(tmp_path):
    people = "id;role\n" + "".join(f"E{k};nobody\n" for k in range(150))
    found = faults(tmp_path, people, '[[criteria]]\nkind = "same"\ncolumn = "role"\npoints = 1\n')
    assert len(found) == 101 and found[-1] == "… et 50 autres fautes."


def test_ten_thousand_people_are_read_in_seconds(tmp_path):
    rows = [f"P{k};{'mentore' if k % 3 == 0 else 'mentorée'};{k % 7};S{k % 20}" for k in range(10_000)]
    rules = '[people]\nrole = "rôle"\n[[criteria]]\nkind = "gap"\ncolumn = "étape"\npoints = 9\nper_step = 1\n'
    problem = read(tmp_path, "id;rôle;étape;secteur\n" + "\n".join(rows), rules).problem
    assert len(problem.mentees) + len(problem.mentors) == 10_000
    assert np.array_equal(np.unique(problem.mentees.columns["étape"].values), np.arange(7))

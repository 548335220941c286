"""Each form as docs/matching.md writes it: the smallest rules that the manual shows are read there and matched."""

import json
import re

import pytest

from tests.cli.test_match import ROOT, rows_of, run

MANUAL = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
REVERSE, CROSS, TWO_FILES, PEERS, CIRCLES = re.findall(
    r"```toml\n(.*?)```", MANUAL.split("## Les formes")[1], re.DOTALL
)


def promotion(folder, rules, **files):
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    for name, lines in files.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")


def matched(folder, *files, written="o.csv"):
    done = run(folder, "match", *files, "--rules", "rules.toml", "-o", written, "--report", "o.html")
    assert done.returncode == 0, done.stderr
    return done, rows_of(folder / written)


def test_reverse_mentoring_gives_the_director_someone_who_begins(tmp_path):
    people = ["id;role;étape;veut;sait", "D1;mentorée;directrice;IA;", "D2;mentorée;confirmée;IA;"]
    promotion(tmp_path, REVERSE, people=[*people, "J1;mentore;débutante;;IA", "J2;mentore;cadre;;IA"])
    _done, rows = matched(tmp_path, "people.csv")
    assert {(row["mentorée"], row["mentore"]) for row in rows} == {("D1", "J2"), ("D2", "J1")}


def test_cross_company_pairs_are_never_of_one_company_nor_of_competitors(tmp_path):
    people = ["id;role;entreprise;métier", "E1;mentorée;EDF;droit", "E2;mentorée;Safran;droit"]
    people += ["R1;mentore;Engie;droit", "R2;mentore;EDF;droit", "R3;mentore;Alstom;chimie"]
    promotion(tmp_path, CROSS, people=people)
    done, rows = matched(tmp_path, "people.csv")
    assert {(row["mentorée"], row["mentore"]) for row in rows} in (
        {("E1", "R3"), ("E2", each)} for each in ("R1", "R2")
    )
    assert "Avec une partenaire : 2 sur 2." in done.stdout


STUDENTS = ["numéro;domaine", "S1;droit", "S2;droit", "S3;chimie", "S4;droit"]
EMPLOYEES = ["numéro;domaine;places", "W1;droit;2", "W2;chimie;1"]


def test_employees_and_students_come_in_two_files_and_are_called_so(tmp_path):
    promotion(tmp_path, TWO_FILES, s=STUDENTS[:-1], e=EMPLOYEES)
    _done, rows = matched(tmp_path, "--mentees", "s.csv", "--mentors", "e.csv")
    assert {(row["étudiante"], row["salariée"], row["points"]) for row in rows} == {
        ("S1", "W1", "60"),
        ("S2", "W1", "60"),
        ("S3", "W2", "60"),
    }


@pytest.mark.parametrize(
    ("language", "said", "usual"),
    [
        ("fr", ["étudiante", "salariée", "D’abord l’étudiante, puis la salariée"], "mentor"),
        ("en", ["student", "employee", "First the student, then the employee"], "ment"),
    ],
)
def test_nothing_that_is_written_calls_students_mentees(tmp_path, language, said, usual):
    """The terminal, the pairs, those left alone, the report, the faults, the answers: by the programme's own nouns."""
    groups = '[promotion]\ngroups = ["domaine"]\n[wishes]\nmentee = "souhait"\n'
    students = [f"{line};{'souhait' if not k else 'W1'}" for k, line in enumerate(STUDENTS)]
    promotion(
        tmp_path, groups + TWO_FILES + '[[rules]]\nkind = "other_than"\ncolumn = "domaine"\n', s=students, e=EMPLOYEES
    )
    people = ("match", "--mentees", "s.csv", "--mentors", "e.csv", "--rules", "rules.toml", "--language", language)
    done = run(tmp_path, *people, "-o", "o.csv", "--report", "o.html", "--why-not", "S1", "W1")
    assert done.returncode == 0, done.stderr
    unknown = run(tmp_path, *people, "--why-not", "W1", "S1")
    written = [(tmp_path / name).read_text(encoding="utf-8-sig") for name in ("o.csv", "o-unmatched.csv", "o.html")]
    written[-1] = re.sub(r"<style>.*?</style>|class=\"[^\"]*\"", "", written[-1], flags=re.DOTALL)
    everything = "\n".join([done.stdout, done.stderr, unknown.stderr, *written])
    assert all(words in everything for words in said)
    assert not re.findall(rf"\b{usual}\w*", everything, re.IGNORECASE)


def test_the_programme_s_nouns_are_roles_and_titles_too(tmp_path):
    rules = TWO_FILES.replace("places = ", 'role = "rôle"\nplaces = ')
    people = ["numéro;rôle;domaine;places", "S1;Étudiante;droit;", "W1;salariée;droit;2"]
    promotion(tmp_path, rules, people=people)
    matched(tmp_path, "people.csv")
    proof = run(tmp_path, "match", "people.csv", "-q", "-o", "o.csv", "--certificate", "proof.json")
    assert proof.returncode == 0
    held = run(tmp_path, "match", "people.csv", "--check", "o.csv", "proof.json")
    assert held.returncode == 0 and "La preuve tient" in held.stdout, held.stderr
    promotion(tmp_path, rules, people=[people[0], "S1;élève;droit;", people[2]])
    refused = run(tmp_path, "match", "people.csv")
    assert refused.returncode == 1
    assert "écrivez « salariée » ou « étudiante »" in refused.stderr.replace("\u00a0", " ")


@pytest.mark.parametrize("nouns", ['"étudiante"', '["étudiante"]', '["a", "b", "c"]', '["{x}", "y"]', '["", "b"]'])
def test_nouns_are_two_or_four(tmp_path, nouns):
    rules = re.sub(r"mentee = .*", f"mentee = {nouns}", TWO_FILES)
    promotion(tmp_path, rules, s=STUDENTS, e=EMPLOYEES)
    refused = run(tmp_path, "match", "--mentees", "s.csv", "--mentors", "e.csv", "--rules", "rules.toml")
    assert refused.returncode == 1
    assert "doit être deux noms" in refused.stderr


POPULATION = ["id;sujets;site", *(f"P{k};{'retour' if k < 4 else 'départ'};{'AB'[k % 2]}" for k in range(8))]


def test_peers_are_two_by_two_and_the_odd_one_is_told_so(tmp_path):
    promotion(tmp_path, PEERS, people=[*POPULATION, "P8;retour;A"])
    done, rows = matched(tmp_path, "people.csv")
    assert "Avec une partenaire : 8 sur 9.\n4 binômes, 240 points.\nPreuve : aucun autre choix" in done.stdout
    assert all((int(row["personne"][1]) + int(row["partenaire"][1])) % 2 for row in rows)
    assert "Le nombre de personnes est impair." in rows_of(tmp_path / "o-unmatched.csv")[0]["raison"]


def test_circles_are_told_one_person_a_row(tmp_path):
    promotion(tmp_path, CIRCLES, people=POPULATION)
    done, rows = matched(tmp_path, "people.csv")
    assert "Dans un cercle : 8 sur 8.\n2 cercles, 12 couples, 720 points." in done.stdout
    assert [(row["cercle"], row["identifiant"], row["points"]) for row in rows] == [
        (str(1 + k // 4), f"P{k}", "180") for k in range(8)
    ]
    page = (tmp_path / "o.html").read_text(encoding="utf-8")
    assert "Cercle 1\u00a0: P0, P1, P2 et P3" in page and "Points par couple" in page


@pytest.mark.parametrize("rules", [PEERS, CIRCLES])
def test_one_person_alone_is_told_why(tmp_path, rules):
    promotion(tmp_path, rules, people=POPULATION[:2])
    _done, rows = matched(tmp_path, "people.csv")
    assert rows == []
    assert "aucune partenaire possible" in rows_of(tmp_path / "o-unmatched.csv")[0]["raison"]


@pytest.mark.parametrize("rules", [PEERS, CIRCLES])
def test_the_proof_of_peers_and_circles_is_replayed_from_files_and_damage_is_found(tmp_path, rules):
    promotion(tmp_path, rules, people=POPULATION)
    check = ("match", "people.csv", "--check", "o.csv", "proof.json")
    assert run(tmp_path, "match", "people.csv", "-q", "-o", "o.csv", "--certificate", "proof.json").returncode == 0
    (tmp_path / "people.csv").write_text("\n".join([POPULATION[0], *POPULATION[:0:-1]]), encoding="utf-8")
    held = run(tmp_path, *check)
    assert held.returncode == 0 and "La preuve tient" in held.stdout, held.stderr

    proof = (tmp_path / "proof.json").read_text(encoding="utf-8")
    claimed = json.loads(proof)
    claimed["bound"]["price"] = [price - 50_000_000 for price in claimed["bound"]["price"]]
    (tmp_path / "proof.json").write_text(json.dumps(claimed), encoding="utf-8")
    assert run(tmp_path, *check).returncode == 3
    (tmp_path / "proof.json").write_text(proof, encoding="utf-8")

    pairs = (tmp_path / "o.csv").read_text(encoding="utf-8")
    (tmp_path / "o.csv").write_text("\n".join(pairs.splitlines()[:-1]), encoding="utf-8")
    assert run(tmp_path, *check).returncode == 3
    (tmp_path / "o.csv").write_text(pairs.replace("P3", "P99"), encoding="utf-8")
    unknown = run(tmp_path, *check)
    assert unknown.returncode == 1 and "P99" in unknown.stderr
    (tmp_path / "o.csv").write_text(pairs, encoding="utf-8")

    people = (tmp_path / "people.csv").read_text(encoding="utf-8")
    (tmp_path / "people.csv").write_text(people.replace("retour", "départ", 1), encoding="utf-8")
    changed = run(tmp_path, *check)
    assert changed.returncode == 3 and "pour d’autres données" in changed.stderr

"""`binome match` as people run it: a process of its own, files, sentences, exit codes."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[2]


def run(folder, *arguments, language="fr_FR.UTF-8", **environment):
    """The finished process, its output and errors as text with plain spaces."""
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": language, **environment}
    command = [sys.executable, "-W", "error", "-m", "binome.cli.command", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", timeout=120)
    done.stdout, done.stderr = (
        text.replace("\u00a0", " ").replace("\u202f", " ") for text in (done.stdout, done.stderr)
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def folder(tmp_path):
    """The example that ships, written by the command itself."""
    assert run(tmp_path, "match", "--example", ".").returncode == 0
    return tmp_path


def rows_of(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))


def test_the_example_is_matched_explained_and_proved_in_one_command(folder):
    done = run(
        folder, "match", "people.csv", "-o", "pairs.csv", "--report", "report.html", "--certificate", "proof.json"
    )

    assert done.returncode == 0, done.stderr
    assert "Avec une partenaire : 58 sur 60." in done.stdout
    assert "Preuve : 1 177 binômes possibles examinés, 0 qui permettrait de faire mieux" in done.stdout
    assert done.stderr.splitlines()[0] == "[1/6] Lecture des fichiers"
    pairs = rows_of(folder / "pairs.csv")
    assert len(pairs) == 58 and len({pair["mentorée"] for pair in pairs}) == 58
    for pair in pairs:
        parts = [int(value) for name, value in pair.items() if name in PARTS]
        assert sum(parts) == int(pair["points"]) and pair["explication"].startswith(pair["points"])
    assert sum(int(pair["points"]) for pair in pairs) == 9381
    assert [row["nom"] for row in rows_of(folder / "pairs-unmatched.csv")] == ["Laure", "Linh", "Leïla", "Rokhaya"]
    assert (folder / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((folder / "proof.json").read_text())["matched"] == 58


PARTS = (
    "Compétences attendues et offertes",
    "Métiers voisins",
    "Écart d’étape",
    "Créneaux communs",
    "Même site",
    "souhaits",
    "binôme gardé",
)


def test_the_result_is_the_same_bytes_whatever_computes_it(folder):
    outputs = set()
    for number, options in enumerate(([], ["--kernel", "reference", "--solver", "wheels"], ["--threads", "2"])):
        name = f"pairs{number}.csv"
        assert run(folder, "match", "people.csv", "-q", "-o", name, *options).returncode == 0
        outputs.add((folder / name).read_bytes())
    lines = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
    (folder / "turned.csv").write_text("\n".join([lines[0], *reversed(lines[1:])]), encoding="utf-8")
    run(folder, "match", "turned.csv", "-q", "-o", "turned-pairs.csv")
    assert len(outputs) == 1
    couples = [
        {(row["mentorée"], row["mentore"]) for row in rows_of(folder / name)}
        for name in ("pairs0.csv", "turned-pairs.csv")
    ]
    assert couples[0] == couples[1]


def test_the_proof_is_replayed_and_a_changed_pair_or_datum_is_found(folder):
    run(folder, "match", "people.csv", "-q", "-o", "pairs.csv", "--certificate", "proof.json")
    replayed = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json")
    assert (replayed.returncode, replayed.stdout.split(":")[0]) == (0, "La preuve tient ")

    pairs = folder / "pairs.csv"
    whole = pairs.read_text(encoding="utf-8")
    pairs.write_text("\n".join(whole.splitlines()[:-1]), encoding="utf-8")
    lost = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json")
    assert lost.returncode == 3 and "La preuve ne tient pas" in lost.stderr
    pairs.write_text(whole, encoding="utf-8")

    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("Finance:1", "Finance:3", 1), encoding="utf-8")
    changed = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json")
    assert changed.returncode == 3 and "pour d’autres données" in changed.stderr
    (folder / "proof.json").write_text("{}")
    broken = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json", language="en_GB.UTF-8")
    assert broken.returncode == 1 and "isn’t a certificate" in broken.stderr


def test_a_pair_that_breaks_a_rule_is_said_with_its_label_in_the_readers_language(folder):
    run(folder, "match", "people.csv", "-q", "-o", "pairs.csv", "--certificate", "proof.json")
    pairs = folder / "pairs.csv"
    before = next(row for row in rows_of(pairs) if row["mentorée"] == "E201")
    line = f"E201;Nadia;{before['mentore']};"
    forged = pairs.read_text(encoding="utf-8-sig").replace(line, "E201;Nadia;R101;")
    pairs.write_text(forged, encoding="utf-8")
    french = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json")
    assert french.returncode == 3
    assert "E201 et R101 ne peuvent pas être ensemble : Rencontres." in french.stderr
    english = run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json", "--language", "en")
    assert "E201 and R101 break a hard rule: Rencontres." in english.stderr


def test_a_workbook_goes_in_and_comes_out(folder):
    done = run(folder, "match", "people.csv", "-q", "-o", "pairs.xlsx", "--language", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    rows = CalamineWorkbook.from_path(folder / "pairs.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][:5] == ["mentee", "mentee name", "mentor", "mentor name", "points"] and len(rows) == 59
    assert (folder / "pairs-unmatched.xlsx").exists()


def test_no_cell_becomes_a_formula(folder):
    people = folder / "people.csv"
    text = people.read_text(encoding="utf-8").replace("E218;", "-218;").replace(";Agathe;", ";@Agathe;")
    people.write_text(text, encoding="utf-8")
    assert run(folder, "match", "people.csv", "-q", "-o", "pairs.csv", "--certificate", "proof.json").returncode == 0
    cells = [cell for row in rows_of(folder / "pairs.csv") for cell in row.values()]
    assert "'-218" in cells and "'@Agathe" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and not cell.lstrip("-").isdigit()]
    assert run(folder, "match", "people.csv", "--check", "pairs.csv", "proof.json").returncode == 0


def test_every_fault_is_said_on_its_line_and_nothing_is_written(folder):
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace(";mentorée;;", ";mentoré e;deux;"), encoding="utf-8")
    done = run(folder, "match", "people.csv", "-o", "pairs.csv", language="en_US.UTF-8")
    assert done.returncode == 1 and not (folder / "pairs.csv").exists()
    assert "people.csv, row 2, column “rôle”: “mentoré e” is not a role: write “mentor” or “mentee”." in done.stderr
    assert "people.csv, row 2, column “places”: “deux” is not a whole number." in done.stderr
    assert "Nothing was computed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["match"], 2, "Il manque le fichier des personnes"),
        (["match", "none.csv"], 1, "none.csv : ce fichier n’existe pas."),
        (["match", "people.csv", "--rules", "none.toml"], 1, "none.toml : ce fichier n’existe pas."),
        (["match", "people.csv", "-o", "people.csv"], 2, "Deux des fichiers donnés sont le même"),
        (["match", "people.csv", "-o", "nowhere/pairs.csv"], 1, "ne peut pas être écrit là"),
        (["match", "people.csv", "--mentees", "people.csv"], 2, "un seul fichier de personnes"),
        (
            ["match", "people.csv", "--why-not", "E201", "R9"],
            1,
            "d’une personne parmi les mentores.\n",
        ),
        (
            ["match", "people.csv", "--parity", "sitte"],
            1,
            "sous [promotion]. Vouliez-vous dire « site » ?",
        ),
        (["match", "people.csv", "--stable", "--parity", "site"], 2, "deux questions différentes"),
        (["match", "people.csv", "--check", "none.csv", "none.json"], 1, "none.json : impossible de lire"),
        (["match", "--example", "."], 1, "people.csv existe déjà"),
        (["match", "people.csv", "--threads", "0"], 2, "--threads : « 0 » n’est pas un nombre de 1 à 1024."),
        (["match", "people.csv", "--time-limit", "nan"], 2, "« nan » n’est pas un nombre de secondes"),
        (["match", "people.csv", "--bogus"], 2, "--bogus n’est pas connu.\n"),
        (["match", "people.csv", "--compar", "x"], 2, "--compar n’est pas connu. Vouliez-vous dire --compare ?"),
        (["match", "people.csv", "--check", "pairs.csv"], 2, "--check : il faut 2 valeurs."),
        (["match", "people.csv", "--rules"], 2, "--rules : il manque une valeur."),
        (["match", "people.csv", "--protection", "x"], 2, "« x » n’est pas un choix (none, gentle, floor)."),
        (["match", "people.csv", "--stable=2"], 2, "--stable ne prend pas de valeur (« 2 »)."),
        (["macth"], 2, "« macth » n’est pas une commande : écrivez binome match."),
        ([], 2, "Pour commencer : binome match --example exemple"),
        (["match", "people.csv", "--time-limit", "soon"], 2, "« soon » n’est pas un nombre de secondes"),
    ],
)
def test_whatever_is_asked_wrongly_gets_a_sentence(folder, arguments, code, sentence):
    done = run(folder, *arguments)
    assert done.returncode == code and sentence in done.stderr


def test_a_place_where_nothing_can_be_written_is_said_before_anything_is_computed(folder):
    for where in ("nowhere/pairs.csv", "."):
        answer = run(folder, "match", "people.csv", "-o", where, language="en_GB.UTF-8")
        assert answer.returncode == 1
        assert "can't be written there" in answer.stderr
        assert "Nothing was computed" in answer.stderr


def test_why_not_says_the_rule_or_what_the_promotion_would_lose(folder):
    done = run(folder, "match", "people.csv", "--why-not", "E218", "R107", "--why-not", "E201", "R101")
    assert "Pourquoi pas Agathe avec Corinne ? Elles sont déjà ensemble." in done.stdout
    assert "Pourquoi pas Nadia avec Océane ? Elles ne peuvent pas être ensemble : " in done.stdout


def test_whoever_bears_a_common_name_is_told_apart_but_keeps_it_in_the_table_of_pairs(folder):
    people = (folder / "people.csv").read_text(encoding="utf-8-sig").replace(";Nadia;", ";Agathe;")
    (folder / "people.csv").write_text(people, encoding="utf-8")
    done = run(folder, "match", "people.csv", "--why-not", "E218", "R107", "-o", "o.csv", "--report", "o.html")
    assert "Pourquoi pas Agathe (E218) avec Corinne ?" in done.stdout
    assert "Agathe (E218)" in (folder / "o.html").read_text(encoding="utf-8")
    assert [row["nom mentorée"] for row in rows_of(folder / "o.csv")].count("Agathe") == 2


def test_a_wrong_name_after_why_not_is_said_before_anything_is_computed(folder):
    done = run(folder, "match", "people.csv", "--why-not", "E201", "R9")
    assert "« R9 »" in done.stderr and "[2/6]" not in done.stderr


def test_the_numbers_of_a_stable_matching_count_imposed_pairs_and_no_proof_is_promised(folder):
    (folder / "pins.csv").write_text("mentorée;mentore\nE218;R107\n", encoding="utf-8")
    rules = (folder / "rules.toml").read_text(encoding="utf-8") + '\n[pins]\nfile = "pins.csv"\n'
    (folder / "pinned.toml").write_text(rules, encoding="utf-8")
    done = run(folder, "match", "people.csv", "--rules", "pinned.toml", "--stable", "--certificate", "proof.json")
    said = done.stdout.split("Stable : ")[1].split(" points")[0]
    assert f"\n{said} points.\n" in done.stdout
    assert "proof.json n’est pas écrit" in done.stderr and not (folder / "proof.json").exists()


def test_stable_parity_protection_and_comparison_say_their_numbers(folder):
    stable = run(folder, "match", "people.csv", "--stable")
    assert "Stable : 50 binômes" in stable.stdout and "aucun couple ne se préférerait" in stable.stdout
    assert "Parité sur « site »" in run(folder, "match", "people.csv", "--parity", "site").stdout
    plain = run(folder, "match", "people.csv", "--protection", "none", "--compare", "rules.toml")
    assert "58 binômes, 9 499 points" in plain.stdout and "Avec rules.toml : 58 binômes et 9 381 points" in plain.stdout


@pytest.mark.parametrize("form", ["peers", "circles"])
def test_one_population_is_matched_by_pairs_or_in_circles_and_its_bound_is_said(folder, form):
    lines = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
    mentees = [line for line in lines[1:] if ";mentorée;" in line][:20]
    (folder / "peers.csv").write_text("\n".join([lines[0], *mentees]), encoding="utf-8")
    rules = (folder / "rules.toml").read_text(encoding="utf-8").replace('form = "pairs"', f'form = "{form}"')
    rules = rules.replace('kind = "above"', 'kind = "within"\nat_most = 4').replace(
        'in_person = ["en présence"]', "in_person = []"
    )
    rules = rules.split("[wishes]")[0]
    (folder / "peers.toml").write_text(rules, encoding="utf-8")
    done = run(folder, "match", "peers.csv", "--rules", "peers.toml", "-o", "o.csv", "--report", "o.html")
    assert done.returncode == 0, done.stderr
    assert ("Avec une partenaire" if form == "peers" else "Dans un cercle") + " : 20 sur 20." in done.stdout
    assert "Preuve : aucun autre choix" in done.stdout or "Écart prouvé : le meilleur choix" in done.stdout
    rows = rows_of(folder / "o.csv")
    if form == "circles":
        assert len(rows) == 20 and [row["cercle"] for row in rows] == sorted(row["cercle"] for row in rows)
        one = rows[0]["identifiant"]
        apart = next(row["identifiant"] for row in rows if row["cercle"] != rows[0]["cercle"])
        asked = run(folder, "match", "peers.csv", "--rules", "peers.toml", "--why-not", one, apart)
        assert asked.returncode == 0 and "Pourquoi pas" in asked.stdout
    else:
        assert len(rows) == 10 and set(rows[0]) >= {"personne", "nom personne", "partenaire", "nom partenaire"}
    assert "mentore" not in (folder / "o.csv").read_text(encoding="utf-8")
    assert "mentore" not in (folder / "o.html").read_text(encoding="utf-8").split("</style>")[1]
    assert all(sum(int(value) for name, value in row.items() if name in PARTS) == int(row["points"]) for row in rows)
    assert ("cercle" in rows[0]) == (form == "circles")


def test_a_time_limit_ends_with_a_stated_gap_or_with_the_proof(folder):
    done = run(folder, "match", "people.csv", "--time-limit", "0.0001", "-o", "pairs.csv")
    assert done.returncode in (0, 4) and len(rows_of(folder / "pairs.csv")) >= 50
    assert (done.returncode == 4) == ("un meilleur choix " in done.stdout)


@pytest.mark.parametrize(
    ("variables", "french"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": "en_IE.UTF-8"}, False),
        ({"LANG": "fr_FR", "LC_ALL": "en_US"}, False),
    ],
)
def test_the_language_is_the_sessions_and_french_by_default(tmp_path, variables, french):
    done = run(tmp_path, "match", **{"language": "", **variables})
    assert ("Il manque" in done.stderr) == french


def test_the_command_does_not_import_django(folder):
    code = (
        "import sys\nfrom binome.cli.match.run import main\nmain(['match', 'people.csv', '-q', '--report', 'r.html'])\n"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_the_options_are_told_in_the_readers_language(tmp_path):
    french, english = (run(tmp_path, "match", "--help", language=each).stdout for each in ("fr_FR", "en_US"))
    for words in ("usage : binome match", "montrer cette aide", "--mentees FICHIER", "fichiers:", "réglages:"):
        assert words in french
    assert "show this help message" not in french and "positional" not in french
    assert "usage: binome match" in english and "--mentees FILE" in english


def test_two_files_may_have_places_in_one_only(folder):
    lines = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
    head, people = lines[0].split(";"), [line.split(";") for line in lines[1:]]
    role, places = head.index("rôle"), head.index("places")
    for name, of_role, left_out in (("a.csv", "mentorée", {role, places}), ("b.csv", "mentore", {role})):
        kept = [row for row in people if row[role] == of_role]
        rows = [";".join(cell for at, cell in enumerate(row) if at not in left_out) for row in [head, *kept]]
        (folder / name).write_text("\n".join(rows), encoding="utf-8")
    done = run(folder, "match", "--mentees", "a.csv", "--mentors", "b.csv", "--rules", "rules.toml")
    assert done.returncode == 0 and "58 binômes, 9 381 points." in done.stdout, done.stderr


def test_among_peers_a_rule_that_goes_one_way_is_refused(folder):
    rules = (folder / "rules.toml").read_text(encoding="utf-8").replace('form = "pairs"', 'form = "peers"')
    (folder / "peers.toml").write_text(rules, encoding="utf-8")
    done = run(folder, "match", "people.csv", "--rules", "peers.toml")
    assert done.returncode == 1
    assert "« above » demande que l’une soit devant l’autre : dans la forme « peers »" in done.stderr
    assert "Rien n’a été calculé : 1 faute à corriger." in done.stderr


def test_rules_of_another_form_are_not_compared(folder):
    text = 'form = "circles"\n[people]\nid = "matricule"\n[[criteria]]\nkind = "same"\ncolumn = "site"\npoints = 5'
    (folder / "circles.toml").write_text(f"[promotion]\n{text}\n", encoding="utf-8")
    done = run(folder, "match", "people.csv", "--compare", "circles.toml")
    assert done.returncode == 1 and "circles.toml a une autre forme" in done.stderr and "[2/" not in done.stderr
    same = run(folder, "match", "people.csv", "--compare", "rules.toml")
    assert "Avec rules.toml : 58 binômes et 9 381 points ; personne ne changerait de partenaire." in same.stdout


def test_what_needs_two_sides_is_refused_in_another_form(folder):
    text = 'form = "circles"\n[people]\nid = "matricule"\n[[criteria]]\nkind = "same"\ncolumn = "site"\npoints = 5'
    (folder / "circles.toml").write_text(f"[promotion]\n{text}\n", encoding="utf-8")
    for asked in (["--stable"], ["--parity", "site"]):
        done = run(folder, "match", "people.csv", "--rules", "circles.toml", *asked)
        assert done.returncode == 1 and "supposent deux côtés" in done.stderr
    floor = run(folder, "match", "people.csv", "--rules", "circles.toml", "--protection", "floor")
    assert floor.returncode == 1 and "un plancher suppose deux côtés" in floor.stderr, floor.stderr + floor.stdout


def test_an_interruption_is_a_sentence_and_leaves_no_file(tmp_path):
    rows = [f"P{k};{'mentor' if k % 2 else 'mentee'};S{k % 97};L{k % 89}" for k in range(8000)]
    (tmp_path / "people.csv").write_text("id;role;a;b\n" + "\n".join(rows))
    criteria = "".join(f'[[criteria]]\nkind = "same"\ncolumn = "{name}"\npoints = 50\n' for name in "ab")
    (tmp_path / "rules.toml").write_text(criteria)
    command = [sys.executable, "-m", "binome.cli.command", "match", "people.csv", "-o", "pairs.csv"]
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "fr_FR.UTF-8"}
    # A suite that was started in the background ignores interruptions, and so would this child.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(
        command, cwd=tmp_path, env=variables, stderr=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=heard
    )
    assert process.stderr.readline().startswith(b"[1/")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    errors = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130 and "Interrompu" in errors and "Traceback" not in errors
    assert not (tmp_path / "pairs.csv").exists()

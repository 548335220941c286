"""Small files of people and rules, written by tests as people write them."""

from pathlib import Path

from binome.matching.files.faults import FilesError
from binome.matching.files.reading import read_promotion
from binome.matching.words import Language

PEOPLE = """\
id;prénom;rôle;places;entreprise;étape;langues;veut;offre;souhaits
E1;Awa;mentorée;;Alcyon;débutante;français, anglais;Finance:3, Réseau:1;;R1, R2
E2;Chloé;mentorée;;Bélier;confirmée;français;Négociation;;
R1;Bruna;mentore;2;Bélier;experte;français;;Finance:3, Négociation:2;
R2;Elsa;mentore;;Alcyon;experte;anglais, espagnol;;Réseau:1;E2
"""

RULES = """\
[promotion]
groups = ["entreprise"]

[people]
name = "prénom"
role = "rôle"
places = "places"

[columns."étape"]
order = ["débutante", "confirmée", "experte"]

[[criteria]]
kind = "overlap"
label = "Compétences"
wanted = "veut"
offered = "offre"
points = 90

[[criteria]]
kind = "gap"
label = "Écart d’étape"
column = "étape"
best = 2
points = 40
per_step = 15

[[rules]]
kind = "other_than"
label = "Entreprise"
column = "entreprise"

[wishes]
mentee = "souhaits"
mentor = "souhaits"
points = [30, 20]
"""


def write(
    folder: Path, people: str | bytes = PEOPLE, rules: str = RULES, name: str = "people.csv"
) -> tuple[Path, Path]:
    """The paths of the two files."""
    data = people if isinstance(people, bytes) else people.encode()
    (folder / name).write_bytes(data)
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    return folder / name, folder / "rules.toml"


def read(folder: Path, people: str | bytes = PEOPLE, rules: str = RULES, name: str = "people.csv"):
    path, book = write(folder, people, rules, name)
    return read_promotion([(path, None)], book)


def faults(folder: Path, people: str | bytes = PEOPLE, rules: str = RULES, language=Language.FRENCH, name="people.csv"):
    """The faults as people read them, with plain spaces; [] when there is none."""
    try:
        read(folder, people, rules, name)
    except FilesError as error:
        return error.said(language).replace("\u00a0", " ").splitlines()
    return []

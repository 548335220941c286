"""What the command writes: the pairs, those without a partner, the report, the proof, the example."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from binome.cli.match.options import FOLDER
from binome.cli.match.sentences import Say
from binome.matching.problem import Form
from binome.matching.report.nouns import NOUNS, nouns_of
from binome.matching.words import Language, Words

if TYPE_CHECKING:
    from binome.matching.files.writing import Cell
    from binome.matching.problem import Problem
    from binome.matching.report.findings import Findings

EXAMPLE = FOLDER / "matching" / "files" / "example"

NAME_OF = Words("nom {side}", "{side} name")
POINTS, WISHES, WHY = Words("points", "points"), Words("souhaits", "wishes"), Words("explication", "explanation")
KEPT, CIRCLE = Words("binôme gardé", "kept pair"), Words("cercle", "circle")
PERSON, NAME, ROLE = Words("identifiant", "id"), Words("nom", "name"), Words("rôle", "role")
FREE, REASON = Words("places sans partenaire", "places without a partner"), Words("raison", "reason")
PAIRS, CIRCLES, ALONE = (
    Words("Binômes", "Pairs"),
    Words("Cercles", "Circles"),
    Words("Sans partenaire", "Without a partner"),
)

#: The two columns that say who is with whom, for `files.couples.read_groups`.
TITLES = {Form.PEERS: NOUNS[Form.PEERS].sides, Form.CIRCLES: (CIRCLE, PERSON)}


def beside(output: Path) -> Path:
    """Where those without a partner go: pairs.csv → pairs-unmatched.csv."""
    return output.with_name(f"{output.stem}-unmatched{output.suffix}")


def write_pairs(findings: Findings, output: Path, language: Language) -> None:
    """One row a pair: identifiers, names, points, points of each criterion, one sentence."""
    from binome.matching.explain import parts_of
    from binome.matching.files.writing import write_table

    problem, pairs = findings.matching.problem, findings.matching.pairs
    header = [name for side in nouns_of(problem).sides for name in (side, NAME_OF.about(side=side))]
    header = [words.said(language) for words in header] + _heads_of_points(problem, language)
    rows: list[list[Cell]] = []
    for story, parts in zip(findings.stories, parts_of(problem, pairs).tolist(), strict=True):
        mentee, mentor = problem.mentees.ids[story.mentee], problem.mentors.ids[story.mentor]
        names = findings.promotion.names.get(mentee, mentee), findings.promotion.names.get(mentor, mentor)
        rows.append([mentee, names[0], mentor, names[1], story.points, *parts, story.sentence(language)])
    write_table(output, PAIRS.said(language), header, rows, language)


def _heads_of_points(problem: Problem, language: Language) -> list[str]:
    labels = [criterion.label for criterion in problem.criteria]
    return [words.said(language) for words in (POINTS, *labels, WISHES, KEPT, WHY)]


def write_circles(findings: Findings, output: Path, language: Language) -> None:
    """One row a person, circle by circle: her points are those of all her couples there."""
    from binome.matching.explain import added_up, parts_of
    from binome.matching.files.writing import write_table

    problem, pairs, names = findings.matching.problem, findings.matching.pairs, findings.promotion.names
    parts, couples_of = parts_of(problem, pairs), dict[int, list[int]]()
    for couple, people in enumerate(zip(pairs.mentee.tolist(), pairs.mentor.tolist(), strict=True)):
        for person in people:
            couples_of.setdefault(person, []).append(couple)
    header = [words.said(language) for words in (CIRCLE, PERSON, NAME)] + _heads_of_points(problem, language)
    rows: list[list[Cell]] = []
    for number, circle in enumerate(findings.matching.circles, start=1):
        for person in circle:
            hers, who = couples_of[person], problem.mentees.ids[person]
            points = parts[hers].sum(axis=0).tolist()
            told = added_up([findings.stories[couple] for couple in hers]).sentence(language)
            rows.append([number, who, names.get(who, who), sum(points), *points, told])
    write_table(output, CIRCLES.said(language), header, rows, language)


def write_alone(findings: Findings, output: Path, language: Language) -> None:
    """One row for each person with a place unfilled, and why."""
    from binome.matching.files.writing import write_table
    from binome.matching.scarcity import tell_alone

    problem, names = findings.matching.problem, findings.promotion.names
    header = [words.said(language) for words in (PERSON, NAME, ROLE, FREE, REASON)]
    rows: list[list[Cell]] = []
    for side, role in enumerate(nouns_of(problem).sides):
        people = problem.mentors if side else problem.mentees
        for each in findings.alone[side]:
            who = people.ids[each.person]
            reason = " ".join(tell_alone(each, problem, findings.promotion.called, language))
            rows.append([who, names.get(who, who), role.said(language), each.missing, reason])
    write_table(output, ALONE.said(language), header, rows, language)


def write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def write_example(folder: Path, say: Say) -> int:
    """Copy the example that ships; never over a file. Returns an exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(path for path in EXAMPLE.iterdir() if path.is_file())
    for source in sources:
        if (folder / source.name).exists():
            say.refuse("example_there", file=folder / source.name)
            return 1
    for source in sources:
        shutil.copyfile(source, folder / source.name)
    say.result("example", folder=folder)
    return 0

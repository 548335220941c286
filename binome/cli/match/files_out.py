"""What the command writes: the pairs, those without a partner, the report, the proof, the example."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from binome.cli.match.options import FOLDER
from binome.cli.match.sentences import Say
from binome.matching.words import Language, Words

if TYPE_CHECKING:
    from binome.matching.files.writing import Cell
    from binome.matching.report.findings import Findings

EXAMPLE = FOLDER / "matching" / "files" / "example"

MENTEE, MENTOR = Words("mentorée", "mentee"), Words("mentore", "mentor")
HER_NAME, HIS_NAME = Words("nom mentorée", "mentee name"), Words("nom mentore", "mentor name")
POINTS, WISHES, WHY = Words("points", "points"), Words("souhaits", "wishes"), Words("explication", "explanation")
KEPT, CIRCLE = Words("binôme gardé", "kept pair"), Words("cercle", "circle")
PERSON, NAME, ROLE = Words("identifiant", "id"), Words("nom", "name"), Words("rôle", "role")
FREE, REASON = Words("places sans partenaire", "places without a partner"), Words("raison", "reason")
PAIRS, ALONE = Words("Binômes", "Pairs"), Words("Sans partenaire", "Without a partner")


def beside(output: Path) -> Path:
    """Where those without a partner go: pairs.csv → pairs-unmatched.csv."""
    return output.with_name(f"{output.stem}-unmatched{output.suffix}")


def write_pairs(findings: Findings, output: Path, language: Language) -> None:
    """One row a pair: identifiers, names, points, points of each criterion, one sentence."""
    from binome.matching.explain import parts_of
    from binome.matching.files.writing import write_table

    problem, pairs = findings.matching.problem, findings.matching.pairs
    labels = [criterion.label.said(language) for criterion in problem.criteria]
    heads = (MENTEE, HER_NAME, MENTOR, HIS_NAME, POINTS)
    header = [*(words.said(language) for words in heads), *labels]
    header += [words.said(language) for words in (WISHES, KEPT, WHY)]
    circle_of = {who: place for place, circle in enumerate(findings.matching.circles, start=1) for who in circle}
    header += [CIRCLE.said(language)] if circle_of else []
    rows: list[list[Cell]] = []
    for story, parts in zip(findings.stories, parts_of(problem, pairs).tolist(), strict=True):
        mentee, mentor = problem.mentees.ids[story.mentee], problem.mentors.ids[story.mentor]
        names = findings.promotion.names.get(mentee, mentee), findings.promotion.names.get(mentor, mentor)
        rows.append([mentee, names[0], mentor, names[1], story.points, *parts, story.sentence(language)])
        rows[-1] += [circle_of[story.mentee]] if circle_of else []
    write_table(output, PAIRS.said(language), header, rows, language)


def write_alone(findings: Findings, output: Path, language: Language) -> None:
    """One row for each person with a place unfilled, and why."""
    from binome.matching.files.writing import write_table
    from binome.matching.scarcity import tell_alone

    problem, names = findings.matching.problem, findings.promotion.names
    header = [words.said(language) for words in (PERSON, NAME, ROLE, FREE, REASON)]
    rows: list[list[Cell]] = []
    for side, role in ((0, MENTEE), (1, MENTOR)):
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

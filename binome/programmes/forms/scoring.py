"""What brings points and what forbids a pair when a form starts, in the shapes of `binome.matching.files.shapes`.

The points of a form make 100, so that each one reads as a share. A column is a question's key or one of COLUMNS.
"""

from typing import Any

from ..modalities import Modality

Table = dict[str, Any]

#: What is known of everybody without a question: from the directory of her organisation, or from her profile.
COLUMNS = (
    "organisation", "entity", "stage", "city", "country", "languages", "sector", "topics", "formats", "rhythms",
    "manager",
)  # fmt: skip

#: The English of labels that we write ourselves (the manager's own are the same in both languages).
ENGLISH = {
    "Sens du mentorat": "Direction of mentoring",
    "Autre organisation": "Another organisation",
    "Autre entité": "Another entity",
    "Organisations concurrentes": "Competing organisations",
    "Une langue en commun": "A language in common",
    "Sujets attendus et offerts": "Topics wanted and offered",
    "Domaines attendus et connus": "Fields wanted and known",
    "Même domaine": "Same field",
    "Même entité": "Same entity",
    "Moments communs": "Common moments",
    "Même rythme": "Same rhythm",
    "Façon d’échanger": "Way of meeting",
    "Écart d’étape de carrière": "Gap of career stage",
    "Étapes de carrière proches": "Near career stages",
}


def label_of(table: Table, *, english: bool = False) -> str:
    """What a criterion or a rule is called; the manager's own words are the same in both languages."""
    said = str(table.get("label") or table.get("column") or table["kind"])
    return str(table.get("label_en") or ENGLISH.get(said, said)) if english else said


def skills(points: int) -> Table:
    return {"kind": "overlap", "label": "Sujets attendus et offerts", "wanted": "wanted", "offered": "offered",
            "points": points}  # fmt: skip


def aims(points: int) -> Table:
    return {"kind": "overlap", "label": "Domaines attendus et connus", "wanted": "aims", "offered": "known",
            "points": points}  # fmt: skip


def same_field(points: int) -> Table:
    return {"kind": "same", "label": "Même domaine", "column": "field", "points": points}


def same_entity(points: int) -> Table:
    return {"kind": "same", "label": "Même entité", "column": "entity", "points": points}


def slots(points: int) -> Table:
    return {"kind": "shared", "label": "Moments communs", "column": "slots", "each": points // 2, "points": points}


def pace(points: int) -> Table:
    return {"kind": "same", "label": "Même rythme", "column": "pace", "points": points}


def way(points: int) -> Table:
    return {"kind": "closeness", "label": "Façon d’échanger", "column": "way", "points": points,
            "couples": [["remote", "either", points], ["in-person", "either", points]]}  # fmt: skip


def stage_gap(points: int, best: int) -> Table:
    """`best`: how many stages the mentor is ahead, in a perfect pair; below zero in reverse mentoring."""
    return {"kind": "gap", "label": "Écart d’étape de carrière", "column": "stage", "best": best,
            "per_step": points // 2, "points": points}  # fmt: skip


LANGUAGE = {"kind": "share_one", "label": "Une langue en commun", "column": "spoken"}
CLOSE_STAGES = {"kind": "within", "label": "Étapes de carrière proches", "column": "stage", "at_most": 1}


def rules_of_form(modality: Modality) -> list[Table]:
    """The rules that make the form what it is (D7, D8): they follow its properties and no page takes them away.

    An unknown stage or organisation is no way around them.
    """
    rules: list[Table] = []
    if modality.direction == "up":
        rules.append({"kind": "below", "label": "Sens du mentorat", "column": "stage", "at_least": 1})
    if modality.direction == "down":
        rules.append({"kind": "above", "label": "Sens du mentorat", "column": "stage", "at_least": 0})
    if modality.across:
        labels = {"organisation": "Autre organisation", "entity": "Autre entité"}
        rules.append({"kind": "other_than", "label": labels[modality.across], "column": modality.across})
    elif modality.populations == 2:
        rules.append({"kind": "other_than", "label": "Autre organisation", "column": "organisation"})
    return [{**rule, "unknown": "fails"} for rule in rules]

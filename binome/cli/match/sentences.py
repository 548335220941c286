"""What the command says: results on the output, refusals and remarks on the error stream."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from binome.matching.words import Language, Words, counted

if TYPE_CHECKING:
    from binome.matching.files.faults import Fault, FilesError

SENTENCES = {
    "no_people": Words(
        "Il manque le fichier des personnes : binome match people.csv (ou --mentees et --mentors). Pour essayer : "
        "binome match --example exemple",
        "The file of people is missing: binome match people.csv (or --mentees and --mentors). To try: "
        "binome match --example example",
    ),
    "people_twice": Words(
        "Donnez un seul fichier de personnes, ou deux avec --mentees et --mentors.",
        "Give one file of people, or two with --mentees and --mentors.",
    ),
    "same_file": Words(
        "Deux des fichiers donnés sont le même : ce qui est lu ou écrit serait perdu.",
        "Two of the given files are the same one: what is read or written would be lost.",
    ),
    "nowhere": Words(
        "{file} ne peut pas être écrit là : le dossier manque, ou il est protégé. Rien n’a été calculé.",
        "{file} can't be written there: the folder is missing, or protected. Nothing was computed.",
    ),
    "check_alone": Words(
        "--check n’écrit rien : retirez --output, --report et --certificate.",
        "--check writes nothing: leave out --output, --report and --certificate.",
    ),
    "faults": Words("Rien n’a été calculé : {faults} à corriger.", "Nothing was computed: {faults} to mend."),
    "problem": Words(
        "Ce problème ne peut pas être résolu tel quel. {why}", "This problem can't be solved as it is. {why}"
    ),
    "unwritable": Words(
        "{file} : impossible de lire ou d’écrire ({why}).", "{file}: can't be read or written ({why})."
    ),
    "interrupted": Words("Interrompu avant la fin.", "Interrupted before the end."),
    "memory": Words("La mémoire de cette machine ne suffit pas.", "This machine has too little memory."),
    "remark": Words("Remarque : {text}", "Remark: {text}"),
    "example": Words(
        "L’exemple est écrit. Pour former ses binômes :\n"
        "  binome match {folder}/people.csv -o {folder}/pairs.csv --report {folder}/report.html",
        "The example is written. To match it:\n"
        "  binome match {folder}/people.csv -o {folder}/pairs.csv --report {folder}/report.html",
    ),
    "example_there": Words(
        "{file} existe déjà : choisissez un autre dossier.", "{file} already exists: choose another folder."
    ),
    "wrote": Words("Écrit : {file}", "Written: {file}"),
    "nothing_written": Words(
        "Rien n’est écrit : ajoutez -o pairs.csv et --report report.html pour garder le résultat.",
        "Nothing is written: add -o pairs.csv and --report report.html to keep the result.",
    ),
    "served": Words("{had} : {served} sur {asking}.", "{had}: {served} of {asking}."),
    "protection": Words(
        "Protection des moins bien servies : {fewer} ; {told}.", "Protection of the worst-off: {fewer}; {told}."
    ),
    "not_proved": Words("La preuve ne tient pas : {why}", "The proof doesn't hold: {why}"),
    "holds": Words(
        "La preuve tient : ces {pairs} binômes sont les meilleurs possibles pour ces personnes et ces règles.",
        "The proof holds: these {pairs} pairs are the best possible for these people and rules.",
    ),
    "holds_partly": Words(
        "La preuve tient, pour ce qu’elle affirme de ces {pairs} binômes.",
        "The proof holds, as far as it claims, for these {pairs} pairs.",
    ),
    "no_certificate": Words(
        "{file} n’est pas écrit : un appariement stable n’a pas de preuve à rejouer.",
        "{file} is not written: a stable matching has no proof to replay.",
    ),
    "other_circles": Words(
        "Aucune règle ne l’interdit, mais elles sont dans des cercles différents, et un cercle ne s’impose pas.",
        "No rule forbids it, but they are in different circles, and no circle can be imposed.",
    ),
    "unknown_person": Words(
        "« {who} » n’est pas l’identifiant d’une personne parmi les {side}.",
        "“{who}” is not the identifier of anyone among the {side}.",
    ),
    "no_group": Words(
        "--parity : « {column} » n’est pas dans groups, sous [promotion].",
        "--parity: “{column}” is not in groups, under [promotion].",
    ),
    "nearest": Words("Vouliez-vous dire « {meant} » ?", "Did you mean “{meant}”?"),
    "two_sides": Words(
        "--stable et --parity supposent deux côtés, mentorées et mentores ; ces règles ont une autre forme (form, sous "
        "[promotion]).",
        "--stable and --parity need two sides, mentees and mentors; these rules have another form ([promotion] form).",
    ),
    "stable_or_parity": Words(
        "--stable et --parity répondent à deux questions différentes : choisissez.",
        "--stable and --parity answer two different questions: choose one.",
    ),
    "refusal": Words("{why}", "{why}"),
    "why_not": Words("Pourquoi pas {mentee} avec {mentor} ? {why}", "Why not {mentee} with {mentor}? {why}"),
    "stable_account": Words(
        "Stable : {stable} binômes, {stable_points} points, {stable_blocking}.\n"
        "Meilleur total : {best} binômes, {best_points} points, {best_blocking}.",
        "Stable: {stable} pairs, {stable_points} points, {stable_blocking}.\n"
        "Highest total: {best} pairs, {best_points} points, {best_blocking}.",
    ),
    "parity": Words(
        "Parité sur « {column} » ({group}) : l’écart des moyennes passe de {before} à {after} points ; {cost}.",
        "Parity on “{column}” ({group}): the gap of the means goes from {before} to {after} points; {cost}.",
    ),
    "parity_already": Words(
        "Parité sur « {column} » : l’écart des moyennes, {before} points, ne peut pas être réduit davantage.",
        "Parity on “{column}”: the gap of the means, {before} points, can’t be reduced further.",
    ),
    "other_form": Words(
        "--compare : {other} a une autre forme ([promotion] form), on ne compare que deux règles d’une même forme.",
        "--compare: {other} has another form ([promotion] form); only two rules of one form are compared.",
    ),
    "compared": Words(
        "Avec {other} : {pairs} binômes et {points} points ; {changed}.",
        "With {other}: {pairs} pairs and {points} points; {changed}.",
    ),
}


FAULTS = Words("{number} faute", "{number} fault"), Words("{number} fautes", "{number} faults")
FEWER = (
    Words("{number} point de moins en tout", "{number} point fewer in all"),
    Words("{number} points de moins en tout", "{number} points fewer in all"),
)
FREE = Words("elle ne coûte aucun point", "it costs no point")
BLOCKING = (
    Words("{number} couple se préférerait", "{number} couple would rather be together"),
    Words("{number} couples se préféreraient", "{number} couples would rather be together"),
)
CHANGED = (
    Words("{number} personne changerait de partenaire", "{number} person would change partners"),
    Words("{number} personnes changeraient de partenaire", "{number} people would change partners"),
)
NO_CHANGE = Words("personne ne changerait de partenaire", "nobody would change partners")
NO_BLOCKING = Words("aucun couple ne se préférerait", "no couple would rather be together")


class Refusal(Exception):
    """A sentence for the person who asked."""


class Say:
    """Speaks one language."""

    def __init__(self, language: Language, *, quiet: bool) -> None:
        self.language, self._quiet = language, quiet

    def words(self, name: str, **holes: object) -> str:
        return SENTENCES[name].said(self.language, **holes)

    def result(self, name: str, **holes: object) -> None:
        if not self._quiet:
            print(self.words(name, **holes))

    def line(self, text: str) -> None:
        """Text already in words."""
        if not self._quiet:
            print(text)

    def refuse(self, name: str, **holes: object) -> None:
        print(self.words(name, **holes), file=sys.stderr)

    def faults(self, error: FilesError) -> None:
        print(error.said(self.language), file=sys.stderr)
        self.refuse("faults", faults=counted(len(error.faults), *FAULTS, self.language))

    def remarks(self, remarks: tuple[Fault, ...]) -> None:
        for remark in remarks[:20]:
            self.refuse("remark", text=remark.said(self.language))

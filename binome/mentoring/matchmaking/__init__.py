"""From a promotion to the engine and back: nothing of `binome.matching` knows the database, nothing else here solves.

    people.py    who is there, with the answers and what her organisation declares, as the engine's columns
    couples.py   who can't be with whom, by name: reporting lines, earlier pairs, rulings, vetoes; wishes and pins
    asking.py    `ask(cohort)`: the Problem of a promotion, with the hard rules of its form
    running.py   the worker's part: a run is taken, solved, checked, told in words and stored
    outcome.py   the figures of a run, and where it leaves each person; telling.py its pairs in words
    ruling.py    what the team does: ask for a run, impose, forbid, swap
    looking.py   what a page asks of two people: why not, what a swap changes
    deciding.py  the committee, the publication, two yeses; preparing.py what a publication is about to store
    previewing.py  what other weights would do, at once and kept nowhere
    digest.py    whether somebody left or answered since a run read them
Always true here: a rule of the form is added by the programme's own `Modality`, and no setting takes it away.
"""

from .asking import Asked, ask
from .digest import digest_of

__all__ = ["Asked", "ask", "digest_of"]

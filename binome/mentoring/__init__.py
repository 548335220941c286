"""Mentoring, the heart: the directory, the request, the pair and its meetings, and the identity shield.

Nouns: Listing (what the directory shows of a mentor), Place (one unit of a mentor's capacity),
MentoringRequest (a mentee asks a mentor), WaitingEntry, Pair (binôme), Meeting, Reveal (what one member
shows the other), Block.
Always true here: accepted pairs never outnumber places, and the database itself holds it; one open request
per couple; a family name leaves only through `identity.card`; every move is in `lifecycle.py`.
The fronts call `actions` to write and `queries` to read. Begin with `lifecycle.py`, then `models/`.
"""

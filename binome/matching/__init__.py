"""The matching engine: which mentor with which mentee, proved best and explained.

Pure Python on arrays and frozen dataclasses: no Django, no database, no clock. The engine itself is the
subject of a later piece of work; this room is kept for it, and the import contracts already hold it.
Nouns to come: problem, criterion, assignment, certificate, explanation.
Always true here: nothing of the site is imported.
"""

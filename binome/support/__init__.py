"""Support: reports of a breach of the charter, the cases they open, measures and appeals; and messages to the team.

Nouns: Case (a report and its treatment, `lifecycle.CASE_MOVES`), Statement, SealedCopy, Decision (a measure and its
reason), Appeal; TeamMessage and Reply (an exchange with a member or a visitor); HandoverNote.
Always true here: a report stops contact at once and for good, whatever the measure; the reporter is never named to
the person reported, nor quoted; a moderator never sees a case that involves her, nor answers an appeal against her own
decision; no measure without the other version, or its deadline, unless it is grave.
Called by the fronts. Begin with `models.py` and `lifecycle.py`, then `actions`.
"""

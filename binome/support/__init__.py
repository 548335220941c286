"""Support: reports of a breach of the charter, the cases they open, and messages to the team.

Nouns: Case (a report and its treatment), TeamMessage (a question from a person to the team).
Always true here: a report stops contact at once; the reporter is never named to the person reported; a
moderator never sees a case that involves her.
Called by the fronts. Begin with `models.py`, then `actions.py`.
"""

"""The team's pages: the moderators' queue, the cases, and later the programmes' managers and sponsors.

Always true here: every page asks for a staff role and a second factor; every name or report shown to a
member of staff writes one journal entry.
Begin with `urls.py`.
"""

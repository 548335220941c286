"""Surveys: questionnaires, campaigns, answers, aggregates and the evaluation report.

The subject of a later piece of work; this room is kept for it.
Nouns to come: Questionnaire, Campaign, Answer, Report.
Always true here: no figure under five answers; a relation is evaluated, never a mentor.
Called by the fronts.
"""

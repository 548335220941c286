"""Programmes: an organisation's, or the open platform itself, which is one programme among others.

Nouns: Organisation, Programme (rules, vocabulary, texts as data), Cohort (promotion), Enrolment (a person
in a programme, with one role), StaffRole (moderator, manager…), CharterVersion and CharterSignature.
Always true here: a difference between programmes is data on the programme or a property of its Modality,
never a test on its name; a published charter version never changes.
Called by mentoring and above. Begin with `modalities.py`, then `models.py`.
"""

"""The commands: one management command per verb, named `<room>_<verb>`, at most 30 lines each.

Always true here: a command reads the clock, calls one action and prints a sentence.
Called by the operator, and by the worker for what is in the timetable.
Begin with `timetable.py`: what runs by itself, and how often.
"""

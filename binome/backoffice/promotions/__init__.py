"""Creating a programme, its settings, its promotions and the people invited to them, under /pilotage/.

Everything that decides for the whole programme is for its managers; a coordinator invites and follows her perimeter,
a sponsor nominates. Begin with `urls.py`.
"""

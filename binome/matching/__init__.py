"""The matching engine: which mentor with which mentee, proved best and explained.

Pure Python on arrays and frozen dataclasses: no Django, no database, no clock. From the question to the answer:

    engine.py       `match(problem)`: where to begin reading; problem.py what is asked, as arrays
    criteria.py     what brings points, rules/ what forbids; curve.py and protection.py the worst-off
    compiler/       the problem to integer tables (tables.py)
    kernels/        passes over all pairs of the tables: `reference` (numpy), `native` (C); the same integers
    solvers/        the best matching on a sparse graph: `wheels` (scipy), `native` (C); the same optimum
    columns.py      solve a few arcs, price all pairs, until none is missing
    lexicographic.py  the levels of the objective one after the other, and ties broken by the data alone (curve.py:
                    what protects the worst-off; forms.py: peers and circles; stable.py; events.py: what comes after)
    certificate.py  the proof as plain data; certify.py makes it; checking/ checks it, and knows no solver
Always true here: no proposal breaks a hard rule; the same input gives the same output, bit for bit.
"""

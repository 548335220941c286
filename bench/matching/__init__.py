"""The matching engine beside its peers, in the same run: CPU, memory, matched, total, certificate, growth.

    python -m bench.matching            every table, up to 100,000 people (about half an hour on two cores)
    python -m bench.matching --short    the same tables, up to 4,000 people (two minutes)

Each measure is a process of its own (`one.py`): its CPU seconds are those of all its threads, its memory what it took
beyond what it held when the clock started; the growth is also told of the whole process, the measure of the prototypes
that set the targets. Promotions are invented by `binome.matching.cohorts`.
"""

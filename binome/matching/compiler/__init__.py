"""The problem to integer tables: `compile_problem`.

    checks.py       everything that can be wrong in a problem, said in one sentence
    parts.py        each criterion as two sparse matrices, mentees x rows and rows x mentors
    gates.py        each hard rule as codes and a small table
    assembling.py   all of it together, and bounds on every affinity
    fingerprint.py  the SHA-256 of all that decides
Always true here: the tables say, for every pair, the same as criteria.py and rules.py say one pair at a time.
"""

from binome.matching.compiler.assembling import compile_problem
from binome.matching.compiler.checks import check_problem
from binome.matching.compiler.fingerprint import fingerprint

__all__ = ["check_problem", "compile_problem", "fingerprint"]

"""Would the suites see it? Each fault of `mutants.py` is put into a copy of the tree, where its killers must fail.

A sample runs each time, all of them with `make test-long`. A fault that survives is a hole in a suite: mend the suite.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests import LONG
from tests.architecture.sources import ROOT
from tests.reliability.mutants import MUTANTS

SAMPLE = {
    "an acceptance leaves the other requests of the mentee",
    "an e-mail with the family name of the other",
    "a page that is read writes",
}
PARTS = ("binome", "config", "tests", "manage.py", "pyproject.toml")
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree, apart: what is changed here is changed nowhere else."""
    folder = tmp_path_factory.mktemp("tree")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, folder / part)
    return folder


def run(copy, killers, *, histories: int) -> subprocess.CompletedProcess:
    """The suites in the copy, on SQLite and in files of their own, until the first failure."""
    outer = {"BINOME_TEST_VAR", "BINOME_LONG", "DATABASE_URL"}
    alone = {name: value for name, value in os.environ.items() if name not in outer}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not journey", *killers]
    environment = {**alone, "BINOME_TEST_HISTORIES": str(histories), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)


def test_each_fault_changes_one_place_of_the_product():
    places = {mutant.name: (ROOT / mutant.path).read_text(encoding="utf-8").count(mutant.before) for mutant in MUTANTS}
    assert {name: count for name, count in places.items() if count != 1} == {}
    assert set(places) >= SAMPLE


def test_without_a_fault_the_copy_passes(copy):
    killers = sorted({killer for mutant in MUTANTS if LONG or mutant.name in SAMPLE for killer in mutant.killers})
    found = run(copy, killers, histories=10)
    assert found.returncode == 0, found.stdout[-3000:]


@pytest.mark.parametrize(
    "mutant",
    [pytest.param(m, id=m.name, marks=() if m.name in SAMPLE else pytest.mark.long) for m in MUTANTS],
)
def test_a_fault_is_seen(copy, mutant):
    changed = copy / mutant.path
    sound = changed.read_text(encoding="utf-8")
    changed.write_text(sound.replace(mutant.before, mutant.after), encoding="utf-8")
    try:
        found = run(copy, mutant.killers, histories=500)
    finally:
        changed.write_text(sound, encoding="utf-8")
    assert found.returncode == 1, f"It survives: {mutant.name}\n{found.stdout[-3000:]}{found.stderr[-1000:]}"
    assert " failed" in found.stdout or " error" in found.stdout, found.stdout[-3000:]

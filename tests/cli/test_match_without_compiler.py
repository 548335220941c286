"""The first-time user's path where nothing was compiled: the README's one command, the same bytes, no word of it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_match import ROOT
from tests.matching.random_tables import skip_without_compiler

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = next(line for line in README.splitlines() if line.startswith(".venv/bin/binome match --example"))
WRITTEN = ("pairs.csv", "pairs-unmatched.csv", "report.html")


@pytest.fixture
def bare(tmp_path):
    """The engine and its command alone, as installed where there is no compiler."""
    site = tmp_path / "site" / "binome"
    kept = shutil.ignore_patterns("*.so", "__pycache__")
    for part in ("cli", "matching"):
        shutil.copytree(ROOT / "binome" / part, site / part, ignore=kept)
    for file in (ROOT / "binome").glob("*.py"):
        shutil.copy(file, site)
    return site.parent


def readme(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """The README's line, `binome` being the package of that site, without a compiler on the path."""
    folder.mkdir()
    variables = {"PYTHONPATH": str(site), "HOME": str(folder), "PATH": "/nowhere", "LANG": "fr_FR.UTF-8"}
    command = re.sub(r"\S*/binome ", f"{sys.executable} -m binome.cli.command ", COMMANDS)
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=variables, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done


def test_the_readmes_command_works_without_a_compiler_and_writes_the_same_bytes(bare, tmp_path):
    skip_without_compiler()
    without, with_native = readme(tmp_path / "without", bare), readme(tmp_path / "with", ROOT)
    assert "Avec une partenaire\u00a0: 58 sur 60." in without.stdout
    assert without.stdout == with_native.stdout
    assert not list(bare.rglob("*.so"))
    for name in WRITTEN:
        one, other = (tmp_path / each / "exemple" / name for each in ("without", "with"))
        assert one.read_bytes() == other.read_bytes(), name


def test_asking_for_the_native_part_where_it_is_not_built_is_a_sentence(bare, tmp_path):
    readme(tmp_path / "folder", bare)
    command = [sys.executable, "-m", "binome.cli.command", "match", "exemple/people.csv", "--kernel", "native"]
    variables = {"PYTHONPATH": str(bare), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        command, cwd=tmp_path / "folder", env=variables, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 1
    assert "n’est pas compilé ici" in done.stderr and "Traceback" not in done.stderr

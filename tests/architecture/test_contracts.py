"""The order of the rooms and the bans on imports are held by import-linter and ruff: each contract can fail."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .sources import FRONTS, GROUND, ROOMS, ROOT

BIN = Path(sys.executable).parent


@pytest.fixture
def empty_house(tmp_path):
    """The rooms without their content, under the project's own contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "binome").mkdir()
    (tmp_path / "binome" / "__init__.py").touch()
    for room in FRONTS + ROOMS + GROUND:
        (tmp_path / "binome" / room).mkdir()
        (tmp_path / "binome" / room / "__init__.py").touch()
    return tmp_path


def lint(house):
    command = [BIN / "lint-imports", "--no-cache"]
    environment = {"PYTHONPATH": str(house), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True)


def test_an_empty_house_keeps_every_contract(empty_house):
    linted = lint(empty_house)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("people/actions.py", "import binome.mentoring", "Rooms"),
        ("surveys/actions.py", "import binome.support", "Rooms"),
        ("web/views.py", "import binome.backoffice", "Rooms"),
        ("cellar/__init__.py", "", "Rooms"),
        ("mentoring/models.py", "import binome.mentoring.actions", "Inside a room"),
        ("mentoring/cupboard.py", "", "Inside a room"),
        ("matching/solver.py", "import django", "matching engine"),
        ("mentoring/emails.py", "import binome.ui", "The look"),
    ],
)
def test_a_broken_contract_is_found(empty_house, file, line, contract):
    path = empty_house / "binome" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(line)
    (empty_house / "binome" / "mentoring" / "actions.py").touch()

    linted = lint(empty_house)

    assert linted.returncode == 1, linted.stdout + linted.stderr
    assert f"{contract}" in linted.stdout.split("Broken contracts")[1]


def ruff(source, path):
    command = [BIN / "ruff", "check", "--no-cache", "--stdin-filename", path, "--output-format=concise", "-"]
    return subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    "line",
    [
        "from django.shortcuts import render",
        "from django.http import HttpResponse",
        "from django.contrib import messages",
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
    ],
)
def test_http_and_signals_are_banned_below_the_fronts(line):
    assert "TID251" in ruff(line, "binome/mentoring/actions.py")


def test_http_is_allowed_in_the_fronts():
    assert "TID251" not in ruff("from django.shortcuts import render", "binome/web/mentoring/views.py")

"""The engine's C is compiled where it can be, anew when it changes, and left out in one sentence elsewhere."""

import shutil
import subprocess
import sys

import pytest

from binome.matching import kernels, solvers
from binome.matching.kernels.native import NativeKernel
from binome.matching.native import build, library
from binome.matching.native.library import NativeMissing
from binome.matching.problem import ProblemError
from binome.matching.solvers.native import NativeSolver

from . import random_tables


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A copy of the sources, where nothing is built, and no home."""
    random_tables.ready()  # with the true sources
    folder = tmp_path / "native"
    shutil.copytree(build.SOURCES, folder, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    monkeypatch.setattr(build, "SOURCES", folder)
    monkeypatch.setattr(build, "places", lambda: [folder])
    return folder


@pytest.fixture
def nothing_built(sources):
    library.load.cache_clear()
    yield
    library.load.cache_clear()


def run_main(capsys, monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["build", *arguments])
    build.main()
    return capsys.readouterr().out


def test_it_is_built_once_and_again_when_a_source_changes(sources, capsys, monkeypatch):
    random_tables.skip_without_compiler()
    assert "native part built" in run_main(capsys, monkeypatch)
    first = build.find_library()
    assert first and run_main(capsys, monkeypatch) == ""

    with (sources / "scan.c").open("a") as file:
        file.write("/* changed */\n")
    assert build.find_library() is None
    assert "native part built" in run_main(capsys, monkeypatch)
    assert build.find_library() != first and not first.exists()


def test_without_a_compiler_one_sentence_says_so(sources, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    said = run_main(capsys, monkeypatch)
    assert said.count("\n") == 1 and "left out (no C compiler (cc, gcc, clang) on this machine)" in said


def test_a_compiler_that_fails_is_one_sentence_too(sources, capsys, monkeypatch):
    said = run_main(capsys, monkeypatch, "--compiler", "false -x")
    assert said.count("\n") == 1 and "false refused it" in said


def test_a_folder_that_cannot_be_written_is_passed_over(sources, tmp_path, monkeypatch):
    random_tables.skip_without_compiler()
    (tmp_path / "file").touch()
    cache = tmp_path / "cache" / "binome"
    monkeypatch.setattr(build, "places", lambda: [tmp_path / "file" / "under", cache])
    assert build.build().parent == cache
    assert build.find_library().parent == cache


@pytest.mark.parametrize("flags", [(), ("-DBINOME_PLAIN",), ("-O1",)])
def test_it_compiles_without_a_warning_with_or_without_instruction_sets(sources, flags):
    random_tables.skip_without_compiler()
    command = [*build.find_compiler(), *build.FLAGS, "-Werror", *flags, "-o", str(sources / "x.so")]
    compiled = subprocess.run([*command, *map(str, sources.glob("*.c"))], capture_output=True, text=True)
    assert compiled.returncode == 0, compiled.stderr


def test_the_native_makers_are_chosen_where_they_are_built():
    random_tables.skip_without_compiler()
    tables = random_tables.make(random_tables.Shape(1, 3, 3, 1, 0, 5, (), 1, 0, 0))
    assert kernels.choose("auto", tables).name == kernels.choose("native", tables).name == "native"
    assert kernels.choose("reference", tables, threads=2).name == "reference"
    assert solvers.choose("auto").name == solvers.choose("native").name == "native"
    assert solvers.choose("wheels").name == "wheels"
    for choose in (lambda: kernels.choose("best", tables), lambda: solvers.choose("best")):
        with pytest.raises(ProblemError, match="best"):
            choose()


def test_the_others_are_chosen_where_nothing_is_built(nothing_built):
    tables = random_tables.make(random_tables.Shape(1, 3, 3, 1, 0, 5, (), 1, 0, 0))
    assert kernels.choose("auto", tables).name == "reference"
    assert solvers.choose("auto").name == "wheels"
    for make in (lambda: NativeKernel(tables), NativeSolver):
        with pytest.raises(NativeMissing, match="not built"):
            make()

"""Compile the engine's C beside its sources, or in the user's cache: `python -m binome.matching.native.build`.

Standard library only: it also runs while the package is being installed. The library's name holds the hash of its
sources, so that a changed source is compiled anew and an old library is never loaded.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import platform
import shlex
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
FLAGS = ("-std=c99", "-O3", "-fPIC", "-shared", "-fvisibility=hidden", "-Wall", "-Wextra")
COMPILERS = ("cc", "gcc", "clang")


class BuildError(Exception):
    """The C could not be compiled. Its message is a sentence."""


def library_name() -> str:
    sources = sorted([*SOURCES.glob("*.c"), *SOURCES.glob("*.h")])
    content = b"\0".join(path.read_bytes() for path in sources) + " ".join(FLAGS).encode()
    machine = f"{platform.system()}-{platform.machine()}".lower()
    return f"binome-{hashlib.sha256(content).hexdigest()[:16]}-{machine}.so"


def places() -> list[Path]:
    """Where the library may be, the best first: beside its sources, or in this user's cache."""
    try:
        return [SOURCES, Path.home() / ".cache" / "binome"]
    except RuntimeError:  # a service account may have no home
        return [SOURCES]


def find_library() -> Path | None:
    """The library of exactly these sources, if it was built."""
    name = library_name()
    return next((place / name for place in places() if (place / name).is_file()), None)


def find_compiler(asked: str | None = None) -> list[str] | None:
    """The words of a command: those asked for, if they can be run, or the first compiler found."""
    words = shlex.split(asked) if asked else next(([name] for name in COMPILERS if shutil.which(name)), [])
    return words if words and shutil.which(words[0]) else None


def build(compiler: str | None = None, into: Path | None = None, flags: tuple[str, ...] = ()) -> Path:
    """Compile, load once, and return the library's path. `into`: the folder, instead of `places()`. BuildError."""
    command = find_compiler(compiler)
    if command is None:
        raise BuildError(f"no C compiler ({compiler or ', '.join(COMPILERS)}) on this machine")
    for place in [into] if into else places():
        try:
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=place, prefix="build-") as folder:
                made = Path(folder) / "library.so"
                _compile(command, made, flags)
                ctypes.CDLL(str(made))
                library = made.replace(place / library_name())
                if place == SOURCES:
                    _forget_others(library)
                return library
        except OSError as error:  # not writable, or nothing may be run from there
            reason = str(error)
    raise BuildError(f"no folder to keep it in ({reason})")


def _compile(compiler: list[str], made: Path, flags: tuple[str, ...]) -> None:
    """Some compilers don't know this processor's instruction sets: then plain C alone."""
    files = [str(file) for file in sorted(SOURCES.glob("*.c"))]
    for narrower in ((), ("-DBINOME_PLAIN",)):
        command = [*compiler, *FLAGS, *flags, *narrower, "-o", str(made), *files]
        compiled = subprocess.run(command, capture_output=True, text=True)
        if compiled.returncode == 0:
            return
    lines = compiled.stderr.strip().splitlines() or ["it says nothing"]
    raise BuildError(f"{compiler[0]} refused it: {next((line for line in lines if 'error' in line), lines[-1])}")


def _forget_others(library: Path) -> None:
    for old in set(SOURCES.glob("binome-*.so")) - {library}:
        old.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compile the matching engine's C, where there is a compiler.")
    parser.add_argument("--compiler", help="instead of the first of cc, gcc, clang")
    asked = parser.parse_args().compiler
    if find_library():
        return
    started = time.monotonic()
    try:
        build(asked)
    except BuildError as error:
        print(f"Matching engine: the fast native part is left out ({error}); results are the same, later.")  # noqa: T201
    else:
        print(f"Matching engine: native part built in {time.monotonic() - started:.0f} s.")  # noqa: T201


if __name__ == "__main__":
    main()

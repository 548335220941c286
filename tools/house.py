"""What `make run` and `make test` share: the virtual environment, its packages, and plain sentences.

Standard library only: it runs before anything is installed.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from shlex import quote
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def say(sentence: str) -> None:
    print(sentence, flush=True)


def fail(sentence: str) -> NoReturn:
    """End with one sentence, never a traceback."""
    sys.exit(f"\n{sentence}")


def as_root(command: str) -> str:
    """The line that the person must type: with sudo unless she is root."""
    return command if os.geteuid() == 0 else f"sudo {command}"


def install(requirements: str) -> None:
    """Create .venv and bring the packages of one requirement file; does nothing when the file did not change."""
    file = ROOT / "requirements" / f"{requirements}.txt"
    stamp = VENV / f".installed-{requirements}"
    wanted = hashlib.sha256(file.read_bytes()).hexdigest()
    if not _works(PYTHON):
        _create_venv()
    elif stamp.exists() and stamp.read_text() == wanted:
        return
    say("Installing the packages (about 30 seconds, once)…")
    started = time.monotonic()
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--disable-pip-version-check", "--no-input"]
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--root-user-action=ignore", *options, "-r", file]
    pip = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if pip.returncode:
        fail(f"{pip.stderr}\nThe packages could not be installed: pip says why above. Is the network there?")
    stamp.write_text(wanted)
    say(f"Installed in {time.monotonic() - started:.0f} s.")


def build_engine() -> None:
    """Compile the matching engine's C with $CC or the first compiler; it says in one line if it did, or why not."""
    command = [PYTHON, "-m", "binome.matching.native.build"]
    if compiler := os.environ.get("CC"):
        command += ["--compiler", compiler]
    subprocess.run(command, cwd=ROOT)


def put_command() -> None:
    """The `binome` command in the virtual environment. The project is not installed there: it runs from its folder."""
    script = VENV / "bin" / "binome"
    run = f"PYTHONPATH={quote(str(ROOT))} exec {quote(str(PYTHON))} -P -m binome.cli.command"
    script.write_text(f'#!/bin/sh\n{run} "$@"\n')
    script.chmod(0o755)


def _works(python: Path) -> bool:
    """Run it: a copied or half-made environment has the file and fails."""
    try:
        return subprocess.run([python, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def _create_venv() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        fail(f"Python's venv module is missing. Type: {as_root('apt-get install -y python3-venv')}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        fail(f"Python could not create .venv: {(made.stderr or made.stdout).strip().splitlines()[-1]}")


if __name__ == "__main__":
    install(sys.argv[1])
    build_engine()
    put_command()

"""`make test`: everything that must be true before a change is accepted. It says each step, and its time."""

import os
import shutil
import subprocess
import sys
import tempfile
import time

from house import PYTHON, ROOT, VENV, as_root, build_engine, fail, install, say

POSTGRES = [PYTHON, "tools/postgres.py"]
PYTEST = [PYTHON, "-m", "pytest", "--durations=15", "--durations-min=10"]
#: A file's tests stay together. A browser needs the cores for itself: its journeys run one after the other.
EVERY_CORE = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
SAMPLE = [f"tests/secrecy/test_{name}.py" for name in ("blindness", "failures", "team_on_both")]
#: PostgreSQL forgets nothing that an open transaction of any of its databases may read: these have a server alone.
ALONE = ["tests/privacy/test_erasure.py", "tests/privacy/test_declared.py"]
ELSEWHERE = [f"--ignore={path}" for path in ("tests/secrecy", *ALONE)]
DICTIONARY = ("hunspell", "hunspell-fr")
JOURNEYS = "Journeys in a browser"
STEPS = [
    ("Style", [VENV / "bin" / "ruff", "check", "."]),
    ("Layout", [VENV / "bin" / "ruff", "format", "--check", "."]),
    ("Order of the rooms", [VENV / "bin" / "lint-imports"]),
    ("Types", [VENV / "bin" / "mypy"]),
    ("Migrations in step", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("Tests on SQLite", [*PYTEST, *EVERY_CORE, "-m", "not journey"]),
    (JOURNEYS, [*PYTEST, "-m", "journey"]),
    ("Tests on PostgreSQL", [*POSTGRES, *PYTEST, *EVERY_CORE, "--database-only", *ELSEWHERE]),
    # Two worlds are compared wholly on SQLite, above; here on the team's pages, and where a leak is planted.
    ("Secrecy on PostgreSQL, a sample, and erasure", [*POSTGRES, *PYTEST, *SAMPLE, *ALONE]),
]


def main() -> None:
    os.chdir(ROOT)
    install("test")
    build_engine()
    ensure_browser()
    ensure_dictionary()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="binome-test-") as folder:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test", "BINOME_TEST_VAR": folder}
        for number, (title, command) in enumerate(STEPS, start=1):
            say(f"\n[{number}/{len(STEPS)}] {title}")
            step_started = time.monotonic()
            if not passes(command, environment):
                fail(f"{title}: failed.")
            say(f"{title}: good, {time.monotonic() - step_started:.0f} s.")
    say(f"\nAll good in {(time.monotonic() - started) / 60:.1f} minutes.")


def passes(command: list[object], environment: dict[str, str]) -> bool:
    """Run a step. What fails in a suite is tried once more, alone: a fault fails again, a hiccup is said aloud."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, env=environment).returncode == 0:
        return True
    if "pytest" not in command:
        return False
    say("SOME TESTS FAILED. Once more, alone, to tell a fault from a hiccup of a loaded machine:")
    again = [*command, "--last-failed", "--last-failed-no-failures", "none"]
    if subprocess.run(again, stdin=subprocess.DEVNULL, env=environment).returncode:
        return False
    say("THEY PASS ALONE: the tests named above are not steady, and want mending.")
    return True


def ensure_browser() -> None:
    """$CHROMIUM, or one on the PATH, or Debian's, or a visible line."""
    if not find_browser():
        install_packages("a browser for the tests", "chromium", "fonts-liberation")
    if path := find_browser():
        os.environ["CHROMIUM"] = path
        return
    line = f"No browser. Type: {as_root('apt-get install -y chromium')}, or name yours: CHROMIUM=/path make test"
    if os.environ.get("CI") == "true":
        fail(line)
    say(f"{line}\nTHE BROWSER JOURNEYS ARE LEFT OUT.")
    STEPS[:] = [step for step in STEPS if step[0] != JOURNEYS]


def find_browser() -> str:
    """The first that runs: Ubuntu's package is a stub that may not."""
    for name in (os.environ.get("CHROMIUM", ""), "chromium", "google-chrome"):
        path = shutil.which(name) if name else None
        if path and subprocess.run([path, "--version"], capture_output=True).returncode == 0:
            return path
    return ""


def ensure_dictionary() -> None:
    """Debian's French dictionary, by which our texts are spelled, or a visible line: their tests then say it too."""
    if not has_dictionary():
        install_packages("a French dictionary for the tests", *DICTIONARY)
    if has_dictionary():
        return
    line = f"No French dictionary. Type: {as_root('apt-get install -y ' + ' '.join(DICTIONARY))}"
    if os.environ.get("CI") == "true":
        fail(line)
    say(f"{line}\nTHE SPELLING IS LEFT OUT.")


def has_dictionary() -> bool:
    command = ["hunspell", "-d", "fr_FR", "-l"]
    return bool(shutil.which("hunspell")) and not subprocess.run(command, input=b"", capture_output=True).returncode


def install_packages(what: str, *packages: str) -> None:
    """From Debian, if this user may."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not all(shutil.which(name) for name in [*sudo[:1], "apt-get"]):
        return
    say(f"Installing {what} (Debian's {', '.join(packages)})…")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run([*sudo, "apt-get", *words], env=environment, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())

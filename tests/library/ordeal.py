"""A process of its own that looks at hostile files, each in a child, and says what it cost.

`python -m tests.library.ordeal video|photo` reads paths on its input, one a line, and answers one JSON line for each:
what became of it (« rebuilt » or the sentence of its refusal; anything else is a fault), seconds, megabytes.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SECONDS, MEGABYTES = 5, 512


@dataclass(frozen=True)
class Outcome:
    """`fault` is empty when the file was rebuilt or refused with a sentence."""

    path: str
    said: str
    fault: str
    seconds: float
    megabytes: float
    copied: int


def ordeal(kind: str, paths: Iterable[Path]) -> list[Outcome]:
    """What becomes of these files, in their order."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test"}
    asked = "\n".join(map(str, paths))
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.ordeal", kind], input=asked, capture_output=True, text=True,
        env=environment, cwd=root, check=True,
    )  # fmt: skip
    return [Outcome(**json.loads(line)) for line in done.stdout.splitlines()]


def main(kind: str) -> None:
    import django

    django.setup()
    treat = {"video": _video, "photo": _photo}[kind]
    treat(os.devnull)  # what is loaded once is not counted for the first file
    for path in sys.stdin.read().splitlines():
        print(json.dumps(_in_a_child(treat, path)), flush=True)  # noqa: T201


def _in_a_child(treat, path: str) -> dict[str, object]:
    reader, writer = os.pipe()
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
        os.write(writer, json.dumps(treat(path)).encode())
        os._exit(0)
    os.close(writer)
    _pid, status, usage = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    with os.fdopen(reader, "rb") as answer:
        said = json.loads(answer.read() or '["", "no answer", 0]')
    fault = said[1] or (f"ended with {status}" if status else "")
    # Its processor time: what waits for the other processes of the machine is not its own.
    return {"path": path, "said": said[0], "fault": fault, "megabytes": usage.ru_maxrss / 1024, "copied": said[2],
            "seconds": min(seconds, usage.ru_utime + usage.ru_stime)}  # fmt: skip


def _video(path: str) -> tuple[str, str, int]:
    from binome.library.videos import Limits, VideoRefused, rebuild_video

    with open(path, "rb") as source, tempfile.TemporaryFile() as target:
        try:
            rebuild_video(source, target, limits=Limits(size=200_000_000, seconds=180))
        except VideoRefused as refusal:
            return str(refusal), "" if len(str(refusal)) > 20 else "no sentence", 0
        except BaseException as error:
            return "", f"{type(error).__name__}: {error}", 0
        target.seek(0)
        copy = target.read()
        return "rebuilt", _planted(copy), len(copy)


def _photo(path: str) -> tuple[str, str, int]:
    from binome.people.photos import PhotoRefused, rebuild_photo

    with open(path, "rb") as source:
        try:
            copy = rebuild_photo(source)
        except PhotoRefused as refusal:
            return str(refusal), "" if len(str(refusal)) > 20 else "no sentence", 0
        except BaseException as error:
            return "", f"{type(error).__name__}: {error}", 0
    return "rebuilt", _planted(copy) or ("" if copy.startswith(b"\xff\xd8\xff") else "no JPEG"), len(copy)


def _planted(copy: bytes) -> str:
    return next(
        (f"keeps {mark!r}" for mark in (b"SecretMaker", b"<script", b"PK\x03\x04", b"+48.8566") if mark in copy), ""
    )


if __name__ == "__main__":
    main(sys.argv[1])

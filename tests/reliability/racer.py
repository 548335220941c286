"""A process that makes one move at a given instant. Two of them, told the same instant, race each other."""

import json
import os
import subprocess
import sys
import time
from typing import Any

import django

#: Long enough for both racers to have read their order.
HEAD_START = 0.004


class Racers:
    """Two warm processes, and the line to them."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.reliability.racer"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [subprocess.Popen(command, env=environment, **pipes) for _number in range(2)]

    def race(self, *orders: dict[str, Any]) -> list[str]:
        """Both moves at once; for each, "done", "refused", or what went wrong."""
        start = time.monotonic() + HEAD_START
        for process, order in zip(self.processes, orders, strict=True):
            process.stdin.write(json.dumps({**order, "start": start}) + "\n")
            process.stdin.flush()
        return [json.loads(process.stdout.readline()) for process in self.processes]

    def close(self) -> None:
        for process in self.processes:
            process.stdin.close()
            process.stdout.close()
            assert process.wait(20) == 0


# --- the other end ---------------------------------------------------------------------------------------
def main() -> None:
    django.setup()
    import logging

    logging.disable()
    for line in sys.stdin:
        print(json.dumps(_run(**json.loads(line))), flush=True)  # noqa: T201


def _run(*, start: float, move: str, **given: Any) -> str:
    from binome.mentoring.actions import MoveRefused
    from tests.reliability import racing_moves

    act = getattr(racing_moves, move)
    prepared = racing_moves.prepare(**given)
    while time.monotonic() < start:
        pass
    try:
        act(**prepared)
    except MoveRefused:
        return "refused"
    except Exception as error:  # the test reads it
        return f"{type(error).__name__}: {error}"
    return "done"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    main()

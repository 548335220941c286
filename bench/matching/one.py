"""One measure: `python -m bench.matching.one NAME MENTEES REGIME` prints a line of JSON."""

import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

Figures = dict[str, Any]


class Clock:
    """CPU seconds and megabytes of a part of the process; `peak`, the megabytes of all of it until then."""

    def __init__(self) -> None:
        self.cpu = 0.0
        self.wall = 0.0
        self.mb = 0.0
        self.peak = 0.0

    @contextmanager
    def running(self):
        held, begun, since = current_mb(), time.process_time(), time.perf_counter()
        yield
        self.cpu += time.process_time() - begun
        self.wall += time.perf_counter() - since
        self.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.mb = max(self.mb, self.peak - held)


def current_mb() -> float:
    with open("/proc/self/statm") as status:
        return int(status.read().split()[1]) * resource.getpagesize() / 2**20


def main() -> None:
    name, mentees, regime = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    from bench.matching import ours, peers

    contenders: dict[str, Callable[[int, str, Clock], Figures]] = {**ours.CONTENDERS, **peers.CONTENDERS}
    clock = Clock()
    figures = contenders[name](mentees, regime, clock)
    print(json.dumps({"cpu": clock.cpu, "wall": clock.wall, "mb": clock.mb, "peak": clock.peak} | figures))


if __name__ == "__main__":
    main()

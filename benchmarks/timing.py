"""What a way of doing something costs: it is run in a new process, which times itself once everything is imported."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import Self

_PATROL = 0.2
"""Seconds between two looks at the memory."""
_MARK = "cost: "
_AS_INSTALLED = {"PYTHONDONTWRITEBYTECODE": ""}
"""An installed program is compiled once and for all, whatever this shell says of a checkout."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of all processors, and the most memory of all its processes together (bytes, 0: unknown)."""

    clock: float
    processor: float
    memory: int = 0


def told(work: Callable[[], object]) -> None:
    """Does the work and tells the parent process what it took, children included."""
    clock, processor = perf_counter(), _processor()
    work()
    cost = Cost(perf_counter() - clock, _processor() - processor)
    print(_MARK + json.dumps(asdict(cost)))


def cost_of(script: Path, *words: str) -> Cost:
    """What a Python script of ours told of its work with these arguments; raises CalledProcessError if it failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **_AS_INSTALLED}
    command = [sys.executable, str(script), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:  # noqa: S603  # our own
        with Watch(process.pid) as memory:
            output, _ = process.communicate()
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
    line = next(line for line in reversed(output.splitlines()) if line.startswith(_MARK))
    return Cost(**{**json.loads(line.removeprefix(_MARK)), "memory": memory.most})


def _processor() -> float:
    """Seconds of processor time of this process and all it has ended."""
    return sum(os.times()[:4])


class Watch:
    """Looks at the memory of a process and all its descendants now and then, as Linux tells it."""

    def __init__(self, process: int) -> None:
        self.most = 0
        self._over = Event()
        self._watch = Thread(target=self._look, args=(process,), daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self, process: int) -> None:
        while sys.platform == "linux" and not self._over.wait(_PATROL):
            self.most = max(self.most, sum(map(_memory, _family(process))))


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _memory(process: int) -> int:
    """What the process holds by itself: resident pages less those of files, which it shares with others."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")

"""One worker, on its own side of the pipe: what it may use, and how it answers.

It takes batches from its standard input, works on one thing after the other, and answers each on its standard output.
It ends when its input does: nothing of it outlives the program it serves.
"""

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

__all__ = ["Allowance", "Answer", "Loss", "serve"]


class Loss(Enum):
    """What a thing has done to the workers that tried it: killed them, held them up, or asked for too much memory."""

    CRASHED = "crashed"
    HUNG = "hung"
    SWELLED = "swelled"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one thing may cost: seconds of the clock, and bytes of memory where the system can hold a process to them.

    Linux and most of its kin can; on Windows and macOS only the time is held to.
    """

    seconds: float = 30.0
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one thing. `last`: the worker has grown and wants to be replaced before the next one."""

    value: object
    last: bool = False


def serve() -> None:
    """A worker's whole life: the setting first, then batches of pickled things until the input ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not mix with the answers
    work, allowance = pickle.load(source)  # noqa: S301  # from the program that started this one
    _limit_memory(allowance.memory)
    _send(sink, Answer(None))
    with suppress(EOFError, BrokenPipeError):
        while True:
            for thing in pickle.load(source):  # noqa: S301
                _limit_processor(allowance.seconds)
                answer = _answer(work, thing)
                last = answer is Loss.SWELLED or _address_space() > allowance.memory // 2
                _send(sink, Answer(answer, last=last))


def _answer(work: Callable[[object], object], thing: bytes) -> object:
    try:
        return work(pickle.loads(thing))  # noqa: S301
    except MemoryError:
        return Loss.SWELLED
    except BaseException:  # noqa: BLE001  # a panic of a Rust library is no Exception; the thing is lost, the worker is not
        return Loss.CRASHED


def _send(sink: BinaryIO, answer: Answer) -> None:
    pickle.dump(answer, sink, pickle.HIGHEST_PROTOCOL)
    sink.flush()


def _limit_memory(size: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(ValueError, OSError):  # macOS refuses
            resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_processor(seconds: float) -> None:
    """A second line against endless work, for the case that nobody is left to watch the clock."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime + 2 * seconds) + 2, hard))


def _address_space() -> int:
    """The bytes this process has asked for, 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as told:  # noqa: PTH123  # once per file: the plain call is the quick one
        return int(told.read().split()[0]) * 4096

"""Work on things that may kill whoever touches them: done in processes that may die, hang or swell, and are replaced.

A worker is a plain Python process fed through its own pipes, so it is started alike on every system and never runs the
program that started it. It gets a handful of things at a time and answers them one by one; when it dies, the thing it
was busy with is known. That thing is tried once more, alone, by a new worker, and only then given up; its neighbours
lose nothing (robustness.md 5).
"""

import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from itertools import islice
from math import inf
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import IO, TypeVar, cast

from zoneproc.excel.worker import Allowance, Answer, Loss

__all__ = ["Allowance", "Loss", "WorkerStartError", "on_call", "supervised"]

Thing = TypeVar("Thing")
Value = TypeVar("Value")

_HANDFUL, _ARMFUL = 8, 4_000_000
"""How many things, and how many bytes of them, a worker gets at a time."""
_AHEAD, _ON_HAND = 512, 48_000_000
"""How many small things may be under way for each worker, and how many bytes for all of them.

They are never idle then while who asks is busy elsewhere, as with masters that take as long as reading a thousand files.
"""
_LIFE = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from zoneproc.excel.worker import serve; serve()"
)
_STARTS = 3
"""How often a worker is started anew before the installation is blamed."""
_PATROL = 0.25
"""Seconds between two looks at the clock."""


class WorkerStartError(RuntimeError):
    """No worker process can be started: a fault of the installation, not of any file."""


Batch = list[tuple[int, bytes]]
Done = tuple[int, object] | WorkerStartError


def supervised(
    work: Callable[[Thing], Value], things: Iterable[Thing], workers: int, allowance: Allowance
) -> Iterator[Value | Loss]:
    """What `work` makes of each thing, in their order; a `Loss` for one that killed two workers or held one up.

    `work` is called in other processes: a function of a module they can import, or a `partial` of one. The second
    worker is started only when the first has more than a handful to do. Within a block of `on_call` the workers of a job
    that is done wait for the next of its kind.
    """
    setting, waiting = pickle.dumps((work, allowance)), _ON_CALL.get()
    crew = waiting.pop((setting, workers), None) if waiting is not None else None
    crew = crew or _Crew(setting, workers, allowance.seconds)
    done = False
    try:
        yield from cast("Iterator[Value | Loss]", crew.answers(_batches(things)))
        done = True
    finally:
        if done and waiting is not None and (setting, workers) not in waiting:
            waiting[setting, workers] = crew
        else:
            crew.dismiss()


@contextmanager
def on_call() -> Iterator[None]:
    """Within the block, workers stay when their job is done: starting one takes as long as reading many files."""
    waiting: dict[tuple[bytes, int], _Crew] = {}
    before = _ON_CALL.set(waiting)
    try:
        yield
    finally:
        _ON_CALL.reset(before)
        for crew in waiting.values():
            crew.dismiss()


def _batches(things: Iterable[object]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for number, thing in enumerate(things):
        packed = pickle.dumps(thing, pickle.HIGHEST_PROTOCOL)
        if batch and (len(batch) == _HANDFUL or size + len(packed) > _ARMFUL):
            yield batch
            batch, size = [], 0
        batch.append((number, packed))
        size += len(packed)
    if batch:
        yield batch


class _Crew:
    """The workers of one job, and how much of it is under way."""

    def __init__(self, setting: bytes, workers: int, seconds: float) -> None:
        self._setting = setting
        self._workers = max(workers, 1)
        self._seconds = seconds
        self._overseers: list[_Overseer] = []
        self._todo: SimpleQueue[Batch | None] = SimpleQueue()
        self._done: SimpleQueue[Done] = SimpleQueue()
        self._open: dict[int, int] = {}

    def answers(self, batches: Iterator[Batch]) -> Iterator[object]:
        """The answers, in the order of the things."""
        ready: dict[int, object] = {}
        due = 0
        while True:
            self._give(batches)
            if not self._open:
                return
            number, value = self._next()
            ready[number] = value
            while due in ready:
                yield ready.pop(due)
                due += 1

    def _give(self, batches: Iterator[Batch]) -> None:
        """Keeps up to two batches a worker under way, and more of what is small."""
        while self._has_room() and (batch := next(batches, None)) is not None:
            if len(self._overseers) < self._workers:
                self._overseers.append(_Overseer(self._setting, self._seconds, self._todo, self._done))
            self._open |= {number: len(thing) for number, thing in batch}
            self._todo.put(batch)

    def _has_room(self) -> bool:
        busy = max(len(self._overseers), 1)
        little = sum(self._open.values()) < _ON_HAND
        return len(self._open) <= (_AHEAD if little else _HANDFUL) * busy

    def _next(self) -> tuple[int, object]:
        while True:
            for overseer in self._overseers:
                overseer.look_at_the_clock()
            try:
                done = self._done.get(timeout=_PATROL)
            except Empty:
                continue
            if isinstance(done, WorkerStartError):
                raise done
            del self._open[done[0]]
            return done

    def dismiss(self) -> None:
        """Every worker is gone when this returns."""
        for overseer in self._overseers:
            overseer.dismiss()
        for _ in self._overseers:
            self._todo.put(None)
        for overseer in self._overseers:
            overseer.join()


_ON_CALL: ContextVar[dict[tuple[bytes, int], _Crew] | None] = ContextVar("on_call", default=None)


class _Overseer(Thread):
    """Keeps one worker busy: hands it batches, takes its answers, replaces it when it is lost."""

    _one_at_a_time = Lock()  # on Windows a process inherits what another thread is just about to hand to its own

    def __init__(
        self, setting: bytes, seconds: float, todo: "SimpleQueue[Batch | None]", done: "SimpleQueue[Done]"
    ) -> None:
        super().__init__(daemon=True)
        self._setting = setting
        self._seconds = seconds
        self._todo = todo
        self._done = done
        self._worker: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._deadline = inf
        self._overdue = False
        self._dismissed = False
        self.start()

    def run(self) -> None:
        """Works off batches until there are no more."""
        try:
            while (batch := self._todo.get()) is not None:
                waiting = deque(batch)
                while waiting and not self._dismissed:
                    if not (self._answered(waiting, len(waiting)) or self._answered(waiting, 1)):
                        self._done.put((waiting.popleft()[0], Loss.CRASHED))
        except WorkerStartError as error:
            self._done.put(error)
        finally:
            self._let_go()

    def _answered(self, waiting: "deque[tuple[int, bytes]]", count: int) -> bool:
        """Whether the worker outlived the first `count` things; those it answered wait no longer."""
        try:
            self._hand_over([thing for _, thing in islice(waiting, count)])
            for _ in range(count):
                answer = self._answer()
                self._done.put((waiting.popleft()[0], answer.value))
                if answer.last:
                    self._let_go()
                    break
        except (EOFError, OSError, pickle.UnpicklingError):
            self._let_go()
            if not self._overdue:
                return False
            self._overdue = False
            self._done.put((waiting.popleft()[0], Loss.HUNG))
        return True

    def _hand_over(self, things: list[bytes]) -> None:
        worker = self._worker or self._ready_worker()
        pickle.dump(things, _pipe(worker.stdin), pickle.HIGHEST_PROTOCOL)
        _pipe(worker.stdin).flush()

    def _answer(self) -> Answer:
        if self._worker is None:
            raise EOFError
        with self._lock:
            self._deadline = monotonic() + self._seconds
        answer: Answer = pickle.load(_pipe(self._worker.stdout))  # noqa: S301  # from a process of our own
        with self._lock:
            self._deadline = inf
            late, self._overdue = self._overdue, False
        return replace(answer, last=True) if late else answer

    def _ready_worker(self) -> "subprocess.Popen[bytes]":
        """A new worker that has answered once; one that was killed before it began is no sign of a fault."""
        for _ in range(_STARTS):
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                return self._new_worker()
            self._let_go()
            if self._dismissed:
                raise EOFError
        message = f"{_STARTS} processes that were to read files ended at their very start"
        raise WorkerStartError(message)

    def _new_worker(self) -> "subprocess.Popen[bytes]":
        with self._one_at_a_time, self._lock:
            if self._dismissed:
                raise EOFError
            self._worker = subprocess.Popen(  # noqa: S603  # this very Python
                [sys.executable, "-P", "-c", _LIFE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                start_new_session=True,
            )
        pickle.dump(sys.path, _pipe(self._worker.stdin))
        _pipe(self._worker.stdin).write(self._setting)
        _pipe(self._worker.stdin).flush()
        pickle.load(_pipe(self._worker.stdout))  # noqa: S301
        return self._worker

    def look_at_the_clock(self) -> None:
        """Kills the worker if it has been busy with one thing for too long."""
        with self._lock:
            if monotonic() > self._deadline and self._worker is not None:
                self._deadline, self._overdue = inf, True
                self._worker.kill()

    def dismiss(self) -> None:
        """Ends the worker, whatever it is doing."""
        with self._lock:
            self._dismissed = True
            if self._worker is not None:
                self._worker.kill()

    def _let_go(self) -> None:
        with self._lock:
            worker, self._worker, self._deadline = self._worker, None, inf
        if worker is not None:
            worker.kill()
            with suppress(OSError):  # what was still on its way to a dead worker
                worker.communicate()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # the process was started with pipes
    return stream

"""Work side by side: one function, many things, and as many processes as the run was given.

What comes back never depends on who did the work or how many did it: `each` gives the results in the order of the things.
Without a crew everything is done here, by the caller. The crew belongs to the run (`working`), not to any function, so no
step of the procedure needs to know of it; nor need it know whether the crew is on this machine or on others.
"""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar, cast

from zoneproc.parcels import Depot, opened

__all__ = [
    "Crew",
    "begun",
    "each",
    "hands",
    "in_turn",
    "on_other_machines",
    "seldom_collecting",
    "side_by_side",
    "working",
]

Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")

_MOST = 61
"""Windows waits for no more processes at once."""
_AHEAD = 2
"""How many things each of the crew has before it, where they are handed out little by little."""
_BROKEN = (BrokenExecutor, CancelledError)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works (no executor: the caller), how many at once, where what their work shares is laid, and whether they are
    on other machines.
    """

    executor: Executor | None
    hands: int
    depot: Depot
    afar: bool


_AT_WORK: ContextVar[Crew | None] = ContextVar("at_work", default=None)


@contextmanager
def working(executor: Executor | None, hands: int = 1, folder: Path | None = None) -> Iterator[None]:
    """Within the block, `each` hands its work to this executor.

    `folder`: of a crew on other machines, a folder that they all see at the same path; what they share is laid there.
    """
    with TemporaryDirectory(prefix="zoneproc-", dir=folder) as place:
        before = _AT_WORK.set(Crew(executor, hands, Depot(Path(place)), folder is not None))
        try:
            yield
        finally:
            _AT_WORK.reset(before)


@contextmanager
def side_by_side(workers: int | None = None) -> Iterator[None]:
    """Within the block, `each` uses processes of this machine: as many as it has cores unless told otherwise; 1 is none."""
    number = min(workers or os.cpu_count() or 1, _MOST)
    if number == 1:
        with working(None):
            yield
        return
    with ProcessPoolExecutor(number, get_context("spawn"), seldom_collecting) as pool, working(pool, number):
        yield


def hands() -> int:
    """How many work at once in this run; 0 if nobody has said."""
    crew = _AT_WORK.get()
    return crew.hands if crew else 0


def on_other_machines() -> bool:
    """Whether the crew is on other machines, so that what is done by helpers of one's own should be done over there."""
    crew = _AT_WORK.get()
    return crew is not None and crew.afar


def seldom_collecting() -> None:
    """Frames and findings come and go by the million, and hardly any in circles: looking for circles less often saves time."""
    gc.set_threshold(50_000, 20, 50)


def each(work: Callable[[Shared, Thing], Result], shared: Shared, things: Sequence[Thing]) -> list[Result]:
    """`work(shared, thing)` for every thing, in their order.

    `shared` travels once, not with every thing; `work` is a function of a module. A crew that breaks down (a process
    killed from outside) costs time, not results: the work is then done here. What `work` raises is raised.
    """
    return begun(work, shared, things)()


def begun(
    work: Callable[[Shared, Thing], Result], shared: Shared, things: Sequence[Thing]
) -> Callable[[], list[Result]]:
    """`each`, begun: the crew is at work, and whoever calls what comes back waits for the results.

    Without a crew, nothing is done before they are asked for.
    """
    crew = _AT_WORK.get()
    if crew is None or crew.executor is None or len(things) < 2:
        return lambda: [work(shared, thing) for thing in things]
    handed = _Handed(crew.executor, crew.depot, work, shared)
    underway = [handed.out(thing) for thing in things]

    def results() -> list[Result]:
        with handed:
            return [result() for result in underway]

    return results


def in_turn(work: Callable[[Shared, Thing], Result], shared: Shared, things: Iterable[Thing]) -> Iterator[Result]:
    """`each` for more things than memory should hold: few are under way at a time, and their results come in order."""
    crew = _AT_WORK.get()
    if crew is None or crew.executor is None:
        yield from (work(shared, thing) for thing in things)
        return
    handed = _Handed(crew.executor, crew.depot, work, shared)
    underway: deque[Callable[[], Result]] = deque()
    with handed:
        for thing in things:
            underway.append(handed.out(thing))
            if len(underway) >= crew.hands * _AHEAD:
                yield underway.popleft()()
        while underway:
            yield underway.popleft()()


class _Handed(Generic[Shared, Thing, Result]):
    """One piece of work in the hands of a crew: what it shares lies in the depot until all is done."""

    def __init__(
        self, executor: Executor, depot: Depot, work: Callable[[Shared, Thing], Result], shared: Shared
    ) -> None:
        self._executor = executor
        self._work, self._shared = work, shared
        self._parcel = depot.lay(shared)

    def __enter__(self) -> None:
        """The parcel lies there already."""

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # some systems let nothing be removed that is open; the depot does not last either
            self._parcel.unlink()

    def out(self, thing: Thing) -> Callable[[], Result]:
        """Hands out one thing; its result is waited for by whoever calls what comes back."""
        try:
            task: Future[Result] = self._executor.submit(_with_parcel, self._work, str(self._parcel), thing)
        except BrokenExecutor:
            return lambda: self._work(self._shared, thing)

        def result() -> Result:
            try:
                return task.result()
            except _BROKEN:
                return self._work(self._shared, thing)

        return result


def _with_parcel(work: Callable[[Shared, Thing], Result], parcel: str, thing: Thing) -> Result:
    return work(cast("Shared", _unpacked(parcel)), thing)


_unpacked = lru_cache(maxsize=1)(opened)

"""Work side by side: one function, many things, and as many processes as the run was given.

What comes back never depends on who did the work or how many did it: `each` gives the results in the order of the things.
Without a crew everything is done here, by the caller. The crew belongs to the run (`working`), not to any function, so no
step of the procedure needs to know of it.
"""

import gc
import os
import pickle
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar, cast

__all__ = ["begun", "each", "seldom_collecting", "side_by_side", "working"]

Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")

_MOST = 61
"""Windows waits for no more processes at once."""
_AT_WORK: ContextVar[Executor | None] = ContextVar("at_work", default=None)


@contextmanager
def working(executor: Executor) -> Iterator[Executor]:
    """Within the block, `each` hands its work to this executor."""
    before = _AT_WORK.set(executor)
    try:
        yield executor
    finally:
        _AT_WORK.reset(before)


@contextmanager
def side_by_side(workers: int | None = None) -> Iterator[None]:
    """Within the block, `each` uses processes of this machine: as many as it has cores unless told otherwise; 1 is none."""
    number = min(workers or os.cpu_count() or 1, _MOST)
    if number == 1:
        yield
        return
    with ProcessPoolExecutor(number, get_context("spawn"), seldom_collecting) as pool, working(pool):
        yield


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
    if crew is None or len(things) < 2:
        return lambda: [work(shared, thing) for thing in things]
    folder = tempfile.TemporaryDirectory(prefix="zoneproc-")
    parcel = Path(folder.name) / "shared"
    parcel.write_bytes(pickle.dumps(shared, pickle.HIGHEST_PROTOCOL))
    try:
        underway = [crew.submit(_with_parcel, work, str(parcel), thing) for thing in things]
    except BrokenExecutor:
        underway = []

    def results() -> list[Result]:
        with folder:
            try:
                return [task.result() for task in underway] if underway else [work(shared, thing) for thing in things]
            except BrokenExecutor:
                return [work(shared, thing) for thing in things]

    return results


def _with_parcel(work: Callable[[Shared, Thing], Result], parcel: str, thing: Thing) -> Result:
    return work(cast("Shared", _unpacked(parcel)), thing)


@lru_cache(maxsize=1)
def _unpacked(parcel: str) -> object:
    return pickle.loads(Path(parcel).read_bytes())  # noqa: S301  # written by `each` a moment ago

"""Work side by side: the same results in the same order, however many do it, and whatever becomes of them."""

import os
import signal
from pathlib import Path

import pytest

from zoneproc.crew import each, side_by_side, working
from zoneproc.workspace import ZoneprocError


def _added(shared: int, thing: int) -> int:
    return shared + thing


def _where(_: object, __: int) -> int:
    return os.getpid()


def _refused(_: object, thing: int) -> int:
    raise ZoneprocError(f"第 {thing} 件做不了。")


def _killed_elsewhere(home: int, thing: int) -> int:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return thing * 10


def test_without_a_crew_the_caller_does_everything():
    assert set(each(_where, None, [1, 2, 3])) == {os.getpid()}
    assert each(_added, 10, [3, 1, 2]) == [13, 11, 12]


def test_a_crew_of_two_gives_the_same_in_the_same_order():
    with side_by_side(2):
        assert each(_added, 10, list(range(20))) == list(range(10, 30))
        assert os.getpid() not in each(_where, None, [1, 2])
        assert each(_where, None, [1]) == [os.getpid()]  # one thing is not worth the way
    assert set(each(_where, None, [1, 2])) == {os.getpid()}


def test_what_the_work_raises_is_raised_here():
    with side_by_side(2), pytest.raises(ZoneprocError, match="做不了"):
        each(_refused, None, [1, 2])


@pytest.mark.skipif(os.name == "nt", reason="signals of another system")
def test_a_crew_that_is_killed_costs_no_result():
    with side_by_side(2):
        assert each(_killed_elsewhere, os.getpid(), [1, 2, 3]) == [10, 20, 30]
        assert each(_added, 1, [1, 2]) == [2, 3]


def test_any_executor_may_be_the_crew(tmp_path: Path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool, working(pool):
        assert each(_added, 1, [1, 2, 3]) == [2, 3, 4]

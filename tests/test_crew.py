"""Work side by side: the same results in the same order, however many do it, and whatever becomes of them."""

import os
from pathlib import Path

import pytest
from hands import added, killed_elsewhere, refused, where

from zoneproc.crew import each, side_by_side, working
from zoneproc.workspace import ZoneprocError


def test_without_a_crew_the_caller_does_everything():
    assert set(each(where, None, [1, 2, 3])) == {os.getpid()}
    assert each(added, 10, [3, 1, 2]) == [13, 11, 12]


def test_a_crew_of_two_gives_the_same_in_the_same_order():
    with side_by_side(2):
        assert each(added, 10, list(range(20))) == list(range(10, 30))
        assert os.getpid() not in each(where, None, [1, 2])
        assert each(where, None, [1]) == [os.getpid()]  # one thing is not worth the way
    assert set(each(where, None, [1, 2])) == {os.getpid()}


def test_what_the_work_raises_is_raised_here():
    with side_by_side(2), pytest.raises(ZoneprocError, match="做不了"):
        each(refused, None, [1, 2])


@pytest.mark.skipif(os.name == "nt", reason="signals of another system")
def test_a_crew_that_is_killed_costs_no_result():
    with side_by_side(2):
        assert each(killed_elsewhere, os.getpid(), [1, 2, 3]) == [10, 20, 30]
        assert each(added, 1, [1, 2]) == [2, 3]


def test_any_executor_may_be_the_crew(tmp_path: Path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool, working(pool):
        assert each(added, 1, [1, 2, 3]) == [2, 3, 4]

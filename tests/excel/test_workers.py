"""A thing that kills, stops or swells its worker costs itself only (robustness.md 5, isolation)."""

import os
import time
from pathlib import Path

import pytest
from hostile import hurt

from zoneproc.excel.workers import Allowance, Loss, WorkerStartError, on_call, supervised

ALLOWANCE = Allowance(seconds=0.6, memory=1 << 30)
HARM = {
    **dict.fromkeys(("die", "abort", "raise", "exit"), Loss.CRASHED),
    "hang": Loss.HUNG,
    "swell": Loss.SWELLED,
}


def said(values):
    return [value if isinstance(value, Loss) else value.rpartition(" ")[0] for value in values]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_neighbour_is_answered_in_order(workers):
    things = [
        "good 0",
        "die",
        "good 2",
        "abort",
        "hang",
        "good 5",
        "swell",
        "raise",
        "good 8",
        "good 9",
        "exit",
        "good",
    ]
    assert said(supervised(hurt, things, workers, ALLOWANCE)) == [HARM.get(thing, thing) for thing in things]


def test_a_worker_killed_from_outside_costs_nothing(tmp_path):
    """kill -9 of an innocent worker in the middle: the thing is done by the next one."""
    things = [f"die once {tmp_path / str(place)}" if place in (2, 9) else f"good {place}" for place in range(10)]
    assert said(supervised(hurt, things, 2, ALLOWANCE)) == things


def test_few_things_keep_one_worker_busy_and_the_program_itself_none():
    processes = {value.rpartition(" ")[2] for value in supervised(hurt, ["a"] * 8, 4, ALLOWANCE)}
    assert len(processes) == 1
    assert str(os.getpid()) not in processes


@pytest.mark.parametrize(("size", "least", "most"), [(1, 512, 528), (500_000, 90, 104), (5_000_000, 9, 16)])
def test_small_things_are_handed_out_far_ahead_and_large_ones_are_not(size, least, most):
    """Whoever asks may be busy elsewhere without a worker idling, and without holding much more in memory."""
    taken = []
    answers = supervised(len, (taken.append(n) or bytes(size) for n in range(600)), 1, ALLOWANCE)
    assert next(answers) == size
    answers.close()
    assert least <= len(taken) <= most


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells how much a process has asked for")
def test_a_worker_that_has_grown_is_replaced_before_it_is_too_big():
    values = list(supervised(hurt, ["grow"] * 8, 1, ALLOWANCE))
    assert said(values) == ["grow"] * 8
    assert len({value.rpartition(" ")[2] for value in values}) > 1


def test_nothing_is_started_for_nothing_and_nothing_is_left_behind():
    assert list(supervised(hurt, [], 2, ALLOWANCE)) == []
    answers = supervised(hurt, ["good"] * 40, 2, ALLOWANCE)
    worker = int(next(answers).rpartition(" ")[2])
    answers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_worker_that_cannot_begin_is_no_fault_of_any_thing(monkeypatch):
    monkeypatch.setattr("sys.path", [])
    with pytest.raises(WorkerStartError):
        list(supervised(hurt, ["good"], 1, ALLOWANCE))


def test_the_clock_runs_for_each_thing_and_not_for_the_batch():
    begun = time.monotonic()
    assert said(supervised(hurt, ["hang", "good", "hang"], 1, ALLOWANCE)) == [Loss.HUNG, "good", Loss.HUNG]
    assert time.monotonic() - begun < 10


def running(process):
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    return True


def test_on_call_the_next_job_finds_the_same_workers_and_none_outlives_the_block():
    with on_call():
        first, second = ({value.rpartition(" ")[2] for value in supervised(hurt, ["a"], 1, ALLOWANCE)} for _ in "ab")
        assert first == second
        assert said(supervised(hurt, ["die", "good"], 1, ALLOWANCE)) == [Loss.CRASHED, "good"]
        (third,) = {value.rpartition(" ")[2] for value in supervised(hurt, ["a"], 1, ALLOWANCE)}
    assert not running(third)
    assert {value.rpartition(" ")[2] for value in supervised(hurt, ["a"], 1, ALLOWANCE)} != {third}


def test_a_job_broken_off_leaves_no_worker_on_call():
    with on_call():
        answers = supervised(hurt, ["a"] * 20, 1, ALLOWANCE)
        (broken_off,) = {next(answers).rpartition(" ")[2]}
        answers.close()
        assert {value.rpartition(" ")[2] for value in supervised(hurt, ["a"], 1, ALLOWANCE)} != {broken_off}

"""Whatever comes: no file over its time, the supervisor alive, neighbours unharmed (robustness.md 1 and 7.1)."""

import time
from datetime import datetime
from itertools import chain

import pytest
from hostile import refused, survived
from workbooks import FORMS, STAMP, book, sheets

from zoneproc.excel.package import Limits
from zoneproc.inbox import Delivery
from zoneproc.intake.packet import unpacked
from zoneproc.intake.supervision import read_all

NOON = datetime(2026, 4, 1, 12)
GOOD = book(sheets(), STAMP)
TIME, MEMORY = 30.0, 1 << 30


@pytest.fixture(scope="module")
def outcomes():
    """Every hostile file read between good neighbours, and the seconds it took from one answer to the next."""
    files = [Delivery(name, data, NOON) for name, data in chain(refused().items(), survived().items())]
    mixed = list(chain.from_iterable((file, Delivery(f"好文件{n}", GOOD, NOON)) for n, file in enumerate(files)))
    read, taken, begun = [], [], time.monotonic()
    for pair in read_all(mixed, FORMS, 2, Limits(seconds=TIME, memory=MEMORY)):
        read.append(pair)
        taken.append(time.monotonic() - begun)
        begun = time.monotonic()
    assert [delivery for delivery, _ in read] == mixed
    return {delivery.name: unpacked(packet.data, FORMS) for delivery, packet in read}, max(taken)


@pytest.mark.parametrize("name", refused())
def test_a_hostile_file_is_one_finding(name, outcomes):
    submission = outcomes[0][name]
    assert [finding.code.number for finding in submission.findings] == ["S03"]
    assert submission.blocked
    assert submission.tables == {}


@pytest.mark.parametrize("name", survived())
def test_a_file_that_only_looks_hostile_is_read(name, outcomes):
    """It is a workbook, though none of ours: the finding says so, and not that it cannot be opened."""
    assert [finding.code.number for finding in outcomes[0][name].findings] == ["S01"]


def test_good_neighbours_are_read_whole_and_nothing_takes_its_whole_time(outcomes):
    submissions, longest = outcomes
    good = [submission for name, submission in submissions.items() if name.startswith("好文件")]
    assert len(good) == len(submissions) // 2
    assert all(submission.identity and not submission.findings for submission in good)
    assert longest < TIME

"""Reading in other processes gives what reading at home gives; hostile files are in tests/test_hostile.py."""

from datetime import datetime

import pytest
from compounds import compound, xls_stream
from workbooks import FORMS, STAMP, TALK, book, sheets

from zoneproc.excel.package import Limits, Unreadable
from zoneproc.excel.workers import Loss
from zoneproc.inbox import Delivery
from zoneproc.intake import read_submission, supervision
from zoneproc.intake.packet import unpacked
from zoneproc.intake.supervision import read_all

NOON = datetime(2026, 4, 1, 12)


def read(files, *words):
    return [(delivery, unpacked(packet.data, FORMS)) for delivery, packet in read_all(iter(files), FORMS, *words)]


FILES = [
    Delivery("一.xlsx", book(sheets(), STAMP), NOON),
    Delivery("二.xlsx", book(sheets([[*TALK[:3], "3.5", *TALK[4:]]]), STAMP), NOON),
    Delivery("三.xlsx", b"<html>", NOON),
    Delivery("四.xls", compound({"Workbook": xls_stream(b"")}), NOON),
]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_outcome_is_that_of_reading_at_home_in_the_same_order(workers):
    files = [Delivery(f"{n}{file.name}", file.data, NOON) for n in range(4) for file in FILES]
    assert read(files, workers) == [(file, read_submission(file.name, file.data, FORMS)) for file in files]


def test_what_could_not_be_taken_out_of_its_zip_is_told_as_such():
    fault = read_submission("x", b"", FORMS)
    ((_, submission),) = read([Delivery("a.zip/b.xlsx", b"zip", NOON, Unreadable("坏了", "重发"))], 1)
    assert [finding.code for finding in submission.findings] == [finding.code for finding in fault.findings]


def test_a_file_that_takes_its_worker_with_it_is_one_finding(monkeypatch):
    """Each way of being lost has its own words."""
    monkeypatch.setattr(
        supervision, "supervised", lambda work, things, *_: (loss for loss, _ in zip(Loss, things, strict=True))
    )
    lost = [submission for _, submission in read(FILES[:3], 1, Limits(seconds=7))]
    assert [[finding.code.number for finding in submission.findings] for submission in lost] == [["S03"]] * 3
    assert len({submission.findings[0].message for submission in lost}) == 3
    assert all(submission.blocked and submission.identity is None for submission in lost)


def test_limits_hold_in_the_workers_too():
    ((_, submission),) = read(FILES[:1], 1, Limits(file_size=100))
    assert [finding.code.number for finding in submission.findings] == ["S03"]

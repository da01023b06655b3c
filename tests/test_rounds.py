"""Life of a finding (promise 37) and answers (promise 16), from the register alone."""

from datetime import datetime

import pytest

from zoneproc.archive import ACCEPTED, Archive, Filing
from zoneproc.findings import Code, Finding, Place, Severity
from zoneproc.intake import Trace
from zoneproc.rounds import (
    CAME_BACK,
    FIXED,
    FRESH,
    LIVES,
    OPEN,
    Round,
    answers_given,
    finding_lives,
    note_rounds,
    settles,
    trace_lives,
)

A, B, C = (
    Trace("S05", "talks", "D1/E1", "mood"),
    Trace("S06", "talks", "D1/E1", "talk_date"),
    Trace("Q04", "talks", "D2/E3"),
)
UNREAD = Trace("S02", "talks")


def sent(archive, number, *traces, answers=None):
    name = f"{number:x}" * 12
    filing = Filing(
        name, f"{number}.xlsx", 1, "", datetime(2026, 4, number), "MON", "001001", "2026-03", number, ACCEPTED
    )
    note_rounds(archive, [Round(name, traces, answers or {})])
    archive.enter([(archive.lay_down(filing, b"x"), ())], datetime(2026, 4, number))[0]
    return name


def counts(archive):
    return finding_lives(archive)[list(LIVES)].to_numpy().tolist()


def test_new_open_fixed_and_back_again(tmp_path):
    archive = Archive(tmp_path)
    for number, traces in enumerate([(A, B), (B, C), (A,), ()], start=1):
        sent(archive, number, *traces)
    assert counts(archive) == [[2, 0, 0, 0], [1, 1, 1, 0], [0, 0, 2, 1], [0, 0, 1, 0]]


def test_each_finding_has_its_life(tmp_path):
    archive = Archive(tmp_path)
    sent(archive, 1, A, B)
    sent(archive, 2, B)
    last = sent(archive, 3, A, C)
    assert trace_lives(archive)[last] == {str(A): CAME_BACK, str(C): FRESH, str(B): FIXED}


def test_what_could_not_be_read_is_not_mended(tmp_path):
    """A sheet left out hides its errors; they are still open, and so they are when it comes back."""
    archive = Archive(tmp_path)
    sent(archive, 1, A)
    second = sent(archive, 2, UNREAD)
    sent(archive, 3, A)
    assert trace_lives(archive)[second] == {str(A): OPEN, str(UNREAD): FRESH}
    assert counts(archive)[2] == [0, 1, 1, 0]


def test_alike_findings_are_counted_apart():
    assert str(Trace("S05", "talks", "D1", "mood", 2)) != str(Trace("S05", "talks", "D1", "mood"))


def test_noting_again_after_a_crash_changes_nothing(tmp_path):
    archive = Archive(tmp_path)
    note_rounds(archive, [Round("1" * 12, (A, B), {str(A): "先前"})])
    sent(archive, 1, A, B, answers={str(A): "属实"})
    assert counts(archive) == [[2, 0, 0, 0]]
    assert answers_given(archive)["001001", "MON", "2026-03"] == {str(A): "属实"}


def test_answers_survive_later_versions_and_the_last_one_counts(tmp_path):
    archive = Archive(tmp_path)
    sent(archive, 1, A, B)
    sent(archive, 2, A, B, answers={str(A): "一", str(B): "甲"})
    sent(archive, 3, A, B, answers={str(A): "二"})
    assert answers_given(archive)["001001", "MON", "2026-03"] == {str(A): "二", str(B): "甲"}


@pytest.mark.parametrize(
    ("number", "severity", "settled"),
    [
        ("C11", Severity.NOTE, True),
        ("S05", Severity.ERROR, False),
        ("S02", Severity.BLOCK, False),
        ("X05", Severity.ERROR, True),
    ],
)
def test_what_an_answer_settles(number, severity, settled):
    """提醒 and deleted rows; other errors are shown with their answer and stay."""
    finding = Finding(Code(number, severity, "", "", "", ""), Place("a"), "")
    assert settles(finding, "情况属实") is settled
    assert not settles(finding, "")

"""Every report is written, in order of number, named for whom it may reach; nothing fails where nothing is known."""

import pytest
from building import ledger_of
from printed import month_of, opened, quarter_of, year_of

from zoneproc import reports
from zoneproc.reports import REPORTS, Report, write_reports
from zoneproc.results import MonthResult, QuarterResult, YearResult

KINDS = {"month": month_of, "quarter": quarter_of, "year": year_of}
OFFICE = {
    "month": ["R-1", "R-3", "R-4", "R-5", "R-6"],
    "quarter": ["R-7", "R-11"],
    "year": ["R-8", "R-9", "R-10", "R-14", "R-15", "R-16"],
}
"""The workbooks of all branches together; with branches each of them gets its own too."""
ALL = {
    "month": [*OFFICE["month"], "R-17"],
    "quarter": ["R-7", "R-11", "R-12", "R-17"],
    "year": [*OFFICE["year"], "R-17"],
}


def numbers(files):
    return list(dict.fromkeys(file.name.split("_")[0] for file in files))


def test_reports_of_each_kind():
    """R-13 is made by its own command, when the office asks for it."""
    kinds = {(int(report.number[2:]), report.kind) for report in REPORTS.values()}
    assert kinds == {
        *((number, MonthResult) for number in (1, 2, 3, 4, 5, 6, 17)),
        *((number, QuarterResult) for number in (7, 11, 12, 17)),
        *((number, YearResult) for number in (8, 9, 10, 14, 15, 16, 17)),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_written_in_order_marked_internal_and_always_with_the_same_bytes(tmp_path, request, kind):
    """Domain 6: what holds names, contacts or scores carries 内部 in the file name; promise 33."""
    result = request.getfixturevalue(kind)
    files, again = (write_reports(result, tmp_path / name) for name in ("a", "b"))
    assert numbers(files) == ALL[kind]
    assert all(file.stem.endswith("_内部") for file in files)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]


@pytest.mark.parametrize(("kind", "make"), KINDS.items())
def test_nothing_known_gives_complete_workbooks(tmp_path, kind, make):
    files = write_reports(make(ledger_of()), tmp_path)
    assert numbers(files) == OFFICE[kind]
    assert all("计算说明" in opened(file).sheetnames for file in files if not file.name.startswith(("R-1_", "R-3_")))


def test_what_is_worked_out_for_all_branches_is_worked_out_once(tmp_path, month, monkeypatch):
    """However many parts the workbooks of a report are written in, and the files are the same."""
    whole = write_reports(month, tmp_path / "whole")
    asked, handed = [], []
    build, write = Report.workbooks, reports._written
    monkeypatch.setattr(Report, "workbooks", lambda self, result: asked.append(self.number) or build(self, result))
    monkeypatch.setattr(reports, "_written", lambda task, part: handed.append(part) or write(task, part))
    for size in ("_A_PART", "_LEAST"):
        monkeypatch.setattr(reports, size, 1)
    parts = write_reports(month, tmp_path / "parts")
    assert len(asked) == len(set(asked)) < len(handed)
    assert [file.read_bytes() for file in parts] == [file.read_bytes() for file in whole]

"""Every report is written, in order of number, named for whom it may reach; nothing fails where nothing is known."""

import pytest
from building import ledger_of
from printed import month_of, opened, quarter_of, year_of

from zoneproc.reports import REPORTS, write_reports
from zoneproc.results import MonthResult, QuarterResult, YearResult

KINDS = {"month": month_of, "quarter": quarter_of, "year": year_of}
NUMBERS = {"month": ["R-1", "R-3", "R-4", "R-5", "R-6"], "quarter": ["R-7"], "year": ["R-8", "R-9", "R-10"]}


def test_reports_of_each_kind():
    kinds = {report.number: report.kind for report in REPORTS.values()}
    assert kinds == {
        **dict.fromkeys(["R-1", "R-2", "R-3", "R-4", "R-5", "R-6"], MonthResult),
        "R-7": QuarterResult,
        **dict.fromkeys(["R-8", "R-9", "R-10"], YearResult),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_written_in_order_marked_internal_and_always_with_the_same_bytes(tmp_path, request, kind):
    """Domain 6: what holds names, contacts or scores carries 内部 in the file name; promise 33."""
    result = request.getfixturevalue(kind)
    files, again = (write_reports(result, tmp_path / name) for name in ("a", "b"))
    assert [file.name.split("_")[0] for file in files] == NUMBERS[kind]
    assert all(file.stem.endswith("_内部") for file in files)
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]


@pytest.mark.parametrize(("kind", "make"), KINDS.items())
def test_nothing_known_gives_complete_workbooks(tmp_path, kind, make):
    files = write_reports(make(ledger_of()), tmp_path)
    assert [file.name.split("_")[0] for file in files] == NUMBERS[kind]
    assert all("计算说明" in opened(file).sheetnames for file in files if not file.name.startswith(("R-1", "R-3")))

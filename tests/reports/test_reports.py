"""Every report is written, in order of number, named for whom it may reach; nothing fails where nothing is known."""

import pytest
from building import ledger_of
from printed import company, month_of, opened, quarter_of, year_of

from zoneproc.reports import REPORTS, write_reports
from zoneproc.results import MonthResult, QuarterResult, YearResult

MAKERS = [month_of, quarter_of, year_of]
NUMBERS = {month_of: ["R-3", "R-4", "R-5", "R-6"], quarter_of: ["R-7"], year_of: ["R-8", "R-9", "R-10"]}


def test_reports_of_each_kind():
    kinds = {report.number: report.kind for report in REPORTS.values()}
    assert kinds == {
        **dict.fromkeys(["R-2", "R-3", "R-4", "R-5", "R-6"], MonthResult),
        "R-7": QuarterResult,
        **dict.fromkeys(["R-8", "R-9", "R-10"], YearResult),
    }


@pytest.mark.parametrize("make", MAKERS)
def test_written_in_order_of_number_and_marked_internal(tmp_path, make):
    """Domain 6: what holds names, contacts or scores carries 内部 in the file name."""
    files = write_reports(make(company()), tmp_path)
    assert [file.name.split("_")[0] for file in files] == NUMBERS[make]
    assert all(file.is_file() and file.stem.endswith("_内部") for file in files)


@pytest.mark.parametrize("make", MAKERS)
def test_nothing_known_gives_complete_workbooks(tmp_path, make):
    files = write_reports(make(ledger_of()), tmp_path)
    assert [file.name.split("_")[0] for file in files] == NUMBERS[make]
    assert all("计算说明" in opened(file).sheetnames for file in files if "R-3" not in file.name)


@pytest.mark.parametrize("make", MAKERS)
def test_same_result_gives_same_bytes(tmp_path, make):
    """Promise 33."""
    first, second = (write_reports(make(company()), tmp_path / name) for name in ("a", "b"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]

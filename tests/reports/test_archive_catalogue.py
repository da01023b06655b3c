"""R-14 一支部一册: present, empty by 零报告, missing; from received returns and documents (S5.1.2b, B-7)."""

from dataclasses import replace

import pytest
from building import ledger_of
from member_rows import report, talk
from packages import everything_in
from printed import opened, run_of, table
from year_rows import HERE, THERE, branch

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.archive_catalogue import archive_catalogues, records_of

MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def result(year):
    returns = [
        {"branch_code": HERE, "form": "MON", "period": month, "received_at": f"{month}-28 10:00"}
        for month in MONTHS[:11]
    ]
    ledger = ledger_of(
        returns=returns,
        organisations=[branch(), branch(THERE)],
        talks=[talk(month, "E1") for month in MONTHS[:10]],
        monthly_reports=[report(month) for month in MONTHS[:11]],
        documents=[{"doc_kind": "实施意见", "doc_name": "=意见", "doc_date": "2026-01-08", "location": "盒1"}],
    )
    return replace(year, run=run_of(ledger, "2026"))


@pytest.fixture(scope="module")
def records(result):
    rows = records_of(result.run)
    return rows[rows["branch_code"] == HERE].set_index("name")


def test_what_is_missing_is_named_by_period(records):
    assert tuple(records.loc["M-1 联系谈心记录", ["due", "held", "state", "said"]]) == (12, 10, "缺", "缺:11月、12月")
    assert tuple(records.loc["M-2 党员月汇报", ["due", "held", "state", "said"]]) == (12, 11, "缺", "缺:12月")


def test_a_sheet_that_may_be_empty_is_missing_only_with_its_return(records):
    """U69: 零报告 where the return came."""
    assert tuple(records.loc["M-3 群众意见台账", ["held", "state", "said"]]) == (0, "缺", "缺:12月")


def test_documents_by_kind(records):
    assert records.loc["B-7 实施意见", "state"] == "齐全"
    assert records.loc["B-7 责任书", "state"] == "缺"
    assert records.loc["B-2 党小组", "state"] == "零报告"


def test_the_office_sees_all_and_each_branch_has_its_catalogue(result, tmp_path):
    office, here, there = (write_workbook(tmp_path, book) for book in archive_catalogues(result))
    assert {row["支部"] for row in table(opened(office), "总览", "支部")} == {"支部1", "支部2"}
    assert here.parent.name == "档案目录"
    values = [cell.value for row in opened(here)["档案目录"].iter_rows() for cell in row]
    assert any(str(value).startswith("=意见") for value in values)
    assert "=意见" not in everything_in(there)
    assert not opened(here)["档案目录"].row_breaks.brk


def test_no_branches_no_catalogues(year):
    assert len(archive_catalogues(replace(year, run=run_of(ledger_of(), "2026")))) == 1

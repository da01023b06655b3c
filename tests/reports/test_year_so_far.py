"""R-7's year so far: B of every quarter and their mean, as the year will take them (promise 24, U36)."""

import openpyxl
import pytest
from member_rows import adjustment, rating
from printed import company, printed, quarter_of, run_of, table

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.member_quarter import quarter_book
from zoneproc.reports.year_so_far import SO_FAR
from zoneproc.results import QuarterResult
from zoneproc.rules import default_rule_book
from zoneproc.scoring.quarter import score_quarter
from zoneproc.scoring.year import score_year


@pytest.fixture(scope="module")
def ledger():
    ratings = [
        rating(word, number, _period=period)
        for number in ("D1", "D2")
        for word, period in (("好", "2026Q1"), ("较好", "2026Q2"), ("差", "2026Q3"))
    ]
    praise = [
        adjustment("表彰奖励", "公司", day, "D1", _period=period)
        for day, period in (("2026-02-11", "2026Q1"), ("2026-08-11", "2026Q3"))
    ]
    return company(assessments=ratings, adjustments=praise)


def quarter(ledger, period):
    run = run_of(ledger, period)
    return QuarterResult(run, score_quarter(ledger, run.rules, run.period))


def so_far(ledger, period, folder):
    book = printed(quarter_book(quarter(ledger, period))[0], folder)
    return {row["党员编号"]: row for row in table(book, SO_FAR, "支部")}


def test_the_first_quarter_is_the_year_so_far(tmp_path):
    assert SO_FAR not in printed(quarter_book(quarter_of(company()))[0], tmp_path).sheetnames


def test_mean_bonus_and_quarters_are_those_of_the_year_u36(ledger, tmp_path):
    rows = so_far(ledger, "2026Q3", tmp_path)
    members = score_year(ledger, default_rule_book(), 2026).members.set_index("member_no")
    assert set(rows) == {"D1", "D2", "D3"}
    for number, row in rows.items():
        quarters = [members.at[number, name] for name in ("q1", "q2", "q3")]
        assert [row["1季度"], row["2季度"], row["3季度"]] == pytest.approx(quarters)
        assert row["平均"] == pytest.approx(sum(quarters) / 3)
        assert row["已考核"] == 3
    assert "4季度" not in rows["D1"]
    assert [rows[number]["加分"] for number in ("D1", "D2")] == [4, 0]


def test_a_quarter_without_a_score_is_left_out_of_the_mean(ledger, tmp_path):
    result = quarter(ledger, "2026Q2")
    members = result.scores.members
    members.loc[members["member_no"] == "D2", ["base", "total"]] = float("nan")
    row = {row["党员编号"]: row for row in table(printed(quarter_book(result)[0], tmp_path), SO_FAR, "支部")}["D2"]
    assert (row["2季度"], row["已考核"], row["平均"]) == ("—", 1, row["1季度"])


def test_the_mean_follows_this_quarter_wherever_its_row_stands(ledger, tmp_path):
    """By number, not by row: both sheets may be sorted."""
    sheet = openpyxl.load_workbook(write_workbook(tmp_path, quarter_book(quarter(ledger, "2026Q2"))[0]))[SO_FAR]
    texts = [cell.value for cell in sheet[6] if cell.data_type == "f"]
    assert "MATCH($B6," in texts[0]
    assert "AVERAGE($E6:$F6)" in texts[2]
    assert sheet.auto_filter.ref

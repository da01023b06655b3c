"""R-5: contacts, talks month by month, gaps; 未报 is not 缺 (S4.3b, S4.3e, 4/34)."""

from dataclasses import replace

import pandas as pd
import pytest
from printed import printed, table

from zoneproc.period import Period
from zoneproc.reports.contact_book import contact_book, equipped, worst_by_month


@pytest.fixture(scope="module")
def book(month, tmp_path_factory):
    return printed(contact_book(month)[0], tmp_path_factory.mktemp("r5"))


def test_overview_counts_and_rates(book):
    rows = [[cell.value for cell in row] for row in book["总览"].iter_rows(min_row=6)]
    assert rows[0][1:12] == ["支部1", 2, 2, 2, 2, 1, 0.5, 6, 5, pytest.approx(5 / 6)]
    assert rows[1][1:12] == ["支部2", 1, 1, 1, 1, 0, 0, 3, 0, 0]
    assert rows[2][1:3] == ["合计", 3]


def test_members_month_by_month(book):
    rows = {row["姓名"]: row for row in table(book, "党员明细", "支部")}
    assert [rows["张三"][f"{month}月"] for month in (1, 2, 3)] == ["√", "√", "√"]
    assert [rows["李四"][f"{month}月"] for month in (1, 2, 3)] == ["√", "√", "缺"]
    assert [rows["王五"][f"{month}月"] for month in (1, 2, 3)] == ["未报", "未报", "未报"]
    assert rows["张三"]["情况"] == "不足"


def listed(book, title):
    return [(row["月份"], row["党员编号"], row["情况"]) for row in table(book, title, "月份")]


def test_gaps_of_the_month_stand_apart_from_earlier_ones_the_latest_first(book):
    assert listed(book, "缺谈清单") == [("2026-03", "D2", "缺"), ("2026-03", "D3", "未报")]
    assert listed(book, "往月缺谈") == [("2026-02", "D3", "未报"), ("2026-01", "D3", "未报")]


def test_the_first_month_of_the_year_has_no_earlier_gaps(month, tmp_path):
    january = replace(
        month,
        run=replace(month.run, period=Period(2026, 1, 1)),
        contact_months=month.contact_months[month.contact_months["month"] == "2026-01"],
    )
    first = printed(contact_book(january)[0], tmp_path)
    assert listed(first, "缺谈清单") == [("2026-01", "D3", "未报")]
    assert "往月缺谈" not in first.sheetnames


def test_the_worst_state_of_a_month_is_shown():
    rows = pd.DataFrame({"who": ["a", "a", "b"], "month": ["1", "1", "2"], "state": ["√", "缺", "√"]})
    assert worst_by_month(rows, ["who"]).fillna("").to_dict("index") == {
        "a": {"1": "缺", "2": ""},
        "b": {"1": "", "2": "√"},
    }


def test_floor_and_target_are_told_apart():
    """S4.3b, 1.3 A1: below 2 is a fault, 2 meets the floor, 3 the target; who is not on duty owes none."""
    rows = pd.DataFrame({"contacts": [1, 2, 3, 6, 1, None], "floor": [2, 2, 2, 2, 1, None]})
    assert equipped(rows, 3).tolist() == ["不足", "达标", "达到目标", "达到目标", "达标", "不在岗"]

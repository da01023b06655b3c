"""R-6: monthly reports, and opinions as last reported, overdue ones first (S5.1.2d–f, U07)."""

import pytest
from printed import company, month_of, printed, table

from zoneproc.reports.report_book import report_book


def opinion(number, period, status, due="2026-03-31", **cells):
    row = {
        "opinion_no": number,
        "_period": period,
        "collected_date": "2026-02-10",
        "member_no": "D1",
        "team_code": "052-01",
    }
    return row | {"opinion_kind": "营运排班", "content": "发车间隔", "opinion_status": status, "due_date": due} | cells


OPINIONS = [
    opinion("Y1", "2026-02", "办理中"),
    opinion("Y1", "2026-03", "已办结", reply_date="2026-03-20"),
    opinion("Y2", "2026-03", "办理中", reporter="匿名者"),
    opinion("Y3", "2026-03", "办理中", due="2026-05-01"),
    opinion("Y4", "2026-03", "已转公司"),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return printed(report_book(month_of(company(opinions=OPINIONS)))[0], tmp_path_factory.mktemp("r6"))


def test_overview_counts_reports_and_opinions(book):
    rows = [[cell.value for cell in row] for row in book["总览"].iter_rows(min_row=6, max_row=7)]
    assert rows[0][1:11] == ["支部1", 2, 1, 0, 1, 0.5, pytest.approx(5 / 6), 4, 2, 1]


def test_members_month_by_month(book):
    rows = {row["姓名"]: [row[f"{month}月"] for month in (1, 2, 3)] for row in table(book, "党员逐月", "支部")}
    assert rows == {"张三": ["√", "√", "√"], "李四": ["√", "√", "缺"], "王五": ["未报", "未报", "未报"]}


def test_open_opinions_the_overdue_first(book):
    rows = table(book, "未办结意见", "意见编号")
    assert [(row["意见编号"], row["情况"], row["超期天数"]) for row in rows] == [
        ("Y2", "超期", 13),
        ("Y3", "办理中", None),
    ]


def test_each_opinion_counts_once_and_nobody_is_named(book):
    rows = table(book, "意见台账", "意见编号")
    assert [row["情况"] for row in rows] == ["已办结", "超期", "办理中", "已转公司"]
    assert all(
        "匿名者" not in [str(cell.value) for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets
    )

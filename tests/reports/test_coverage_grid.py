"""R-4: who covers which team, what is open, for how long (S4.1c, U46)."""

import pytest
from printed import NOTED, WRONG, company, finding, month_of, printed, table
from year_rows import HERE

from zoneproc.reports.coverage_grid import by_branch, coverage_book


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    told = (finding(NOTED, HERE), finding(WRONG, HERE))
    return printed(coverage_book(month_of(company(), findings=told))[0], tmp_path_factory.mktemp("r4"))


def test_branches_with_shares_by_hand(month):
    rows = by_branch(month).set_index("branch")
    assert rows.loc["支部1", ["teams", "teams_direct", "teams_open", "lines_open"]].tolist() == [2, 1, 1, 0]
    assert rows.loc["支部2", ["teams", "teams_reinforced", "lines_reinforced"]].tolist() == [1, 1, 1]
    assert rows["teams_share"].tolist() == [0.5, 1.0]


def test_grid_names_holders_and_state(book):
    rows = {row["班组编码"]: row for row in table(book, "网格明细", "支部")}
    assert (rows["052-01"]["主责"], rows["052-01"]["协责"], rows["052-01"]["月末状态"]) == ("张三", "李四", "直接覆盖")
    assert (rows["052-02"]["主责"], rows["052-02"]["月末状态"], rows["052-02"]["本年未覆盖天数"]) == ("—", "未覆盖", 90)
    assert rows["060-01"]["月末状态"] == "充实覆盖"


def test_picture_has_one_box_per_team(book):
    rows = table(book, "网格图", "支部")
    assert [(row["班组1"], row["班组2"]) for row in rows] == [
        ("一班\n张三\n直接覆盖", "二班\n—\n未覆盖"),
        ("三班\n王五\n充实覆盖", None),
    ]


def test_open_list_and_problems_of_coverage_only(book):
    assert [(row["编号"], row["本年未覆盖天数"]) for row in table(book, "未覆盖清单", "支部")] == [("052-02", 90)]
    assert [row["代码"] for row in table(book, "问题清单", "序号")] == ["C06"]


def test_first_sheet_tells_the_figures_first_then_what_is_to_be_done(book):
    index = book["目录"]
    cells = {index[f"B{row}"].value: index[f"C{row}"].value for row in range(4, 11)}
    assert cells["结果性质"] == "正式"
    assert [cells[name] for name in ("应覆盖线路", "未覆盖线路", "应覆盖班组", "未覆盖班组", "班组覆盖率")] == [
        "2 条",
        "0 条",
        "3 个",
        "1 个",
        "66.7%",
    ]
    assert index["A12"].value == "请办理"
    assert (index["E13"].value, index["F13"].value) == ("1 个", "未覆盖清单")


def test_course_has_the_company_and_every_branch_month_by_month(book):
    rows = {row["支部"]: row for row in table(book, "走势", "支部")}
    assert set(rows) == {"全公司", "支部1", "支部2"}
    assert [rows["支部1"][f"{month}月"] for month in (1, 2, 3)] == [0.5, 0.5, 0.5]
    assert rows["全公司"]["3月"] == pytest.approx(2 / 3)

"""R-17: to each branch its own results; another branch's people and scores are nowhere in the file (domain.md 6)."""

from dataclasses import replace

import pytest
from packages import everything_in
from printed import NOTED, WRONG, finding, opened, table
from year_rows import HERE, THERE

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.feedback import month_feedback, quarter_feedback, year_feedback

FINDINGS = (finding(WRONG, HERE, value="=1+1"), finding(NOTED, THERE))
MAKES = {"2026-03": month_feedback, "2026Q1": quarter_feedback, "2026": year_feedback}
OWN, OTHERS = ("张三", "李四", ">D1<", ">D2<", "一班"), ("王五", ">D3<", "三班", "支部2", "001002")


@pytest.fixture(scope="module")
def files(month, quarter, year, tmp_path_factory):
    folder = tmp_path_factory.mktemp("反馈")
    found = [replace(each, run=replace(each.run, findings=FINDINGS)) for each in (month, quarter, year)]
    return {
        str(result.run.period): [write_workbook(folder, book) for book in MAKES[str(result.run.period)](result)]
        for result in found
    }


@pytest.mark.parametrize("period", MAKES)
def test_one_workbook_per_branch_with_its_own_people_alone(files, period):
    here, there = files[period]
    assert here.name == f"R-17_支部反馈_支部1_{period}_内部.xlsx"
    assert here.parent.name == "支部反馈"
    ours, theirs = everything_in(here), everything_in(there)
    assert not [mark for mark in OTHERS if mark in ours]
    assert not [mark for mark in OWN if mark in theirs]
    assert "张三" in ours
    assert "王五" in theirs


def test_the_month_tells_what_to_mend_and_how_coverage_and_contacts_stand(files):
    book = opened(files["2026-03"][0])
    assert [row["代码"] for row in table(book, "问题清单", "级别") if row["代码"]] == ["S05"]
    teams = {row["班组"]: row["情况"] for row in table(book, "覆盖情况", "线路")}
    assert teams == {"一班": "直接覆盖", "二班": "未覆盖"}
    people = {row["姓名"]: row for row in table(book, "谈心与汇报", "党员编号")}
    assert (people["张三"]["月汇报"], people["李四"]["月汇报"]) == ("√", "缺")


def test_the_quarter_tells_items_scores_and_what_cost_points(files):
    book = opened(files["2026Q1"][0])
    rows = {row["姓名"]: row for row in table(book, "得分", "支部内\n名次")}
    assert rows["张三"]["得分"] > rows["李四"]["得分"]
    assert any(row["姓名"] == "李四" and row["代码"] == "I11" for row in table(book, "扣分说明", "党员编号"))


def test_the_year_tells_the_branchs_items(files):
    rows = {row["代码"]: row for row in table(opened(files["2026"][0]), "支部得分", "代码")}
    assert rows["A1"]["满分"] == 10
    assert rows["B1"]["得分"] == "不适用"


def test_the_year_tells_what_the_total_is_made_of(files, year):
    told = {row[1].value: row[2].value for row in opened(files["2026"][0])["目录"].iter_rows(max_col=3)}
    own = year.scores.branches.set_index("branch_code").loc[HERE]
    parts = [told[label] for label in ("支部年度得分", "其中:数据部分", "听看谈访", "加分", "扣分")]
    assert parts == [
        f"{own[name]:.2f}" if name != "visit_points" else "—"
        for name in ("total", "data_points", "visit_points", "bonus", "deduction")
    ]

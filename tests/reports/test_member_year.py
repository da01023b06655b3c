"""R-8: four quarters, 评议, total, grade, places; contradictions are listed, never resolved (3.2)."""

from dataclasses import replace

import pytest
from printed import printed, table

from zoneproc.reports.member_year import member_year_book


@pytest.fixture(scope="module")
def result(year):
    members = year.scores.members.assign(q1=[100.0, 80.0, float("nan")], total=[95.0, 55.0, float("nan")])
    members["grade"] = ["优秀", "不合格", "不定等次"]
    members["rank"] = members["rank"].where(members["member_no"] != "D3").mask(members["member_no"] == "D2", 2)
    members["company_rank"] = members["rank"]
    members["unscored_reason"] = ["", "", "已考核季度不足2个"]
    members["contradiction"] = ["", "年度不合格,民主评议优秀", ""]
    return replace(year, scores=replace(year.scores, members=members))


@pytest.fixture(scope="module")
def book(result, tmp_path_factory):
    return printed(member_year_book(result)[0], tmp_path_factory.mktemp("r8"))


def test_members_by_branch_and_place(book):
    rows = table(book, "综合表", "支部")
    assert [(row["姓名"], row["1季度"], row["得分"], row["年度等次"]) for row in rows] == [
        ("张三", 100, 95, "优秀"),
        ("李四", 80, 55, "不合格"),
        ("王五", "—", "—", "不定等次"),
    ]
    assert "已考核季度不足2个" in rows[2]["备注"]


def test_company_order_leaves_out_who_is_not_ranked(book):
    assert [row["姓名"] for row in table(book, "公司名次", "公司名次")] == ["张三", "李四"]


def test_contradictions_are_listed(book):
    assert [row["党员编号"] for row in table(book, "需核对", "支部")] == ["D2"]


def test_overview_counts_grades(book):
    rows = {row["支部"]: row for row in table(book, "总览", "支部")}
    assert (rows["合计"]["优秀"], rows["合计"]["不合格"], rows["支部1"]["平均得分"]) == (1, 1, 75)
    assert book["排名图"]._charts

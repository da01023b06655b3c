"""R-7: items, score, grade, place, and what cost points, by branch and place (S5.2.1a, U38–U40)."""

from dataclasses import replace

import pytest
from member_rows import adjustment
from printed import company, open_returns, printed, quarter_of, table
from year_rows import HERE

from zoneproc.reports.member_quarter import quarter_book, remarks


@pytest.fixture(scope="module")
def result():
    return quarter_of(company(adjustments=[adjustment("表彰奖励", "公司", number="D1", _period="2026Q1")]))


@pytest.fixture(scope="module")
def book(result, tmp_path_factory):
    return printed(quarter_book(result)[0], tmp_path_factory.mktemp("r7"))


def test_members_stand_by_branch_and_place_with_every_item(book, result):
    rows = table(book, "得分表", "支部")
    assert [(row["姓名"], row["支部内名次"]) for row in rows] == [("张三", 1), ("李四", 2), ("王五", 1)]
    best = rows[0]
    # Everything done: 15+6+4+12+10+4+5+5+10 of the items that apply; one company commendation is worth 2.
    assert (best["基础分"], best["加分"], best["得分"]) == (100, 2, 102)
    assert [best[code] for code in ("I11", "I23", "I51", "I61")] == [15, "不适用", "不适用", "不适用"]
    worse = result.scores.members.set_index("member_no").loc["D2"]
    assert (rows[1]["得分"], rows[1]["等次"]) == (worse["total"], worse["grade"])


def test_items_are_a_heat_map_up_to_their_full_points(book):
    rules = [rule for rules in book["得分表"].conditional_formatting for rule in rules.rules]
    ends = [rule.colorScale.cfvo[2].val for rule in rules if rule.type == "colorScale"][:3]
    assert ends == ["$H$5", "$I$5", "$J$5"]
    assert [book["得分表"][cell.replace("$", "")].value for cell in ends] == [15, 6, 4]


def test_what_cost_points_is_told_with_its_place(book):
    rows = [row for row in table(book, "扣分说明", "支部") if row["党员编号"] == "D2"]
    told = {(row["代码"], row["计数"], row["工作表"]) for row in rows}
    assert {("I11", "0 / 1", "重点联系人"), ("I12", "0 / 1", None), ("I32", "1", "党员季度考核表")} <= told
    assert not [row for row in table(book, "扣分说明", "支部") if row["党员编号"] == "D1"]


def test_adjustments_show_points_of_the_rules(book):
    assert [(row["党员编号"], row["分值"], row["是否计分"]) for row in table(book, "加减分", "支部")] == [
        ("D1", 2, "计分")
    ]


def test_ties_vetoes_limits_and_missing_scores_are_remarked(result, tmp_path):
    members = result.scores.members.assign(rank=1, tied=[True, True, False])
    members["veto_kind"] = ["酒后驾驶", "", ""]
    members["cap_note"] = ["", "并列待定", ""]
    members["unscored_reason"] = ["", "", "免考"]
    members["small_sample"] = [False, False, True]
    assert remarks(members).tolist() == ["一票否决:酒后驾驶", "并列待定", "不定等次:免考;小样本"]
    changed = replace(result, scores=replace(result.scores, members=members))
    sheet = printed(quarter_book(changed)[0], tmp_path)["得分表"]
    assert "并列" in sheet["B7"].number_format
    assert "并列" not in sheet["B9"].number_format


def test_awaited_returns_make_everything_provisional(tmp_path):
    awaited = open_returns((HERE, "支部1", "QTR", "2026Q1", "2026-04-10 18:00"))
    book = printed(quarter_book(quarter_of(company(), open_returns=awaited))[0], tmp_path)
    assert all("结果性质:暂定(尚缺 1 份报表)" in sheet["A2"].value for sheet in book.worksheets)
    assert [row["支部编码"] for row in table(book, "计算说明", "支部编码")] == [HERE]

"""The six tasks of a branch beside the company: shares of the full points, told without anybody else's scores."""

from dataclasses import replace

import pandas as pd
import pytest
from printed import opened, table
from year_rows import HERE, THERE

from zoneproc.excel.sheets import write_workbook
from zoneproc.reports.feedback import quarter_feedback
from zoneproc.reports.task_shares import TITLE, radar, task_shares, weakest


@pytest.fixture(scope="module")
def shares(quarter):
    return task_shares(quarter)


def by_hand(quarter, subjects, block):
    items = {row.code for row in quarter.run.rules.indicators("党员", "季度") if row.block == block}
    rows = [
        row
        for row in quarter.scores.points.to_dict("records")
        if row["subject"] in subjects and row["indicator"] in items and row["points"] == row["points"]
    ]
    full = sum(row["full"] for row in rows)
    return sum(row["points"] for row in rows) / full if full else None


def test_shares_are_points_over_full_points_of_those_scored(quarter, shares):
    members = quarter.scores.members[quarter.scores.members["total"].notna()]
    blocks = list(dict.fromkeys(row.block for row in quarter.run.rules.indicators("党员", "季度")))
    assert set(shares["branch_code"]) == {HERE, THERE}
    for code, rows in shares.groupby("branch_code"):
        own = set(members.loc[members["branch_code"] == code, "member_no"])
        for row in rows.to_dict("records"):
            expected = by_hand(quarter, own, row["block"])
            assert (row["own"] == pytest.approx(expected)) if expected is not None else pd.isna(row["own"])
            assert row["company"] == pytest.approx(by_hand(quarter, set(members["member_no"]), row["block"]))
        assert list(rows["block"]) == [block for block in blocks if block in set(rows["block"])]


def test_who_is_not_scored_does_not_count(quarter, shares):
    members = quarter.scores.members
    unscored = members["total"].where(members["branch_code"] != HERE)
    changed = replace(quarter, scores=replace(quarter.scores, members=members.assign(total=unscored)))
    rows = task_shares(changed)
    assert rows.loc[rows["branch_code"] == HERE, "own"].isna().all()
    assert weakest(rows[rows["branch_code"] == HERE]) == "不适用"
    there = rows["branch_code"] == THERE
    assert (rows.loc[there, "own"] == rows.loc[there, "company"]).all()
    assert not shares.loc[shares["branch_code"] == HERE, "own"].isna().all()


def test_the_weakest_task_is_the_one_furthest_below():
    rows = pd.DataFrame({"task": ["甲", "乙", "丙"], "gap": [-0.02, -0.1, float("nan")]})
    assert weakest(rows).startswith("乙")
    assert "10.0" in weakest(rows)
    assert "甲" not in weakest(rows.assign(gap=[0.0, 0.1, float("nan")]))


def test_the_radar_begins_at_the_same_share_for_every_branch(shares):
    assert radar(shares).start <= shares[["own", "company"]].min().min() - 0.1 or radar(shares).start == 0


def test_the_table_and_the_radar_are_in_the_branchs_workbook(quarter, shares, tmp_path):
    book = opened(write_workbook(tmp_path, quarter_feedback(quarter)[0]))
    rows = {row["任务"]: row for row in table(book, TITLE, "任务")}
    own = shares[shares["branch_code"] == HERE]
    assert list(rows) == list(own["task"])
    assert rows["一 宣传教育"]["本支部"] == pytest.approx(own["own"].iloc[0])
    (chart,) = book["目录"]._charts
    assert [series.val.numRef.f.split("!")[0].strip("'") for series in chart.series] == [TITLE, TITLE]

"""Grades by cut-off and the limit on 优秀."""

import pandas as pd
from building import rules_of

from zoneproc.scoring.grading import grades_of, within_caps
from zoneproc.scoring.ranking import shared_ranks

GRADES = rules_of().grades("党员", "季度")


def cut(totals, **columns):
    frame = pd.DataFrame({"branch_code": "001001", "total": pd.Series(totals, dtype="float64")} | columns)
    frame["grade"] = grades_of(frame["total"], GRADES, pd.Series(False, frame.index))
    return within_caps(frame.assign(rank=shared_ranks(frame, ["total"])), GRADES)


def test_grades_compare_the_printed_total():
    totals = pd.Series([90.0, 89.99, 80.0, 60.0, 59.99, None])
    free = pd.Series(False, totals.index)
    assert grades_of(totals, GRADES, free).tolist() == ["优秀", "良好", "良好", "合格", "不合格", "不定等次"]


def test_a_veto_wins_over_no_score_u37():
    assert grades_of(pd.Series([float("nan"), 95.0]), GRADES, pd.Series([True, True])).tolist() == ["不合格", "不合格"]


def test_at_most_thirty_percent_rounded_down_u38():
    found = cut([99, 98, 97, 96, 95, 94, 80, 70, 60, 50])
    assert found["grade"].tolist()[:5] == ["优秀", "优秀", "优秀", "良好(限额)", "良好(限额)"]
    assert found["total"].tolist()[3] == 96
    assert found["capped"].sum() == 3


def test_at_least_one_may_be_excellent_u38():
    assert cut([95, 94])["grade"].tolist() == ["优秀", "良好(限额)"]


def test_a_full_tie_across_the_line_leaves_nobody_in_u38():
    found = cut([99, 98, 97, 97, 96, 94, 80, 70, 60, 50])
    assert found["grade"].tolist()[:5] == ["优秀", "优秀", "良好(限额)", "良好(限额)", "良好(限额)"]
    assert found["cap_note"].tolist()[:5] == ["", "", "并列待定", "并列待定", "超出名额"]
    assert cut([100] * 4)["grade"].tolist() == ["良好(限额)"] * 4

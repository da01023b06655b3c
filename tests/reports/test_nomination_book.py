"""R-15: places, candidates, what the branches recommended and its faults (Y-3, U62–U66)."""

from dataclasses import replace

import pandas as pd
import pytest
from printed import company, printed, table
from year_rows import HERE, THERE

from zoneproc.reports.nomination_book import nomination_book, nominations


def named(subject, award="优秀共产党员", **cells):
    row = {"_period": "2026", "_branch": HERE, "award": award, "subject_no": subject, "subject_name": "=名称"}
    row |= {"rank_in_branch": 1, "meeting_date": "2026-12-16", "deeds": "@事迹", "notice_result": "无异议"}
    row |= {"voting_expected": 20, "voting_attended": 18, "ayes": 15}
    return row | {"notice_from": "2026-12-17", "notice_to": "2026-12-23"} | cells


NAMED = [
    named("D1"),
    named("D2", voting_attended=10, ayes=10, rank_in_branch=2),
    named("D9", notice_to="2026-12-22", rank_in_branch=3),
    named("D3", notice_result="有异议", _branch=THERE),
]
AWARDS = [
    ("先进党支部", THERE, "支部2", THERE, 92.0, 2, 1, "候补", "", False),
    ("先进党支部", HERE, "支部1", HERE, 95.0, 1, 1, "入围", "", True),
    ("优秀共产党员", "D2", "李四", HERE, 55.0, None, 1, "不符合", "年度得分不足90分", True),
    ("优秀共产党员", "D3", "王五", THERE, 95.0, 1, 2, "入围", "", True),
    ("优秀共产党员", "D1", "张三", HERE, 95.0, 1, 1, "入围", "", True),
]


@pytest.fixture(scope="module")
def result(year):
    awards = pd.DataFrame(AWARDS, columns=year.scores.awards.columns).astype({"rank": "Int64"})
    run = replace(year.run, ledger=company(nominations=NAMED))
    return replace(year, run=run, scores=replace(year.scores, awards=awards))


def test_awards_tell_places_and_reasons(result, tmp_path):
    book = printed(nomination_book(result)[0], tmp_path)
    rows = table(book, "先进党支部", "结论")
    assert [(row["结论"], row["名称"], row["支部推荐"]) for row in rows] == [
        ("入围", "支部1", "已推荐"),
        ("候补", "支部2", None),
    ]
    assert [row["编码"] for row in table(book, "优秀共产党员", "结论")] == ["D1", "D2", "D3"]
    overview = {row["奖项"]: row for row in table(book, "评优总览", "奖项")}
    assert [overview["优秀共产党员"][name] for name in ("名额", "入围", "不符合")] == [3, 2, 1]


def test_every_recommendation_is_held_against_the_rules(result):
    """More than half present and in favour (V04), five working days (2.6), no objection, a sound candidate."""
    rows = nominations(result).set_index("subject_no")
    assert rows["status"].to_dict() == {"D1": "入围", "D2": "不符合", "D9": "不在候选范围", "D3": "入围"}
    faults = {number: text.split(";") for number, text in rows["fault"].items()}
    assert faults["D1"] == ["未发现问题"]
    assert len(faults["D2"]) == 3
    assert "年度得分不足90分" in faults["D2"]
    assert len(faults["D9"]) == 2
    assert faults["D3"] == ["公示有异议,请核实"]


def test_texts_stay_texts(result, tmp_path):
    book = printed(nomination_book(result)[0], tmp_path)
    assert {row["名称"] for row in table(book, "推荐名单", "奖项")} == {"=名称"}
    assert {row["事迹摘要"] for row in table(book, "推荐事迹", "奖项")} == {"@事迹"}


def test_nothing_recommended_gives_a_whole_book(year, tmp_path):
    assert "推荐名单" in printed(nomination_book(year)[0], tmp_path).sheetnames

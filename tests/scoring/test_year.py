"""The whole year from rows: frames fit together, and nothing fails where nothing is known (3.2–3.5)."""

import pandas as pd
import pytest
from building import ledger_of
from member_rows import link, member, rating, report, talk, zone
from year_rows import HERE, YEAR, branch, team, unit

from zoneproc.rules import default_rule_book
from zoneproc.scoring.year import YearScores, score_year

GROUP = HERE + "001"
MONTHS = [str(month) for month in YEAR.months]
PEOPLE = ("D1", "D2", "D3")


def small_company():
    quarters = [str(quarter) for quarter in YEAR.quarters]
    return {
        "organisations": [branch()],
        "subcompanies": [unit()],
        "teams": [team("052-01")],
        "groups": [{"group_code": GROUP, "group_name": "一组", "leader_member_no": "D1", "start_date": "2020-01-01"}],
        "members": [member(number, group_code=GROUP) for number in PEOPLE],
        "zones": [zone(number) for number in PEOPLE],
        "contacts": [link(f"P{number}{at}", number) for number in PEOPLE for at in (1, 2)],
        "talks": [talk(month, f"P{number}{at}", number) for month in MONTHS for number in PEOPLE for at in (1, 2)],
        "monthly_reports": [report(month, number) for month in MONTHS for number in PEOPLE],
        "assessments": [rating("好", number, _period=quarter) for quarter in quarters for number in PEOPLE],
        "secretaries": [{"branch_code": HERE, "member_no": "D1", "secretary_name": "赵六", "start_date": "2024-05-10"}],
        "reviews": [{"_period": "2026", "member_no": "D1", "pv_excellent": 10, "pv_pass": 0, "review_grade": "优秀"}],
        "hearings": [{"_period": "2026", "branch_code": HERE, "judge_no": "P1", "score": 90.0, "recused": False}],
    }


@pytest.fixture(scope="module")
def year() -> YearScores:
    return score_year(ledger_of(**small_company()), default_rule_book(), 2026)


def test_four_quarters_and_everybody_scored(year):
    assert [str(scores.period) for scores in year.quarters] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert year.members["total"].tolist() == [100.0, 100.0, 100.0]


def test_branch_totals_follow_from_the_points_by_hand(year):
    found = year.branches.set_index("branch_code").loc[HERE]
    assert found[["A1", "A2", "A3", "A4", "A6", "A7", "A8"]].tolist() == pytest.approx([10, 5, 10, 5, 5, 10, 5])
    assert found["A5"] == 0.0
    assert found["visit_points"] == pytest.approx(36.0)
    assert found["total"] == 86.0
    assert (found["grade"], found["label"], found["rank"]) == ("良好", "中间", 1)


def test_groups_units_and_secretaries_follow(year):
    assert year.groups["total"].tolist() == [round((60 + 0 + 10) * 100 / 90, 2)]
    assert year.subcompanies["total"].tolist() == [86.0]
    assert year.secretaries["total"].tolist() == [86.0]


def test_every_point_can_be_followed_to_its_cases(year):
    keys = ["subject", "indicator", "part"]
    sums = year.cases.groupby(keys)[["numerator", "denominator"]].sum()
    counted = year.measured.set_index(keys)[["numerator", "denominator"]].sort_index()
    pd.testing.assert_frame_equal(sums.sort_index(), counted)
    assert set(year.points["subject"]) == {HERE, GROUP}


def test_every_award_lists_its_candidates(year):
    assert year.awards.groupby("award").size().to_dict() == {
        "优秀共产党员": 3,
        "先进党小组": 1,
        "先进党支部": 1,
        "优秀分公司": 1,
        "优秀党支部书记": 1,
    }


def test_another_branch_changes_no_points_of_this_one(year):
    rows = small_company()
    rows["organisations"] = [branch(), branch("001002")]
    found = score_year(ledger_of(**rows), default_rule_book(), 2026).branches
    assert found.set_index("branch_code").loc[HERE, "total"] == year.branches.loc[0, "total"]


def test_nothing_comes_of_nothing():
    found = score_year(ledger_of(), default_rule_book(), 2026)
    frames = (found.members, found.groups, found.branches, found.subcompanies, found.secretaries, found.awards)
    assert all(frame.empty for frame in frames)

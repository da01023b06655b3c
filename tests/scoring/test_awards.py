"""Quotas, eligibility and places of the awards (3.5, U58, U63–U66)."""

import pandas as pd
import pytest
from building import ledger_of
from member_rows import member
from year_rows import HERE, THERE, annual, evidence_of

from zoneproc.scoring.awards import YearFrames, awards_of, filled, labelled, split_places

SIZES = pd.Series([22, 17, 35, 9], index=["甲", "乙", "丙", "丁"])


def test_largest_remainder_of_the_worked_example_U63():
    found = split_places(SIZES, 8, pd.Series(dtype="float64"))
    assert found["places"].tolist() == [2, 2, 3, 1]
    assert not found["open"].any()


def test_equal_remainders_go_to_the_higher_total_and_stay_open_if_equal_U63():
    sizes = pd.Series([5, 5], index=["甲", "乙"])
    assert split_places(sizes, 1, pd.Series({"甲": 80.0, "乙": 90.0}))["places"].tolist() == [0, 1]
    tied = split_places(sizes, 1, pd.Series({"甲": 90.0, "乙": 90.0}))
    assert tied["places"].tolist() == [0, 0]
    assert tied["open"].tolist() == [True, True]


def candidates(*places: int, eligible: bool = True) -> pd.DataFrame:
    frame = pd.DataFrame({"place": pd.Series(places, dtype="Int64"), "eligible": eligible})
    return frame.assign(subject=[f"D{at}" for at in range(len(places))])


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (2, ["入围", "入围", "候补", "候补"]),
        (1, ["并列待定", "并列待定", "候补", "候补"]),
        (3, ["入围", "入围", "入围", "候补"]),
        (0, ["候补", "候补", "候补", "候补"]),
    ],
)
def test_a_tie_across_the_line_takes_nobody_and_nobody_below_U65(places, expected):
    assert filled(candidates(1, 1, 3, 4), places)["status"].tolist() == expected


def test_an_open_place_of_the_split_is_not_filled_U63():
    assert filled(candidates(1, 2, 3), 1, extra=True)["status"].tolist() == ["入围", "并列待定", "候补"]


def test_ranks_are_among_the_eligible_U65():
    frame = candidates(1, 2, 3)
    frame["eligible"] = [False, True, True]
    found = filled(frame, 1).set_index("subject")
    assert found["status"].to_dict() == {"D0": "不符合", "D1": "入围", "D2": "候补"}
    assert found["rank"].tolist() == [1, 2, pd.NA]


def empty_year(members: pd.DataFrame, **frames: pd.DataFrame) -> YearFrames:
    columns = {
        "groups": "group_code group_name branch_code total rank eligible reasons",
        "branches": "branch_code short_name total rank present ranked veto_kind long_gap_days",
        "subcompanies": "subcompany_code subcompany_name total rank eligible reasons",
        "secretaries": "branch_code member_no secretary_name in_post total rank eligible reasons",
    }
    none = {name: pd.DataFrame(columns=text.split()) for name, text in columns.items()}
    return YearFrames(members, **{**none, **frames})


def awards(members: pd.DataFrame, **tables) -> pd.DataFrame:
    people = [member(number) for number in members["member_no"]] + [member(f"X{n}") for n in range(20)]
    evidence = evidence_of(ledger_of(members=people, **tables), members=members)
    found = awards_of(evidence, empty_year(members))
    return found[found["award"] == "优秀共产党员"].set_index("subject")


def test_places_are_a_share_of_all_formal_members_U63():
    found = awards(annual(D1=95.0, D2=94.0, D3=93.0))
    assert found["quota"].tolist() == [2, 2, 2]
    assert found["status"].tolist() == ["入围", "入围", "候补"]


@pytest.mark.parametrize(
    "fault",
    [
        {"member_type": "预备党员"},
        {"review_grade": "合格"},
        {"total": 89.99},
        {"veto_kind": "酒后驾驶"},
        {"quarters_scored": 2},
        {"ranked": False},
    ],
)
def test_each_condition_of_eligibility_U64(fault):
    found = awards(annual(D1=95.0).assign(**fault))
    assert found.loc["D1", "status"] == "不符合"
    assert found.loc["D1", "reasons"] != ""


@pytest.mark.parametrize("just", [{"quarters_scored": 3}, {"total": 90.0}])
def test_what_is_just_enough_is_enough_U64(just):
    """≥ 3 scored quarters, printed A ≥ 90: the lines themselves belong to the award."""
    found = awards(annual(D1=95.0).assign(**just))
    assert (found.loc["D1", "reasons"], found.loc["D1", "rank"]) == ("", 1)


def test_an_open_rectification_bars_a_late_closed_one_does_not_U64():
    open_row = {"_period": "2026Q4", "rect_no": "G1", "member_no": "D1", "due_date": "2026-11-01"}
    late_row = {
        "_period": "2026Q4",
        "rect_no": "G2",
        "member_no": "D2",
        "due_date": "2026-11-01",
        "closed_date": "2026-12-01",
    }
    found = awards(annual(D1=95.0, D2=94.0), rectifications=[open_row, late_row])
    assert found["status"].to_dict() == {"D1": "不符合", "D2": "入围"}


def test_formal_before_the_recommendation_meeting_U64():
    nominations = [{"award": "优秀共产党员", "subject_no": "D1", "meeting_date": "2016-06-29"}]
    found = awards(annual(D1=95.0), nominations=nominations)
    assert found.loc["D1", "status"] == "不符合"
    assert found.loc["D1", "nominated"]


def branch_rows(*faults: dict[str, object]) -> pd.DataFrame:
    rows = [{"branch_code": f"00100{at}", "short_name": "支部", "rank": at + 1, "total": 95.0 - at} for at in range(5)]
    frame = pd.DataFrame(rows).assign(present=True, ranked=True, veto_kind="", long_gap_days=0)
    for at, fault in enumerate(faults):
        for name, value in fault.items():
            frame.loc[at, name] = value
    return frame.astype({"rank": "Int64"})


def test_branches_need_no_minimum_score_but_no_veto_and_no_long_gap_U66():
    rows = branch_rows({"veto_kind": "弄虚作假"}, {"long_gap_days": 61}, {"long_gap_days": 60})
    found = awards_of(evidence_of(), empty_year(annual(), branches=rows)).set_index("subject")
    assert found["quota"].unique().tolist() == [1]
    assert found["status"].to_dict() == {
        "001000": "不符合",
        "001001": "不符合",
        "001002": "入围",
        "001003": "候补",
        "001004": "候补",
    }


def test_labels_of_branches_U58():
    rows = branch_rows({}, {"veto_kind": "弄虚作假"}, {"total": 59.99})
    found = awards_of(evidence_of(), empty_year(annual(), branches=rows))
    assert labelled(rows, found, 60.0)["label"].tolist() == ["先进", "后进", "后进", "中间", "中间"]


def test_groups_share_places_of_the_eligible_ones_U66():
    rows = pd.DataFrame({"group_code": [f"G{at}" for at in range(6)], "rank": pd.array(range(1, 7), "Int64")})
    rows = rows.assign(group_name="组", branch_code=HERE, total=90.0, reasons="", eligible=[True] * 5 + [False])
    found = awards_of(evidence_of(), empty_year(annual(), groups=rows))
    assert found["status"].tolist() == ["入围", "候补", "候补", "候补", "候补", "不符合"]


def test_one_subcompany_is_chosen_U60():
    rows = pd.DataFrame({"subcompany_code": ["F1", "F2"], "rank": pd.array([1, 1], "Int64")})
    rows = rows.assign(subcompany_name="分公司", total=90.0, reasons="", eligible=True)
    assert awards_of(evidence_of(), empty_year(annual(), subcompanies=rows))["status"].tolist() == ["并列待定"] * 2


def test_secretaries_in_post_are_the_base_U62():
    rows = pd.DataFrame({"member_no": [f"D{at}" for at in range(5)], "rank": pd.array(range(1, 6), "Int64")})
    rows = rows.assign(secretary_name="书记", branch_code=THERE, total=90.0, reasons="", eligible=True, in_post=True)
    found = awards_of(evidence_of(), empty_year(annual(), secretaries=rows))
    assert found["status"].tolist() == ["入围", *["候补"] * 4]

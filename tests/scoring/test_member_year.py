"""The annual result of members."""

import pandas as pd
import pytest
from building import ledger_of, rules_of
from member_rows import ME, OTHER, absence, member, veto

from zoneproc.period import Period
from zoneproc.scoring.member_year import score_members
from zoneproc.scoring.quarter import QuarterScores

YEAR = Period(2026)
EMPTY = pd.DataFrame()
EXAMPLE = {ME: (85.56, 89.20, 88.00, 92.10)}


def ballots(number: str = ME, party=(10, 11, 1, 0), masses=(8, 10, 2, 0), **cells: object):
    row = {"_period": "2026", "member_no": number, "attended": True, "review_grade": "合格"}
    row |= dict(zip(("pv_excellent", "pv_pass", "pv_basic", "pv_fail"), party, strict=True)) if party else {}
    row |= dict(zip(("mv_excellent", "mv_pass", "mv_basic", "mv_fail"), masses, strict=True)) if masses else {}
    return row | cells


def quarters(bases, **columns):
    """Four scored quarters with the given B per member (None = unscored)."""
    return [
        QuarterScores(
            Period.of_quarter(2026, at + 1),
            EMPTY,
            EMPTY,
            EMPTY,
            pd.DataFrame(
                {
                    "member_no": list(bases),
                    "name": [f"党员{number[-3:]}" for number in bases],
                    "branch_code": "001001",
                    "group_code": "",
                    "member_type": "正式党员",
                    "base": pd.Series([values[at] for values in bases.values()], dtype="float64"),
                    "bonus_before_cap": 0.0,
                    "deduction": 0.0,
                    "t2_earned": 30.0,
                    "t2_maximum": 30.0,
                    "talk_points": 15.0,
                    "talk_full": 15.0,
                }
                | {name: values[at] for name, values in columns.items()}
            ),
        )
        for at in range(4)
    ]


def year_of(bases=None, tables=None, columns=None, **parameters):
    bases = EXAMPLE if bases is None else bases
    tables = {"members": [member(number) for number in bases], "reviews": []} | (tables or {})
    scores = quarters(bases, **(columns or {}))
    return score_members(ledger_of(**tables), rules_of(**parameters), YEAR, scores).set_index("member_no")


def test_worked_example_3_2():
    row = year_of(tables={"reviews": [ballots()]}, columns={"bonus_before_cap": (2, 0, 4, 0)}).loc[ME]
    assert row["quarter_mean"] == pytest.approx(88.715)
    assert round(row["member_ballots"], 2) == 91.14
    assert round(row["mass_ballots"], 2) == 89.50
    assert round(row["review"], 2) == 90.48
    assert (row["total"], row["grade"], row["quarters_scored"]) == (95.07, "优秀", 4)
    assert (row["rank"], row["company_rank"], row["ranked"], row["review_grade"]) == (1, 1, True, "合格")


def test_printed_quarters_enter_and_the_year_is_rounded_once_u06():
    row = year_of({ME: (85.56, 85.57, None, None)}).loc[ME]
    assert row["quarter_mean"] == pytest.approx(85.565)
    assert row["total"] == 85.57


def test_two_scored_quarters_are_needed_3_2():
    row = year_of({ME: (85.56, None, None, None)}, {"reviews": [ballots()]}).loc[ME]
    assert pd.isna(row["total"])
    assert (row["grade"], row["ranked"]) == ("不定等次", False)
    assert year_of({ME: (85.56, 80.0, None, None)}).loc[ME, "unscored_reason"] == ""


def test_annual_bonus_before_the_quarterly_cap_at_most_ten_u36():
    row = year_of({ME: (80.0,) * 4}, columns={"bonus_before_cap": (7, 2, 0, 4), "deduction": (0, 2, 0, 5)}).loc[ME]
    assert (row["bonus"], row["deduction"], row["total"]) == (10.0, 7.0, 83.0)


def test_quarters_without_score_bring_their_bonus_u36():
    row = year_of({ME: (80.0, 80.0, None, None)}, columns={"bonus_before_cap": (0, 0, 3, 0)}).loc[ME]
    assert row["total"] == 83.0


def test_floor_and_cap_of_the_year_3_2():
    assert year_of({ME: (10.0,) * 4}, columns={"deduction": (5, 5, 5, 5)}).loc[ME, "total"] == 0.0
    full = year_of({ME: (100.0,) * 4}, columns={"bonus_before_cap": (20, 0, 0, 0)}, total_cap_year=105)
    assert full.loc[ME, "total"] == 105.0


def test_veto_caps_the_year_u37():
    found = year_of(tables={"reviews": [ballots()], "vetoes": [veto(day="2026-08-01")]}).loc[ME]
    assert (found["total"], found["grade"], found["veto_kind"]) == (59.0, "不合格", "酒后驾驶")
    short = year_of({ME: (85.0, None, None, None)}, {"vetoes": [veto()]}).loc[ME]
    assert pd.isna(short["total"])
    assert short["grade"] == "不合格"


def test_tie_breaks_of_the_year_down_to_the_review_u39():
    bases = {f"D0000{n}": (80.0,) * 4 for n in range(1, 6)}
    columns = {"t2_earned": [pd.Series([30.0, 29.0, 30.0, 30.0, 30.0])] * 4}
    columns["talk_points"] = [pd.Series([15.0, 15.0, 14.0, 15.0, 15.0])] * 4
    columns["deduction"] = [pd.Series([0.0, 0.0, 0.0, 1.0, 0.0])] * 4
    columns["bonus_before_cap"] = [pd.Series([0.0, 0.0, 0.0, 1.0, 0.0])] * 4
    found = year_of(bases, columns=columns)
    assert found["total"].tolist() == [80.0] * 5
    assert found["rank"].tolist() == [1, 5, 4, 3, 1]
    assert found["tied"].tolist() == [True, False, False, False, True]


def test_equal_totals_are_parted_by_r_u39():
    # 80 × 0.8 + 0.2 R = A; equal printed A with R missing or present.
    reviews = [
        ballots("D00001", party=(0, 0, 0, 0), masses=(0, 0, 0, 0)),
        ballots("D00002", party=(0, 2, 1, 0), masses=None),
    ]
    found = year_of({"D00001": (80.0,) * 4, "D00002": (80.0,) * 4}, {"reviews": reviews})
    assert found["total"].tolist() == [80.0, 80.0]
    assert found["rank"].tolist() == [2, 1]


def test_leavers_are_scored_but_not_ranked_u40():
    gone = [member(branch_to="2026-11-30", transfer_to="公司外", party_status="已转出"), member(OTHER)]
    found = year_of({ME: (95.0,) * 4, OTHER: (80.0,) * 4}, {"members": gone})
    assert found["total"].tolist() == [95.0, 80.0]
    assert found["ranked"].tolist() == [False, True]
    assert found.loc[OTHER, "rank"] == 1


def test_the_deceased_are_not_listed_u40():
    gone = [member(branch_to="2026-05-30", party_status="已去世")]
    assert year_of({ME: (95.0, 90.0, None, None)}, {"members": gone}).empty


def test_one_side_of_the_ballots_counts_alone_and_is_flagged_u41():
    party = year_of(tables={"reviews": [ballots(masses=None)]}).loc[ME]
    masses = year_of(tables={"reviews": [ballots(party=(0, 0, 0, 0))]}).loc[ME]
    none = year_of(columns={"bonus_before_cap": (1, 0, 0, 0)}).loc[ME]
    assert round(party["review"], 2) == 91.14
    assert masses["review"] == 89.5
    assert none["total"] == 89.72  # 88.715 + 1, the review drops out
    assert [bool(row["review_note"]) for row in (party, masses, none)] == [True, True, True]


def test_ballots_count_over_their_own_sum_and_the_last_row_wins_u41():
    reviews = [ballots(party=(0, 0, 0, 5)), ballots(party=(1, 0, 0, 0), pv_valid=30)]
    assert year_of(tables={"reviews": reviews}).loc[ME, "member_ballots"] == 100.0


def test_the_year_knows_no_limit_on_excellent_u42():
    found = year_of({f"D0000{n}": (95.0,) * 4 for n in range(1, 5)})
    assert set(found["grade"]) == {"优秀"}


def test_branch_of_31_december_and_mode_that_day_4_1_u04():
    moved = [
        member(branch_to="2026-10-31", transfer_to="001002", party_status="已转出"),
        member(branch_code="001002", branch_from="2026-11-01", assess_mode="免考", exempt_basis="支部大会"),
    ]
    row = year_of(tables={"members": moved}).loc[ME]
    assert (row["branch_code"], row["grade"], row["unscored_reason"]) == ("001002", "不定等次", "免考")


def test_the_review_grade_stands_and_contradictions_are_listed_3_2():
    found = year_of(
        {ME: (50.0,) * 4, OTHER: (85.0,) * 4},
        {"reviews": [ballots(review_grade="优秀", party=None, masses=None), ballots(OTHER)]},
    )
    assert found.loc[ME, "review_grade"] == "优秀"
    assert found.loc[ME, "contradiction"] != ""
    assert found.loc[OTHER, "contradiction"] == ""


def test_no_quarters_and_no_members():
    assert score_members(ledger_of(), rules_of(), YEAR, []).empty
    one = score_members(ledger_of(members=[member()], absences=[absence()]), rules_of(), YEAR, [])
    assert one["grade"].tolist() == ["不定等次"]

"""The quarterly result, from rows to places."""

from functools import cache

import pandas as pd
import pytest
from building import ledger_of, rules_of
from member_rows import (
    ME,
    MONTHS,
    Q1,
    absence,
    adjustment,
    link,
    member,
    report,
    talk,
    veto,
    worked_ledger,
    worked_quarter,
)

from zoneproc.scoring.quarter import score_quarter

ITEMS = {
    "I11": 13.33,
    "I12": 5.00,
    "I13": 4.0,
    "I21": 12.0,
    "I22": 8.0,
    "I23": 2.67,
    "I24": 4.0,
    "I31": 3.0,
    "I32": 4.0,
    "I41": 10.0,
    "I51": None,
    "I52": None,
    "I61": 11.00,
}


@cache
def worked():
    return scored(worked_ledger())


def scored(ledger, **parameters):
    return score_quarter(ledger, rules_of(**parameters), Q1)


def members_of(ledger, **parameters):
    return scored(ledger, **parameters).members.set_index("member_no")


def peers(*shortfalls: int, **tables):
    """Members D00001 …, each with all reports but as many missing 设想 and 意见 as given; nothing else applies."""
    numbers = [f"D{at:05d}" for at in range(1, len(shortfalls) + 1)]
    reports = [
        report(month, number, **({"proposals": None, "opinions_state": None} if at < missing else {}))
        for number, missing in zip(numbers, shortfalls, strict=True)
        for at, month in enumerate(MONTHS)
    ]
    return {"members": [member(number) for number in numbers], "monthly_reports": reports} | tables


def test_worked_example_item_by_item_3_1():
    points = worked().points.set_index("indicator")["points"]
    assert {code: None if pd.isna(value) else round(value, 2) for code, value in points.items()} == ITEMS


def test_worked_example_base_total_grade_3_1():
    row = worked().members.set_index("member_no").loc[ME]
    assert (row["earned"], row["maximum"]) == (pytest.approx(77.0), 90.0)
    assert (row["base"], row["bonus"], row["total"], row["grade"]) == (85.56, 2.0, 87.56, "良好")
    assert (row["months_in_service"], row["branch_rating"], row["unscored_reason"]) == (3, "较好", "")
    assert (row["rank"], row["tied"], row["ranked"], row["small_sample"]) == (1, False, True, True)


def test_every_counted_thing_stays_in_the_cases_3_1():
    result = worked()
    sums = result.cases.groupby("indicator")[["numerator", "denominator"]].sum()
    assert sums.loc["I11"].tolist() == [8.0, 9.0]
    assert sums.loc["I61"].tolist() == [2.2, 3.0]
    assert result.measured.groupby("indicator")["numerator"].sum().loc["I11"] == 8.0


def test_totals_are_the_rounded_sums_of_exact_parts_u06():
    result = worked()
    points = result.points.dropna(subset=["points"])
    exact = 100 * points["points"].sum() / points["full"].sum()
    assert abs(result.members["base"][0] - exact) <= 0.005 + 1e-9


def test_an_empty_ledger_gives_an_empty_result():
    result = score_quarter(ledger_of(), rules_of(), Q1)
    assert result.members.empty
    assert result.points.empty
    assert result.cases.empty


def test_a_missing_return_counts_as_nothing_done_u08():
    tables = worked_quarter()
    march = {
        name: [row for row in tables[name] if row["_period"] != "2026-03"] for name in ("talks", "monthly_reports")
    }
    points = scored(worked_ledger(**march)).points.set_index("indicator")["points"]
    assert points["I11"] == pytest.approx(15 * 6 / 9)
    assert points["I12"] == pytest.approx(6 * 1.5 / 3)
    assert points["I41"] == 9.0


def test_no_rating_leaves_the_maximum_u27():
    row = members_of(worked_ledger(assessments=[])).loc[ME]
    assert row["maximum"] == 85.0
    assert row["branch_rating"] == ""


def test_too_few_points_to_judge_u31():
    """Below the least is too few; the least itself is enough (Σ max < 50)."""
    assert members_of(worked_ledger(), min_applicable_points=90).loc[ME, "unscored_reason"] == ""
    found = members_of(worked_ledger(), min_applicable_points=95).loc[ME]
    assert found["unscored_reason"] != ""
    assert pd.isna(found["base"])
    assert found["grade"] == "不定等次"


def test_unscored_members_are_listed_without_score_u04_4_9():
    tables = peers(0, 0, 0, 0)
    tables["members"] = [
        member("D00001", assess_mode="免考", exempt_basis="支部大会"),
        member("D00002", assess_mode="不定等次"),
        member("D00003"),
        member("D00004"),
    ]
    tables["absences"] = [absence("D00003", end="2026-02-16"), absence("D00004", kind="离退休")]
    tables["adjustments"] = [adjustment("建议采纳", number="D00003")]
    found = members_of(ledger_of(**tables))
    assert found[["base", "total", "rank"]].isna().all(axis=None)
    assert set(found["grade"]) == {"不定等次"}
    assert not found["ranked"].any()
    assert found["unscored_reason"].ne("").all()
    assert found.loc["D00003", "bonus_before_cap"] == 2.0  # U36: counts in the year all the same


def test_two_months_in_service_are_enough():
    row = members_of(worked_ledger(absences=[absence(end="2026-02-15")])).loc[ME]
    assert (row["months_in_service"], row["unscored_reason"]) == (2, "")


def test_quarter_bonus_cap_and_total_cap_3_1():
    rows = [adjustment("见义勇为"), adjustment("表彰奖励", "省级及以上")]
    row = members_of(ledger_of(**peers(0), adjustments=[row | {"member_no": "D00001"} for row in rows])).loc["D00001"]
    assert (row["base"], row["bonus"], row["total"], row["bonus_before_cap"]) == (100.0, 5.0, 105.0, 15.0)


def test_deductions_have_no_cap_but_the_total_a_floor_u35():
    rows = [adjustment("通报批评", day=f"2026-01-{day:02d}") for day in range(1, 22)]
    row = members_of(worked_ledger(adjustments=rows)).loc[ME]
    assert (row["deduction"], row["total"], row["grade"]) == (105.0, 0.0, "不合格")


def test_veto_caps_s_and_leaves_b_u37():
    row = members_of(worked_ledger(vetoes=[veto()])).loc[ME]
    assert (row["base"], row["total"], row["grade"], row["veto_kind"]) == (85.56, 59.0, "不合格", "酒后驾驶")
    assert row["ranked"]


def test_veto_wins_over_no_score_u37():
    row = members_of(worked_ledger(vetoes=[veto()], absences=[absence(kind="待岗停职")])).loc[ME]
    assert pd.isna(row["total"])
    assert row["grade"] == "不合格"
    assert not row["ranked"]


def test_the_branch_cap_on_excellent_u38():
    found = members_of(ledger_of(**peers(0, 1, 1, 2)))
    assert found["grade"].tolist() == ["优秀", "良好(限额)", "良好(限额)", "良好(限额)"]
    assert found["capped"].tolist() == [False, True, True, True]
    assert found["rank"].tolist() == [1, 2, 2, 4]


def test_a_tie_at_the_line_leaves_no_excellent_u38():
    found = members_of(ledger_of(**peers(0, 0, 3, 3)))
    assert set(found["grade"]) == {"良好(限额)"}
    assert found["cap_note"].tolist()[:2] == ["并列待定", "并列待定"]


def test_tie_breaks_in_order_u39():
    # All have S = 100 by the cap or by items; parted by T2 share, then I11, then deductions.
    tables = peers(0, 0, 0, 0)
    tables["adjustments"] = [
        adjustment("表彰奖励", "公司", number="D00002"),
        adjustment("通报批评", "支部", number="D00002"),
    ]
    tables["contacts"] = [link("E1", "D00003")]
    tables["talks"] = [talk(month, "E1", "D00003") for month in MONTHS]
    found = members_of(ledger_of(**tables))
    assert found["total"].tolist() == [100.0] * 4
    assert found["rank"].tolist() == [2, 4, 1, 2]
    assert found["tied"].tolist() == [True, False, False, True]


def test_leavers_keep_score_and_grade_without_place_u40():
    tables = peers(0, 0, 1)
    tables["members"] = [
        member("D00001", branch_to="2026-03-20", transfer_to="公司外", party_status="已转出"),
        member("D00002"),
        member("D00003"),
    ]
    found = members_of(ledger_of(**tables))
    assert found["grade"].tolist() == ["优秀", "优秀", "良好(限额)"]
    assert found["ranked"].tolist() == [False, True, True]
    assert found["rank"].tolist()[1:] == [1, 2]
    assert found["small_sample"].tolist() == [False, True, True]


def test_the_deceased_are_not_listed_u40():
    gone = [member(party_status="已去世", branch_to="2026-03-20")]
    result = scored(worked_ledger(members=gone))
    assert result.members.empty
    assert result.cases.empty


def test_transferred_members_keep_their_data_together_u05_4_1():
    moved = [
        member(branch_to="2026-02-20", transfer_to="001002", party_status="已转出"),
        member(branch_code="001002", branch_from="2026-02-21"),
    ]
    reports = [
        report(month, _branch=branch) for month, branch in zip(MONTHS, ("001001", "001001", "001002"), strict=True)
    ]
    ledger = worked_ledger(members=moved, monthly_reports=reports)
    result = scored(ledger)
    assert result.members["branch_code"].tolist() == ["001001"]
    assert result.points.set_index("indicator")["points"]["I12"] == 6.0


def test_small_samples_are_flagged_4_28():
    tables = peers(0, 1, 0, 1, 2)
    branches = ("001001", "001001", "001002", "001002", "001002")
    tables["members"] = [row | {"branch_code": code} for row, code in zip(tables["members"], branches, strict=True)]
    assert members_of(ledger_of(**tables))["small_sample"].tolist() == [True, True, False, False, False]


def test_rows_in_any_order_give_the_same_result():
    tables = {name: list(reversed(rows)) for name, rows in worked_quarter().items()}
    pd.testing.assert_frame_equal(scored(ledger_of(**tables)).members, worked().members)


def test_improving_one_count_never_lowers_the_place():
    """Every improvement of every member of (0, 1, 2, 2 missing), each in a branch of its own beside the unchanged one."""
    before = [0, 1, 2, 2]
    changes = [(at, less) for at, missing in enumerate(before) for less in range(missing)]
    versions = [before] + [[less if at == spot else old for at, old in enumerate(before)] for spot, less in changes]
    tables = peers(*(missing for version in versions for missing in version))
    tables["members"] = [
        row | {"branch_code": f"001{at // len(before):03d}"} for at, row in enumerate(tables["members"])
    ]
    ranks = members_of(ledger_of(**tables))["rank"].to_numpy().reshape(len(versions), len(before))
    assert ranks[0].tolist() == [1, 2, 3, 3]
    for version, (spot, _) in zip(ranks[1:], changes, strict=True):
        assert version[spot] <= ranks[0][spot]
